"""What is known of subscribers, for themselves (JSON) and for those who keep the lists (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import batched

from subscriptions.models import Mailing, MailingList, Subscriber, Subscription
from subscriptions.sending import identity

COLUMNS = ("email", "name", "language", "list", "state", "since", "basis", "consent_at", "consent")
# Columns of what became of a mailing, and the fields that they are made of.
DELIVERED = {
    "email": "subscriber__email",
    "domain": "domain",
    "language": "language",
    "state": "state",
    "attempts": "attempts",
    "at": "at",
    "code": "code",
    "answer": "reason",
    "came_back": "returned",
    "message_id": "pk",
}
AT_ONCE = 500
# What spreadsheets take for a formula (OWASP, “CSV injection”).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def of_one(subscriber: Subscriber) -> dict:
    """Everything about one person."""
    lists = subscriber.subscriptions.select_related("mailing_list")
    events = subscriber.events.select_related("mailing_list", "wording").order_by("pk")
    deliveries = subscriber.deliveries.select_related("mailing__mailing_list").order_by("pk")
    return {
        "email": subscriber.email,
        "name": subscriber.name,
        "language": subscriber.language,
        "first_seen": subscriber.created_at.isoformat(),
        "paused_until": subscriber.paused_until and subscriber.paused_until.isoformat(),
        "subscriptions": [
            {"list": one.mailing_list.name, "state": one.state, "since": one.since.isoformat()}
            for one in lists
        ],
        "history": [
            {
                "what": event.kind,
                "at": event.at.isoformat(),
                "list": event.mailing_list.name if event.mailing_list else None,
                "language": event.language,
                "you_read": event.wording.text if event.wording else None,
                "ip": event.ip,
                "browser": event.user_agent,
                "more": event.detail,
            }
            for event in events
        ],
        "mailings": [
            {
                "subject": one.mailing.subject,
                "list": one.mailing.mailing_list.name,
                "state": one.state,
                "at": one.at.isoformat(),
                "answer": one.reason,
                "came_back": one.returned,
            }
            for one in deliveries
        ],
    }


def rows(mailing_list: MailingList) -> Iterator[str]:
    """A CSV file of one list, with the evidence of each consent."""
    on = Subscription.objects.filter(mailing_list=mailing_list).select_related(
        "subscriber", "consent", "mailing_list"
    )
    return _file(COLUMNS, (_on_the_list(one) for one in on.order_by("pk").iterator(chunk_size=2000)))


def _on_the_list(one: Subscription) -> list[str]:
    person, consent = one.subscriber, one.consent
    said = consent.detail.get("reason") or consent.detail.get("source", "") if consent else ""
    since = one.since.isoformat()
    values = [person.email, person.name, person.language, one.mailing_list.slug, one.state, since]
    return [*values, one.basis, consent.at.isoformat() if consent else "", said]


def deliveries(mailing: Mailing) -> Iterator[str]:
    """A CSV file of what became of a mailing for each reader; who is erased has no address any more."""
    found = mailing.deliveries.order_by("pk").values_list(*DELIVERED.values())  # models cost as much again
    return _file(
        DELIVERED,
        (
            [
                email or "",
                *words,
                str(attempts),
                at.isoformat(),
                code,
                said,
                returned,
                identity.message_id(pk),
            ]
            for email, *words, attempts, at, code, said, returned, pk in found.iterator(chunk_size=2000)
        ),
    )


def _file(columns: Iterable[str], lines: Iterable[list[str]]) -> Iterator[str]:
    """CSV with a BOM, as spreadsheets want it, many lines in a piece: a piece costs the web server more than a line."""
    yield "\ufeff" + _csv([columns])
    for some in batched(lines, AT_ONCE):
        yield _csv([safe(value) for value in values] for values in some)


def _csv(lines: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def safe(value: str) -> str:
    """The value as a cell that no spreadsheet computes: what looks like a formula gets an apostrophe before it."""
    return f"'{value}" if value.startswith(_FORMULA) else value
