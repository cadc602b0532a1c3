"""Stores a batch of imported readers in four statements, however many they are."""

from __future__ import annotations

import json

from django.db import connection

from subscriptions.importers.systems import Record
from subscriptions.models import Kind, MailingList

_KNOWN = """
SELECT s.key, u.state FROM subscriptions_subscriber s
JOIN subscriptions_subscription u ON u.subscriber_id = s.id AND u.mailing_list_id = %s
WHERE s.key = ANY(%s)
"""

_MAKE_PEOPLE = """
INSERT INTO subscriptions_subscriber (key, email, name, language, version, created_at)
SELECT key, email, name, %(language)s, 1, clock_timestamp()
FROM unnest(%(keys)s::text[], %(emails)s::text[], %(names)s::text[]) AS asked (key, email, name)
ON CONFLICT (key) DO NOTHING
"""

# The lock keeps a sign-up of the same person waiting until the batch is stored.
_PEOPLE = "SELECT id, key FROM subscriptions_subscriber WHERE key = ANY(%s) ORDER BY id FOR UPDATE"

_EVENTS = """
INSERT INTO subscriptions_event
    (subscriber_id, mailing_list_id, kind, at, by_id, detail, language, wording_id, ip, user_agent)
SELECT subscriber, %(list)s, kind, clock_timestamp(), %(by)s, detail, '', NULL, ip, ''
FROM unnest(%(ids)s::bigint[], %(kinds)s::text[], %(details)s::jsonb[], %(ips)s::inet[])
     AS asked (subscriber, kind, detail, ip)
RETURNING id, subscriber_id, kind
"""

_SUBSCRIPTIONS = """
INSERT INTO subscriptions_subscription AS kept (subscriber_id, mailing_list_id, state, since, consent_id, basis)
SELECT subscriber, %(list)s, CASE kind WHEN 'imported' THEN 'active' ELSE 'left' END, clock_timestamp(),
       CASE kind WHEN 'imported' THEN event END, CASE kind WHEN 'imported' THEN kind ELSE '' END
FROM unnest(%(events)s::bigint[], %(ids)s::bigint[], %(kinds)s::text[]) AS asked (event, subscriber, kind)
ON CONFLICT (subscriber_id, mailing_list_id) DO UPDATE
SET state = excluded.state, since = excluded.since, consent_id = excluded.consent_id, basis = excluded.basis
WHERE kept.state = 'pending' AND excluded.state = 'active'
"""


def known(keys: list[str], mailing_list: MailingList) -> dict[str, str]:
    """The states of those of these addresses that have one on this list."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [mailing_list.pk, keys])
        return dict(cursor.fetchall())


def write(records: list[Record], mailing_list: MailingList, facts: dict[str, str], by) -> None:
    """Put these people on the list, or down as having left it; each with an event that holds the evidence."""
    if not records:
        return
    records = sorted(
        records, key=lambda record: record.address.key
    )  # two imports at once wait in the same order
    by_key = {record.address.key: record for record in records}
    with connection.cursor() as cursor:
        cursor.execute(
            _MAKE_PEOPLE,
            {
                "keys": list(by_key),
                "emails": [record.address.email for record in records],
                "names": [record.name for record in records],
                "language": mailing_list.language,
            },
        )
        cursor.execute(_PEOPLE, [list(by_key)])
        people = [(pk, by_key[key]) for pk, key in cursor.fetchall()]
        details = [json.dumps({**facts, "line": record.line, **_said(record)}) for _pk, record in people]
        cursor.execute(
            _EVENTS,
            {
                "list": mailing_list.pk,
                "by": by.pk if by else None,
                "ids": [pk for pk, _record in people],
                "kinds": [Kind.IMPORTED if record.subscribed else Kind.LEFT for _pk, record in people],
                "details": details,
                "ips": [record.ip for _pk, record in people],
            },
        )
        events, ids, kinds = zip(*cursor.fetchall(), strict=True)
        cursor.execute(
            _SUBSCRIPTIONS,
            {"list": mailing_list.pk, "events": list(events), "ids": list(ids), "kinds": list(kinds)},
        )


def _said(record: Record) -> dict:
    return {"consent": record.consent} if record.consent else {}
