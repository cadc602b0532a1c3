"""What a provider tells by webhook: proved to come from it, about a delivery of ours, and once."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import pytest

from subscriptions.models import Event, Mailing, Return, Suppression
from subscriptions.returns.svix import signature
from subscriptions.sending.identity import event_mark, message_id
from tests.subscriptions.people import states
from tests.subscriptions.returns.test_returns import sent
from tests.subscriptions.sending.provider_api import basic

pytestmark = pytest.mark.django_db
DEAD = "smtp;550 5.1.1 The account that you tried to reach does not exist"
FULL = "smtp;552 5.2.2 mailbox full"
KEY = "whsec_bm90IGEgc2VjcmV0IGF0IGFsbA=="


@pytest.fixture
def by(settings):
    def set_up(provider: str, *, secret: str = "us:geheim", key: str = ""):
        settings.MAILERS = {
            "default": {"BACKEND": f"anymail.backends.{provider}.EmailBackend", "OPTIONS": {}}
        }
        settings.ANYMAIL_WEBHOOK_SECRET, settings.ANYMAIL_SIGNING_KEY = secret, key

    return set_up


def tell(client, provider: str, told: dict | str, **headers):
    headers.setdefault("authorization", basic("us", "geheim"))
    body = told if isinstance(told, str) else json.dumps(told)
    return client.post(f"/mail/webhooks/{provider}/", body, content_type="application/json", headers=headers)


def postmark(delivery, kind: str = "HardBounce", details: str = DEAD, number: int = 1, **more) -> dict:
    record = {"SpamComplaint": "SpamComplaint"}.get(kind, "Bounce")
    return {
        "RecordType": record,
        "Type": kind,
        "ID": number,
        "Details": details,
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Email": "ana@example.org",
        "BouncedAt": "2026-03-01T09:00:00Z",
        "Metadata": {"delivery": event_mark(delivery.pk)},
        **more,
    }


def mailgun(delivery, key: str, event: str = "failed", **more) -> dict:
    at, token = str(int(time.time())), f"token-{event}"
    signed = hmac.new(key.encode(), f"{at}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event,
        "severity": "permanent",
        "recipient": "ana@example.org",
        "timestamp": time.time(),
        "message": {"headers": {"message-id": message_id(delivery.pk).strip("<>")}},
        "delivery-status": {"message": DEAD, "code": 550},
        **more,
    }
    return {"signature": {"timestamp": at, "token": token, "signature": signed}, "event-data": data}


def test_it_works(client, by):
    by("postmark")
    delivery = sent()
    assert tell(client, "postmark", postmark(delivery)).status_code == 200
    delivery.refresh_from_db()
    assert delivery.returned == "hard" and states() == {"weekly": "stopped"}
    assert tell(client, "postmark", postmark(delivery)).status_code == 200  # told again
    assert Event.objects.filter(kind="bounced").count() == Return.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "details", "returned", "state"),
    [
        ("HardBounce", FULL, "soft", "active"),  # the receiving server's words count before the provider's
        ("HardBounce", "", "hard", "stopped"),
        ("SoftBounce", FULL, "soft", "active"),
        ("BadEmailAddress", "", "hard", "stopped"),
        ("SpamComplaint", "", "complaint", "stopped"),
        ("Transient", FULL, "", "active"),
        ("AutoResponder", "", "", "active"),
    ],
)
def test_what_it_is(client, by, kind, details, returned, state):
    by("postmark")
    delivery = sent()
    assert tell(client, "postmark", postmark(delivery, kind, details)).status_code == 200
    delivery.refresh_from_db()
    assert (delivery.returned, states()) == (returned, {"weekly": state})


def test_somebody_leaves_at_the_provider(client, by):
    """Off that list, and the provider stands in the history."""
    by("mailgun", key="signing")
    told = mailgun(sent(), "signing", "unsubscribed")
    assert tell(client, "mailgun", told).status_code == 200
    assert states() == {"weekly": "left"} and Event.objects.get(kind="left").detail["place"] == "mailgun"
    assert not Suppression.objects.exists()


def test_what_was_in_doubt_is_known_then(client, by):
    """The provider tells that it has a message whose answer to us was lost: nothing is in doubt, the mailing is done."""
    by("postmark")
    delivery = sent()
    delivery.mailing.deliveries.update(state="uncertain", reason="died")
    told = {
        "RecordType": "Delivery",
        "Recipient": "ana@example.org",
        "Metadata": {"delivery": event_mark(delivery.pk)},
    }
    assert tell(client, "postmark", told).status_code == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("sent", "") and Mailing.objects.get().state == "done"


def test_without_metadata_the_message_id_tells(client, by):
    by("mailgun", secret="", key="signing")
    assert tell(client, "mailgun", mailgun(sent(), "signing"), authorization="").status_code == 200
    assert states() == {"weekly": "stopped"}


def test_foreign_events_do_nothing(client, by):
    """Mail of other programs goes by the same account, and a mark can be made up."""
    by("postmark")
    delivery = sent()
    for metadata in (
        {},
        {"delivery": "d.1.0123456789abcdef@"},
        {"delivery": f"d.{delivery.pk}.@"},
    ):
        assert tell(client, "postmark", postmark(delivery, Metadata=metadata)).status_code == 200
    assert states() == {"weekly": "active"} and not Return.objects.exists()


@pytest.mark.parametrize("provider", ["postmark", "mailgun", "resend"])
def test_what_is_not_proved_does_nothing(client, by, provider):
    delivery = sent()
    made = {"postmark": postmark(delivery), "mailgun": mailgun(delivery, "wrong"), "resend": resend(delivery)}
    told = made[provider]
    by(provider, key="" if provider == "postmark" else KEY)
    for proof in ("", basic("us", "wrong"), "Bearer us:geheim"):
        assert tell(client, provider, told, authorization=proof).status_code == 403
    if provider != "postmark":  # the password alone is not enough where events are signed
        assert tell(client, provider, told).status_code == 403
    by(provider, secret="", key="")
    assert tell(client, provider, told).status_code == 403
    assert states() == {"weekly": "active"} and not Return.objects.exists()


def resend(delivery, **more) -> dict:
    headers = [{"name": "X-Metadata", "value": json.dumps({"delivery": event_mark(delivery.pk)})}]
    bounce = {"message": "The server refused it for good.", "type": "Permanent"}
    data = {"email_id": "re-1", "to": ["ana@example.org"], "headers": headers, "bounce": bounce}
    return {"type": "email.bounced", "created_at": "2026-03-01T09:00:00Z", "data": data, **more}


def test_signed_as_resend_signs(client, by):
    by("resend", secret="", key=KEY)
    body, at = json.dumps(resend(sent())), str(int(time.time()))
    signed = {"svix-id": "msg_1", "svix-timestamp": at, "authorization": ""}
    signed["svix-signature"] = f"v1,{signature('msg_1', at, b'another body', KEY)}"
    assert tell(client, "resend", body, **signed).status_code == 403
    old = str(int(at) - 3600)
    late = {
        **signed,
        "svix-timestamp": old,
        "svix-signature": f"v1,{signature('msg_1', old, body.encode(), KEY)}",
    }
    assert tell(client, "resend", body, **late).status_code == 403
    signed["svix-signature"] += f" v1,{signature('msg_1', at, body.encode(), KEY)}"
    assert tell(client, "resend", body, **signed).status_code == 200
    assert states() == {"weekly": "stopped"}


@pytest.mark.parametrize("told", ["", "{", "[]", "{}", '{"RecordType": "Inbound"}', "null", '"x"', "\udcff"])
def test_what_cannot_be_read(client, by, told):
    by("postmark")
    sent()
    assert tell(
        client, "postmark", told.encode("utf-8", "surrogateescape").decode("latin-1")
    ).status_code in (200, 400)
    assert states() == {"weekly": "active"}


def test_which_doors_there_are(client, by):
    """Only that of the provider in use; only POST acts, and no cross-site token is asked for."""
    by("postmark")
    delivery = sent()
    assert client.get("/mail/webhooks/postmark/").status_code == 405
    assert client.head("/mail/webhooks/postmark/").status_code == 200
    for other in ("mailgun", "nobody"):
        assert tell(client, other, postmark(delivery)).status_code == 404
    strict = type(client)(enforce_csrf_checks=True)
    assert tell(strict, "postmark", postmark(delivery)).status_code == 200
    by("nothing")
    assert tell(client, "postmark", postmark(delivery)).status_code == 404
    assert Mailing.objects.exists()
