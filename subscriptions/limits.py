"""Rate limits in PostgreSQL, shared by all processes, so that the sign-up form cannot be used to bomb anybody.

The generic cell rate algorithm: `free_at` says when an allowance will be whole again; taking one moves it on by one
period, and is refused where that would lead further than the whole allowance from now. One statement takes or refuses,
so two processes cannot both take the last one. Subjects (networks, addresses, domains) are kept as keyed hashes.
"""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from subscriptions.addresses import Address

log = logging.getLogger(__name__)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERYBODY = "everybody"

_TAKE = """
INSERT INTO subscriptions_limit AS kept (rule, subject, free_at, slack)
SELECT rule, subject, clock_timestamp() + period, slack
FROM unnest(%s::text[], %s::text[], %s::interval[], %s::interval[]) AS asked (rule, subject, period, slack)
ORDER BY rule, subject
ON CONFLICT (rule, subject) DO UPDATE
SET free_at = greatest(kept.free_at, clock_timestamp()) + (excluded.free_at - clock_timestamp()), slack = excluded.slack
WHERE greatest(kept.free_at, clock_timestamp()) + (excluded.free_at - clock_timestamp())
      <= clock_timestamp() + excluded.slack + interval '1 second'
RETURNING rule
"""


@dataclass(frozen=True)
class Allowance:
    """`most` times in `period`, for one subject of one rule."""

    rule: str
    subject: str
    most: int
    period: timedelta


class TooMuch(Exception):
    """An allowance is used up; `rule` says which."""

    def __init__(self, rule: str):
        super().__init__(rule)
        self.rule = rule


def signing_up(ip: str | None, address: Address) -> None:
    """Count a sign-up against its network, the domain of its address, and everybody together. Raises TooMuch."""
    allowances = [
        Allowance("network", network(ip), settings.SIGNUPS_PER_IP, HOUR),
        Allowance("domain", address.domain, settings.SIGNUPS_PER_DOMAIN, HOUR),
        Allowance(EVERYBODY, "", settings.SIGNUPS_PER_HOUR, HOUR),
    ]
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A crash may forget the last counts; nobody has to wait for the disk because of them.
            cursor.execute("SET LOCAL synchronous_commit = off")
        take(*allowances)


def mail_asked_for_by_a_stranger(key: str) -> bool:
    """Whether this address may get one more mail that anybody can cause by the form: one a day, three in 30 days.

    Part of the caller's transaction: if that fails, nothing was taken.
    """
    try:
        take(Allowance("address-day", key, 1, DAY), Allowance("address-month", key, 3, 30 * DAY))
    except TooMuch:
        return False
    return True


def answered(key: str) -> None:
    """The owner of the address answered a mail: the count of unanswered ones begins anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM subscriptions_limit WHERE rule = 'address-month' AND subject = %s", [_hash(key)]
        )


def link_asked_for(key: str) -> bool:
    """Whether this address may get one more link that was asked for on a page: three a day."""
    try:
        take(Allowance("link", key, 3, DAY))
    except TooMuch:
        return False
    return True


def alarm_due() -> bool:
    """Whether to tell of the limit of everybody being reached: once an hour."""
    try:
        take(Allowance("alarm", "", 1, HOUR))
    except TooMuch:
        return False
    return True


def take(*allowances: Allowance) -> None:
    """Take one from each allowance, or, where one of them is used up, from none. Raises TooMuch."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            [
                [one.rule for one in allowances],
                [_hash(one.subject) for one in allowances],
                [one.period / one.most for one in allowances],
                [one.period for one in allowances],
            ],
        )
        taken = {rule for (rule,) in cursor.fetchall()}
        for one in allowances:
            if one.rule not in taken:
                raise TooMuch(one.rule)


def network(ip: str | None) -> str:
    """Whose allowance an address uses: an IPv4 address its own, an IPv6 address that of its /64 (RFC 6177)."""
    if not ip:
        return "unknown"
    address = ipaddress.ip_address(ip)
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def forget() -> None:
    """Delete what has been whole again for a while."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM subscriptions_limit WHERE free_at < now() - interval '1 hour'")


def _hash(subject: str) -> str:
    return salted_hmac("subscriptions.limit", subject, algorithm="sha256").hexdigest()
