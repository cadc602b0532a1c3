"""Mailings by the APIs of providers: who gets what, and what each answer, and each missing one, does to the ledger."""

from __future__ import annotations

import re

import pytest

from newsroom.mail import PROVIDERS, mailers
from subscriptions.models import Delivery, Mailing, MailingState
from subscriptions.sending.identity import delivery_of, message_id
from subscriptions.sending.letters import Recipient, letter
from subscriptions.sending.transports import transport
from subscriptions.sending.transports.writing import written
from tests.subscriptions.mailbox import work
from tests.subscriptions.people import mailing_list, sign_up_by_form
from tests.subscriptions.sending.mailings import frozen, send, states, words
from tests.subscriptions.sending.provider_api import KEY, Api, Drop, basic

pytestmark = pytest.mark.django_db
PEOPLE = ("ana@example.org", "ben@example.org", "chae@example.org")
BATCHED = ("postmark", "mailgun", "resend")


@pytest.fixture
def api():
    server = Api().start()
    yield server
    server.stop()


@pytest.fixture(params=BATCHED)
def provider(request, api, settings):
    settings.MAILERS = api.mailers(request.param)
    return request.param


def always(*said):
    return lambda request: said if len(said) > 1 else said[0]


def first_time(*said):
    waiting = [said if len(said) > 1 else said[0]]
    return lambda request: waiting.pop() if waiting else None


def concerning(address: str, *said):
    return lambda request: said if address in str(request.body) else None


def test_everybody_gets_their_own(api, provider, client):
    """Several in a call, each with the links of nobody else."""
    mailing = frozen(*PEOPLE)
    send(connections=8)
    assert set(states(mailing).values()) == {"sent"} and api.recipients() == sorted(PEOPLE)
    assert len(api.requests) < len(PEOPLE)
    links = {to: re.search(r"(/unsubscribe/[^/]+/)", html)[1] for to, html in api.sent}
    assert len(set(links.values())) == 3 and "token" not in str(api.sent)
    for number, to in enumerate(PEOPLE, start=1):
        assert client.post(links[to], {"List-Unsubscribe": "One-Click"}).status_code == 200
        left = Delivery.objects.filter(subscriber__subscriptions__state="left").count()
        assert left == number and mailing.deliveries.get(subscriber__email=to).code == "200"
    assert Mailing.objects.get().state == MailingState.DONE


def test_what_a_provider_is_told(api, provider):
    """Headers of a list, what names the delivery in its events, and that nobody is to be followed."""
    mailing = frozen(PEOPLE[0])
    send(connections=1)
    delivery, (request,) = mailing.deliveries.get(), api.requests
    body = request.body
    if provider == "postmark":
        headers = {one["Name"]: one["Value"] for one in body["Headers"]}
        told = body["Metadata"]["delivery"]
        assert body["TrackOpens"] is False and body["TrackLinks"] == "None"
        assert request.headers["X-Postmark-Server-Token"] == KEY
    elif provider == "mailgun":
        headers = {name[2:]: value[0] for name, value in body.items() if name.startswith("h:")}
        told = body["v:delivery"][0]
        assert body["o:tracking-opens"] == body["o:tracking-clicks"] == ["no"]
        assert request.headers["Authorization"] == basic("api", KEY)
    else:
        headers, told = body["headers"], body["headers"]["X-Metadata"]
        assert request.key and request.headers["Authorization"] == f"Bearer {KEY}"
    headers = {name.lower(): value for name, value in headers.items()}
    assert headers["list-unsubscribe"].startswith("<http://127.0.0.1:8000/unsubscribe/")
    assert headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert headers["message-id"] == message_id(delivery.pk) and "date" not in headers
    assert delivery_of(told) == delivery.pk


@pytest.mark.parametrize("provider", ["postmark", "mailgun"], indirect=True)
def test_other_mail_goes_the_same_way(api, provider, client):
    """A confirmation: nobody is followed there either."""
    mailing_list()
    sign_up_by_form(client)
    assert work() and api.recipients() == [PEOPLE[0]]
    body = api.requests[0].body
    assert body.get("TrackOpens") is False or body["o:tracking-opens"] == ["no"]


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_every_provider_can_say_it(name, settings, tmp_path):
    """Nothing in our messages is more than a provider's API, as anymail knows it, can be told."""
    secrets, after = PROVIDERS[name]
    url = f"{name}://{':'.join(secrets)}@{'mail.example.org' if after else ''}"
    settings.MAILERS = mailers(url, demo=False, data_dir=tmp_path)
    mailing = frozen(PEOPLE[0])
    found = mailing.deliveries.get()
    way = transport()
    way.open()
    outgoing = letter(mailing.pk, "en").to(Recipient(found.pk, found.subscriber_id, 1, PEOPLE[0]))
    payload = way._backend.build_message_payload(written([outgoing], way._backend), {})
    assert PEOPLE[0] in str(payload.serialize_data()) and f"d.{found.pk}." in str(payload.serialize_data())
    way.close()


def test_different_texts_go_in_different_calls(api, provider):
    """Two mailings on their way at once: everybody gets one of each."""
    frozen(*PEOPLE)
    frozen(key="edition-2", words={"en": words("Another", "Another text.")})
    send(connections=8)
    assert api.recipients() == sorted(PEOPLE * 2)
    assert sorted(to for to, html in api.sent if "Another text." in html) == sorted(PEOPLE)


