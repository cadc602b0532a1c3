"""What providers say of each message of a call, and what they leave open."""

from __future__ import annotations

import pytest

from subscriptions.models import Delivery, Mailing, MailingState
from subscriptions.sending.letters import Recipient, letter
from subscriptions.sending.transports import transport
from tests.subscriptions.sending.mailings import frozen, send, states

pytestmark = pytest.mark.django_db
PEOPLE = ("ana@example.org", "ben@example.org", "chae@example.org")


def posted(mailing: Mailing) -> list[str]:
    """What becomes of all of a mailing in one call."""
    people = mailing.deliveries.order_by("pk").values_list("pk", "subscriber_id", "subscriber__email")
    text, way = letter(mailing.pk, "en"), transport()
    found = way.post([text.to(Recipient(pk, subscriber, 1, email)) for pk, subscriber, email in people])
    way.close()
    return [outcome.state for outcome in found]


def test_what_became_of_each_is_not_said(api, settings):
    """SparkPost tells how many it refused, not whom: all of the call are in doubt, until its events tell."""
    settings.MAILERS = api.mailers("sparkpost")
    assert posted(frozen("inactive@example.org", *PEOPLE)) == ["uncertain"] * 4
    assert api.recipients() == sorted(PEOPLE)


def test_fewer_numbers_than_messages(api, settings, monkeypatch):
    """Nobody is called sent of whom nothing was said."""
    monkeypatch.setattr("subscriptions.sending.transports.provider.AGAIN_AFTER", ())
    settings.MAILERS = api.mailers("brevo")
    api.answers.append(lambda request: (201, {"messageIds": ["<1@brevo>"]}))
    assert posted(frozen(*PEOPLE)) == ["sent", "uncertain", "uncertain"]


def test_each_is_refused_for_the_sender(api, settings):
    """Not the readers' fault: the mailing pauses, though the answer is about each."""
    settings.MAILERS = api.mailers("mailjet")
    words = 'The sender email address "weekly@example.org" is not authorized.'
    error = {"ErrorCode": "send-0008", "StatusCode": 403, "ErrorMessage": words, "ErrorRelatedTo": ["From"]}
    api.answers.append(
        lambda request: (
            400,
            {"Messages": [{"Status": "error", "Errors": [error]} for _one in request.body["Messages"]]},
        )
    )
    mailing = frozen(*PEOPLE)
    send(connections=8)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED and "not authorized" in mailing.problem
    assert set(states(mailing).values()) == {"queued"} and not Delivery.objects.filter(attempts__gt=0)


def test_refused_by_an_answer_that_is_well(api, settings):
    """Mandrill says 200, and in it that it will not."""
    settings.MAILERS = api.mailers("mandrill")
    mailing = frozen("inactive@example.org", PEOPLE[0])
    send(connections=1)
    assert states(mailing) == {"inactive@example.org": "failed", PEOPLE[0]: "sent"}
