"""An edition goes out once: a delivery for everybody, a page, or nothing at all."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from briefings import editions, publishing
from briefings.editions import scheduling
from briefings.editions.correcting import correct, next_number
from briefings.editions.errors import NotAllowed, NotPossible, NotReady
from briefings.editions.following_up import joined_since, next_round, send_later
from briefings.editions.preparing import prepare, waiver_key
from briefings.editions.scheduling import cancel, schedule, send_due
from briefings.editions.sending import send
from briefings.models import Edition, EditionState, SentEdition
from subscriptions.models import Delivery, Mailing, MailingKind
from tests import factories as make
from tests.briefings.editions import press
from tests.subscriptions import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return press.site()


def reached(mailing: Mailing) -> set[str]:
    return set(mailing.deliveries.values_list("subscriber__key", flat=True))
