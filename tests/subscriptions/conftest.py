from __future__ import annotations

import pytest
from django.test import override_settings

from tests.subscriptions.mailbox import Mailbox


@pytest.fixture
def mailbox():
    """A real SMTP server that mail of this test goes to."""
    box = Mailbox()
    with override_settings(MAILERS=box.mailers):
        yield box
    box.stop()