@pytest.mark.parametrize("provider", ["resend"], indirect=True)
def test_too_quick(api, provider):
    """“429” uses up nobody's attempt, and is asked again a little later."""
    api.answers.append(first_time(429, {"message": "slow down"}))
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert set(states(mailing).values()) == {"queued"} and not Delivery.objects.filter(attempts__gt=0)
    send(connections=8)
    assert set(states(mailing).values()) == {"sent"} and api.recipients() == sorted(PEOPLE)


@pytest.mark.parametrize(
    ("provider", "status", "words"),
    [
        ("postmark", 401, "Invalid API key"),
        ("resend", 403, "domain is not verified"),
        ("mailgun", 402, "pay"),
    ],
    indirect=["provider"],
)
def test_the_account_is_refused(api, provider, status, words):
    """Everything pauses with the provider's words; nobody's attempt is used up; resuming sends everything."""
    api.answers.append(always(status, {"message": words}))
    first, second = frozen(*PEOPLE), frozen(key="edition-2")
    send(connections=2)
    for mailing in (first, second):
        mailing.refresh_from_db()
        assert (
            mailing.state == MailingState.PAUSED and words in mailing.problem and KEY not in mailing.problem
        )
    assert not api.sent and not Delivery.objects.filter(attempts__gt=0)
    api.answers.clear()
    Mailing.objects.update(state=MailingState.RUNNING)
    send(connections=2)
    assert api.recipients() == sorted(PEOPLE * 2)


@pytest.mark.parametrize("provider", ["postmark", "mailgun"], indirect=True)
def test_a_sender_that_the_provider_does_not_know(api, provider):
    words = {
        "ErrorCode": 400,
        "Message": "The From address is not a Sender Signature",
        "message": "from is not ours",
    }
    api.answers.append(always(422 if provider == "postmark" else 400, words))
    mailing = frozen(*PEOPLE)
    send(connections=1)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED and "rom" in mailing.problem and not api.sent


def test_one_address_is_refused(api, provider):
    """And the others get theirs, though the call was refused as a whole."""
    people = ("inactive@example.org", *PEOPLE)
    if provider != "postmark":
        api.answers.append(concerning(people[0], 400, {"message": "'to' parameter is not a valid address"}))
    mailing = frozen(*people)
    send(connections=8)
    assert states(mailing) == {people[0]: "failed", **dict.fromkeys(PEOPLE, "sent")}
    assert api.recipients() == sorted(PEOPLE)
    assert Delivery.objects.get(state="failed").reason


@pytest.mark.parametrize(("provider", "status"), [("mailgun", 500), ("resend", 503)], indirect=["provider"])
def test_the_provider_is_unwell(api, provider, status):
    api.answers.append(always(status, {"message": "try later"}))
    mailing = frozen(*PEOPLE)
    send(connections=8)
    assert set(states(mailing).values()) == {"deferred"} and not api.sent


@pytest.mark.parametrize("provider", ["postmark", "mailgun"], indirect=True)
@pytest.mark.parametrize("taken", [True, False])
def test_the_answer_is_lost(api, provider, taken):
    """Nobody knows, and nobody is mailed twice: each is in doubt, for an editor to decide."""
    api.answers.append(always(Drop(taken)))
    mailing = frozen(*PEOPLE)
    send(connections=8)
    assert set(states(mailing).values()) == {"uncertain"} and len(api.sent) == (3 if taken else 0)
    api.answers.clear()
    send(connections=8)
    assert len(api.sent) == (3 if taken else 0)
    assert Mailing.objects.get().state != MailingState.DONE


@pytest.mark.parametrize("provider", ["resend"], indirect=True)
@pytest.mark.parametrize("taken", [True, False])
def test_the_answer_is_lost_of_a_request_with_a_key(api, provider, taken):
    """Asked again with the same key, the provider says what became of it, and acts once."""
    seen = set()

    def lose_the_first(request):
        if request.key not in seen:
            seen.add(request.key)
            return Drop(taken)
        return None

    api.answers.append(lose_the_first)
    mailing = frozen(*PEOPLE)
    send(connections=8)
    assert set(states(mailing).values()) == {"sent"} and api.recipients() == sorted(PEOPLE)
    assert len(api.requests) == 2 * len(seen)


@pytest.mark.parametrize("provider", ["postmark"], indirect=True)
def test_nobody_answers_at_all(api, provider, settings):
    """No connection: nothing was offered, and everything stays as it was."""
    options = {**settings.MAILERS["default"]["OPTIONS"], "api_url": "http://127.0.0.1:1/"}
    settings.MAILERS = {"default": {**settings.MAILERS["default"], "OPTIONS": options}}
    mailing = frozen(*PEOPLE)
    turns = iter(range(20))

    class Stop:
        def is_set(self):
            return next(turns, None) is None

    from subscriptions.sending.engine import Engine

    Engine(2).run(Stop())
    assert set(states(mailing).values()) == {"queued"} and not Delivery.objects.filter(attempts__gt=0)
