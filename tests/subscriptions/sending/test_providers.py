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
from tests.subscriptions.sending.provider_api import KEY, Drop, basic

pytestmark = pytest.mark.django_db
PEOPLE = ("ana@example.org", "ben@example.org", "chae@example.org")
BATCHED = ("brevo", "mailgun", "mailjet", "mailtrap", "postmark", "resend", "sendgrid", "sparkpost")


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


BRACES = "Sets {{1, 2}, {{3}}} and @media{a{b:c}}"


def test_everybody_gets_their_own(api, provider, client):
    """Several in a call, each with the links, the header and the mark of nobody else."""
    mailing = frozen(*PEOPLE, words={"en": words(body=BRACES)})
    send(connections=8)
    assert set(states(mailing).values()) == {"sent"} and api.recipients() == sorted(PEOPLE)
    assert len(api.requests) < len(PEOPLE)
    links = {}
    for mail in api.sent:
        assert BRACES in mail.text and BRACES in mail.html and "token" not in str(mail)
        own = [set(re.findall(rf"/{what}/[^/]+/", mail.html)) for what in ("unsubscribe", "preferences")]
        assert own == [
            set(re.findall(rf"/{what}/[^/]+/", mail.text)) for what in ("unsubscribe", "preferences")
        ]
        ((links[mail.to],), (preferences,)) = own
        assert links[mail.to] in mail.headers["list-unsubscribe"]
        assert delivery_of(mail.told) == mailing.deliveries.get(subscriber__email=mail.to).pk
        assert client.get(preferences, follow=True).status_code == 200
    assert len(set(links.values())) == 3
    for number, to in enumerate(PEOPLE, start=1):
        assert client.post(links[to], {"List-Unsubscribe": "One-Click"}).status_code == 200
        left = Delivery.objects.filter(subscriber__subscriptions__state="left").count()
        code = mailing.deliveries.get(subscriber__email=to).code
        assert left == number and code.startswith("20")
    assert Mailing.objects.get().state == MailingState.DONE


@pytest.mark.parametrize("connections", [1, 8])
def test_what_a_provider_is_told(api, provider, connections):
    """Headers of a list, and what names the delivery in its events; alone or with others, they are the same."""
    mailing = frozen(*PEOPLE)
    send(connections=connections)
    assert len(api.requests) == len(PEOPLE) or connections > 1
    for mail in api.sent:
        delivery = mailing.deliveries.get(subscriber__email=mail.to)
        assert mail.headers["list-unsubscribe"].startswith("<http://127.0.0.1:8000/unsubscribe/")
        assert mail.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
        assert mail.headers["precedence"] == "bulk" and "date" not in mail.headers
        if provider != "mailjet":
            assert mail.headers["message-id"] == message_id(delivery.pk) and "list-id" in mail.headers
        assert delivery_of(mail.told) == delivery.pk


def test_nobody_is_followed(api, provider):
    """Where a provider would; and it is asked with the key of the account."""
    frozen(*PEOPLE)
    send(connections=8)
    request = api.requests[0]
    said = {
        "mailgun": lambda body: body["o:tracking-opens"] == body["o:tracking-clicks"] == ["no"],
        "mailjet": lambda body: (
            {"TrackOpens": "disabled", "TrackClicks": "disabled"}.items() <= body["Globals"].items()
        ),
        "postmark": lambda body: all(
            one["TrackOpens"] is False and one["TrackLinks"] == "None" for one in body
        ),
        "sendgrid": lambda body: body["tracking_settings"]["open_tracking"] == {"enable": False},
        "sparkpost": lambda body: body["options"] == {"click_tracking": False, "open_tracking": False},
    }
    assert said.get(provider, bool)(request.body)
    keys = [KEY, f"Bearer {KEY}", basic("api", KEY), basic(KEY, KEY)]
    assert set(keys) & set(request.headers.values())


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
    assert sorted(mail.to for mail in api.sent if "Another text." in mail.html) == sorted(PEOPLE)


@pytest.mark.parametrize("provider", ["resend"], indirect=True)
def test_too_quick(api, provider, monkeypatch):
    """“429” uses up nobody's attempt, and is asked again a little later."""
    monkeypatch.setattr("subscriptions.sending.engine.FIRST_PAUSE", 0.1)
    api.answers.append(first_time(429, {"message": "slow down"}))
    mailing = frozen(*PEOPLE)
    send(connections=1)
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1} and len(api.requests) == 4
    assert set(states(mailing).values()) == {"sent"} and api.recipients() == sorted(PEOPLE)


@pytest.mark.parametrize(
    ("provider", "status", "words"),
    [
        ("brevo", 401, "Key not found"),
        ("mailjet", 401, "API key authentication/authorization failure"),
        ("mailtrap", 401, "Unauthorized"),
        ("sendgrid", 401, "The provided authorization grant is invalid"),
        ("sparkpost", 403, "Forbidden"),
        ("postmark", 401, "Invalid API key"),
        ("resend", 403, "domain is not verified"),
        ("mailgun", 402, "pay"),
    ],
    indirect=["provider"],
)
def test_the_account_is_refused(api, provider, status, words):
    """Everything pauses with the provider's words; nobody's attempt is used up; resuming sends everything."""
    # Where Mailjet says so by a code, it concerns everything.
    api.answers.append(
        always(status, {"message": words} | ({"ErrorCode": "mj-0002"} if provider == "mailjet" else {}))
    )
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
    if provider not in ("mailjet", "mailtrap", "postmark"):  # these say it of each
        words = {"code": "invalid_parameter", "message": "'to' parameter is not a valid address"}
        api.answers.append(concerning(people[0], 400, words))
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


@pytest.mark.parametrize("provider", ["mailjet"], indirect=True)
def test_no_more_in_a_call_than_a_provider_takes(api, provider):
    mailing = frozen(*(f"r{number}@example.org" for number in range(60)))
    send(connections=60)
    assert set(states(mailing).values()) == {"sent"} and len(api.sent) == 60
    assert max(len(request.body["Messages"]) for request in api.requests) <= 50


@pytest.mark.parametrize(
    "provider", [one for one in BATCHED if one not in ("brevo", "resend")], indirect=True
)
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


@pytest.mark.parametrize("provider", ["brevo", "resend"], indirect=True)
@pytest.mark.parametrize("taken", [True, False])
def test_the_answer_is_lost_of_a_request_with_a_key(api, provider, taken, monkeypatch):
    """Asked again with the same key, the provider acts once. Resend says what became of the first; Brevo refuses the
    second, so that those are in doubt."""
    monkeypatch.setattr("subscriptions.sending.transports.provider.AGAIN_AFTER", (0.0, 0.1))
    seen = set()

    def lose_the_first(request):
        if request.key not in seen:
            seen.add(request.key)
            return Drop(taken)
        return None

    api.answers.append(lose_the_first)
    mailing = frozen(*PEOPLE)
    send(connections=8)
    in_doubt = provider == "brevo" and taken
    assert set(states(mailing).values()) == {"uncertain" if in_doubt else "sent"}
    assert api.recipients() == sorted(PEOPLE) and len(api.requests) == (3 if in_doubt else 2) * len(seen)


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
