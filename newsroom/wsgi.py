"""The web application for a WSGI server. Each web process follows the content epoch from its start."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

from newsroom import database, following

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
following.follow_parent()
database.ensure()
application = get_wsgi_application()

from briefings import epoch  # noqa: E402 - the models must be loaded first
from newsroom import urls  # noqa: E402, F401 - all pages now, not at the first request

epoch.start()
gc.collect()
gc.freeze()  # what is loaded now stays: looking through it all took 75 ms of somebody's request now and then
