"""What the columns of other systems mean, and what a row says: who, subscribed or not, and the evidence it carries."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from subscriptions import addresses
from subscriptions.addresses import Address
from subscriptions.importers.reading import Unusable

EMAIL = (
    *("email", "emailaddress", "mail", "subscriberemail", "useremail", "contactemail"),
    *("이메일", "이메일주소", "전자우편", "메일"),
)
NAME = ("name", "fullname", "subscribername", "이름", "성명")
FIRST, LAST = ("firstname", "fname", "givenname"), ("lastname", "lname", "surname", "familyname")
STATUS = (
    "status",
    "state",
    "subscriptionstatus",
    "subscriberstatus",
    "subscribertype",
    "type",
    "emailstatus",
)
# Filled in: is not subscribed any more.
ENDED = ("unsubtime", "unsubscribedat", "unsubscribetime", "unsubscriptiondate", "cleantime", "bouncedat")
FALSE_MEANS_LEFT = ("subscribedtoemails", "subscribed", "issubscribed", "optedin")
TRUE_MEANS_LEFT = ("emaildisabled", "unsubscribed", "optedout", "bounced", "blocklisted")
LEFT = {
    *(
        "unsubscribed",
        "unsubscribe",
        "left",
        "inactive",
        "disabled",
        "blocklisted",
        "blocked",
        "bounced",
        "cleaned",
    ),
    *("complained", "unreachable", "removed", "suppressed", "archived", "undeliverable", "spammy"),
}
UNCONFIRMED = {"unconfirmed", "unactivated", "pending", "waiting", "notconfirmed", "optinpending"}
EVIDENCE = {
    "optintime": "signed_up",
    "signupdate": "signed_up",
    "subscribedat": "signed_up",
    "subscriptiondate": "signed_up",
    "optindate": "signed_up",
    "creationdate": "first_seen",
    "createdat": "first_seen",
    "confirmtime": "confirmed",
    "confirmedat": "confirmed",
    "doubleoptinat": "confirmed",
    "optinsource": "form",
    "source": "form",
    "referrerurl": "form",
}
ADDRESSES_OF_EVIDENCE = ("confirmip", "optinip", "ipaddress", "signupip")
_SIGNATURES = [
    ("Mailchimp", {"leid", "euid"}),
    ("Ghost", {"subscribedtoemails"}),
    ("Substack", {"emaildisabled"}),
    ("Buttondown", {"subscribertype"}),
    ("Buttondown", {"referrerurl"}),
    ("listmonk", {"attributes"}),
    ("Keila", {"externalid"}),
    ("Keila", {"firstname", "lastname", "data"}),
]
_YES, _NO = {"true", "yes", "1", "y", "t"}, {"false", "no", "0", "n", "f"}
_LONGEST = 200


@dataclass(frozen=True)
class Record:
    """One row, understood. `consent` is what it says of how the person agreed."""

    line: int
    address: Address
    name: str
    subscribed: bool
    consent: dict[str, str] = field(default_factory=dict)
    ip: str | None = None


class Rejected(Exception):
    """A row that cannot be imported; the message says why."""


class Columns:
    """Where in a row things stand."""

    def __init__(self, header: list[str]):
        """Raises Unusable where no column holds addresses."""
        self.names = [re.sub(r"[^\w]|_", "", cell.strip().lower()) for cell in header]
        self.has_header = True
        email = self._find(EMAIL) or next((n for n, name in enumerate(self.names, 1) if "mail" in name), 0)
        if not email:
            email = next((n for n, cell in enumerate(header, 1) if _is_address(cell)), 0)
            self.has_header = False
        if not email:
            columns = ", ".join(cell.strip()[:40] for cell in header[:12])
            raise Unusable(f"No column holds e-mail addresses. The columns are: {columns}.")
        self.email = email - 1
        known = set(self.names)
        self.system = next((name for name, marks in _SIGNATURES if marks <= known), "CSV")

    def _find(self, names: tuple[str, ...]) -> int:
        return next((self.names.index(name) + 1 for name in names if name in self.names), 0)

    def read(self, line: int, row: list[str]) -> Record:
        """Raises Rejected."""
        email = row[self.email].strip() if len(row) > self.email else ""
        if not email:
            raise Rejected("no e-mail address")
        said = {} if not self.has_header else dict(zip(self.names, row, strict=False))
        try:
            address = addresses.read(email)
        except ValidationError as error:
            raise Rejected(" ".join(error.messages)) from None
        consent = {
            kept: said[name].strip()[:_LONGEST]
            for name, kept in EVIDENCE.items()
            if said.get(name, "").strip()
        }
        return Record(line, address, _name(said), _subscribed(said), consent, _ip(said))


def _subscribed(said: Mapping[str, str]) -> bool:
    """Raises Rejected for those who never confirmed where they come from."""
    for name in STATUS:
        status = re.sub(r"[^a-z]", "", said.get(name, "").lower())
        if status in UNCONFIRMED:
            raise Rejected("never confirmed in the system it comes from")
        if status in LEFT:
            return False
    if any(said.get(name, "").strip() for name in ENDED):
        return False
    if any(said.get(name, "").strip().lower() in _NO for name in FALSE_MEANS_LEFT):
        return False
    return not any(said.get(name, "").strip().lower() in _YES for name in TRUE_MEANS_LEFT)


def _name(said: Mapping[str, str]) -> str:
    whole = next((said[name] for name in NAME if said.get(name, "").strip()), "")
    if not whole:
        first = next((said[name] for name in FIRST if name in said), "")
        last = next((said[name] for name in LAST if name in said), "")
        whole = f"{first} {last}"
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())[:_LONGEST]


def _ip(said: Mapping[str, str]) -> str | None:
    for name in ADDRESSES_OF_EVIDENCE:
        try:
            return str(ipaddress.ip_address(said.get(name, "").strip()))
        except ValueError:
            continue
    return None


def _is_address(cell: str) -> bool:
    try:
        addresses.read(cell)
    except ValidationError:
        return False
    return True
