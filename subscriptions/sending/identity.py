"""How a message that comes back tells which delivery it was: by the address it returns to (VERP), or its Message-ID; and
how a mail that asks to leave tells who wants to leave what.

All carry the number of the delivery and a keyed hash, so that nobody can make up bounces for readers of others. They
are the same each time a delivery is tried: a mail server that gets a message twice can tell.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from urllib.parse import quote, urlsplit

from django.conf import settings

_DIGITS = 16
_LEAVING = re.compile(rf"\+u(\d{{1,18}})-(\d{{1,18}})-([0-9a-f]{{{_DIGITS}}})@", re.IGNORECASE)
_OURS = re.compile(rf"(?<![\w.+-])[\w.]*(?:\+|d\.)(\d{{1,18}})[-.]([0-9a-f]{{{_DIGITS}}})@", re.IGNORECASE)


def message_id(delivery: int) -> str:
    """The Message-ID (RFC 5322 §3.6.4) of a delivery, with its angle brackets."""
    return f"<d.{delivery}.{_hash(delivery)}@{host_name()}>"


def return_path(delivery: int, otherwise: str) -> str:
    """The envelope sender of a delivery (RFC 5321 §4.4): `bounces+<delivery>-<hash>@…` where `BOUNCE_ADDRESS` is set,
    else the address `otherwise`."""
    local, at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{local}+{delivery}-{_hash(delivery)}@{domain}" if at else otherwise


def delivery_of(text: str) -> int | None:
    """The delivery that an address or Message-ID of ours in `text` names; None where there is none, or a forged one."""
    for number, digits in _OURS.findall(text):
        if any(hmac.compare_digest(digits.lower(), known) for known in _hashes(int(number))):
            return int(number)
    return None


def event_mark(delivery: int) -> str:
    """What names a delivery where a provider tells of events: short, and found again by `delivery_of`."""
    return f"d.{delivery}.{_hash(delivery)}@"


def leaving_link(subscriber: int, mailing_list: int) -> str:
    """`mailto:…` (RFC 6068): a mail there takes a subscriber off a list (RFC 2369 §3.2). Empty where no address takes
    such mail. It goes on working for ever."""
    local, at, domain = (settings.UNSUBSCRIBE_ADDRESS or settings.BOUNCE_ADDRESS).rpartition("@")
    if not at:
        return ""
    address = f"{local}+u{subscriber}-{mailing_list}-{_hash(_pair(subscriber, mailing_list))}@{domain}"
    return f"mailto:{quote(address, safe='@+')}?subject=unsubscribe"


def leaving_of(addresses: str) -> tuple[int, int] | None:
    """Subscriber and list that an address of ours among these names; None where there is none, or a forged one."""
    for subscriber, mailing_list, digits in _LEAVING.findall(addresses):
        pair = int(subscriber), int(mailing_list)
        if any(hmac.compare_digest(digits.lower(), known) for known in _hashes(_pair(*pair))):
            return pair
    return None


def host_name() -> str:
    """The name of this site in mail: that of its address."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _pair(subscriber: int, mailing_list: int) -> str:
    return f"leaving.{subscriber}.{mailing_list}"  # no number alone: what is made for a delivery opens nothing here


def _hash(what: int | str) -> str:
    return _hashes(what)[0]


def _hashes(what: int | str) -> list[str]:
    return [
        hmac.new(f"subscriptions.delivery{secret}".encode(), str(what).encode(), sha256).hexdigest()[:_DIGITS]
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
