"""What is known of subscribers, for themselves (JSON) and for those who keep the lists (CSV)."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from subscriptions.models import Mailing, MailingList, Subscriber, Subscription
from subscriptions.sending import identity

COLUMNS = ("email", "name", "language", "list", "state", "since", "basis", "consent_at", "consent")
DELIVERED = (
    "email",
    "domain",
    "language",
    "state",
    "attempts",
    "at",
    "code",
    "answer",
    "came_back",
    "message_id",
)
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
    """The lines of a CSV file of one list, with the evidence of each consent. UTF-8 with BOM, as spreadsheets want it."""
    writer = csv.writer(_Lines())
    yield "\ufeff" + writer.writerow(COLUMNS)
    on = Subscription.objects.filter(mailing_list=mailing_list).select_related("subscriber", "consent")
    for one in on.order_by("pk").iterator(chunk_size=2000):
        person, consent = one.subscriber, one.consent
        said = consent.detail.get("reason") or consent.detail.get("source", "") if consent else ""
        values = [
            person.email,
            person.name,
            person.language,
            mailing_list.slug,
            one.state,
            one.since.isoformat(),
        ]
        values += [one.basis, consent.at.isoformat() if consent else "", said]
        yield writer.writerow([safe(value) for value in values])


def deliveries(mailing: Mailing) -> Iterator[str]:
    """The lines of a CSV file of what became of a mailing for each reader; who is erased has no address any more."""
    writer = csv.writer(_Lines())
    yield "\ufeff" + writer.writerow(DELIVERED)
    found = mailing.deliveries.select_related("subscriber").order_by("pk")
    for one in found.iterator(chunk_size=2000):
        values = [
            one.subscriber.email if one.subscriber else "",
            one.domain,
            one.language,
            one.state,
            str(one.attempts),
            one.at.isoformat(),
            one.code,
            one.reason,
            one.returned,
            identity.message_id(one.pk),
        ]
        yield writer.writerow([safe(value) for value in values])


def safe(value: str) -> str:
    """The value as a cell that no spreadsheet computes: what looks like a formula gets an apostrophe before it."""
    return f"'{value}" if value.startswith(_FORMULA) else value


class _Lines:
    """A file whose `write` hands the line back, for the csv module."""

    def write(self, line: str) -> str:
        return line
