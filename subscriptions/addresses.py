"""Reads addresses: whether mail can be sent there, how it is written, and by what it is told from others.

Syntax only, as email-validator sees it (RFC 5321, 5322, 6531, IDNA 2008); no name server is asked. Two addresses are
the same when they differ in nothing but letter case: RFC 5321 §2.4 lets the part before the @ differ, but no mailbox
provider makes use of it, and a person writes it now this way, now that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from disposable_email_domains import blocklist
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, EmailSyntaxError, validate_email

LONGEST = 254  # RFC 5321 §4.5.3.1.3, as corrected by erratum 1690
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
# Nearly all there are. What this matches, email-validator accepts too, with a domain that it accepts.
_PLAIN = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@([A-Za-z0-9.-]+)")


@dataclass(frozen=True)
class Address:
    """`email` is as people write it; `key`, in lower case with an ASCII domain, tells it from others."""

    email: str
    key: str

    @property
    def domain(self) -> str:
        return self.key.rpartition("@")[2]


def read(text: str) -> Address:
    """The address in `text`. Raises ValidationError, in words for the person who typed it."""
    text = text.strip()
    plain = _PLAIN.fullmatch(text)
    if plain and len(text) <= LONGEST and len(plain[1]) <= 64:
        domain = _domain(plain[2].lower())
        if domain:
            return Address(f"{plain[1]}@{domain}", f"{plain[1].lower()}@{plain[2].lower()}")
    try:
        found = validate_email(text[: 2 * LONGEST], check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        raise ValidationError(_why(text, error), code="invalid") from None
    if not found.ascii_email:
        message = _(
            "Letters like these before the @ cannot be mailed to reliably. Do you have a plain address?"
        )
        raise ValidationError(message, code="not_ascii")
    return Address(found.normalized, found.ascii_email.lower())


def mailable(email: str) -> str:
    """The address as it goes into a mail's envelope and headers: the domain in ASCII."""
    local, _at, domain = email.rpartition("@")
    return email if domain.isascii() else f"{local}@{read(email).domain}"


def is_disposable(address: Address) -> bool:
    """Whether the domain, or one above it, throws its mailboxes away after minutes."""
    parts = address.domain.split(".")
    return any(".".join(parts[start:]) in blocklist for start in range(len(parts) - 1))


@lru_cache(maxsize=50_000)
def _domain(domain: str) -> str:
    """The domain as people write it, or "" where it cannot be one."""
    try:
        return validate_email(f"a@{domain}", check_deliverability=False, strict=True).domain
    except EmailNotValidError:
        return ""


def _why(text: str, error: EmailNotValidError) -> str:
    if "@" not in text:
        return _("An e-mail address has an @ in it, like name@example.org.")
    if isinstance(error, EmailSyntaxError) and "special-use" not in str(error):
        return _("This is not an e-mail address that mail can be sent to. Is there a typing error in it?")
    return _("No mail can be sent to this domain.")
