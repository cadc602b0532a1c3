from __future__ import annotations

import pytest

from newsroom.models import SiteRecord
from tests import factories as make
from tests.briefings.admin.desk import Desk
from tests.briefings.editions import press
from tests.subscriptions.mailbox import Mailbox


@pytest.fixture
def site(db) -> SiteRecord:
    return press.site()


@pytest.fixture
def editor(db) -> Desk:
    return Desk(make.editor())


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    settings.MAILERS = box.mailers
    yield box
    box.stop()
