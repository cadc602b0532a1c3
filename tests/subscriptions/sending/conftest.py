from __future__ import annotations

import pytest
from django.test import override_settings

from tests.subscriptions.sending.provider_api import Api
from tests.subscriptions.sending.receiver import Receiver


@pytest.fixture
def receiver():
    """A mail server that does what the test asks of it."""
    server = Receiver().start()
    with override_settings(MAILERS=server.mailers):
        yield server
    server.stop()


@pytest.fixture
def api():
    """The APIs of providers, which do what the test asks of them."""
    server = Api().start()
    yield server
    server.stop()
