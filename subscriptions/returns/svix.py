"""Signatures of events as Svix makes them, which Resend tells by: HMAC-SHA256 over identity, time and body."""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from hashlib import sha256

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

TOLERANCE = 300  # seconds between its clock and ours; older ones may be repeated by somebody else


def check(request: HttpRequest, key: str) -> None:
    """Raises SuspiciousOperation unless the event was signed with `key` (`whsec_…`) just now."""
    name, at = request.headers.get("svix-id", ""), request.headers.get("svix-timestamp", "")
    if not at.isdecimal() or abs(time.time() - int(at)) > TOLERANCE:
        raise SuspiciousOperation("Resend: no time, or one too far from ours")
    expected = signature(name, at, request.body, key)
    given = [one.partition(",")[2] for one in request.headers.get("svix-signature", "").split()]
    if not any(hmac.compare_digest(one.encode(), expected.encode()) for one in given):
        raise SuspiciousOperation("Resend: not signed with our key")


def signature(name: str, at: str, body: bytes, key: str) -> str:
    """What stands in svix-signature after “v1,”."""
    try:
        secret = base64.b64decode(key.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise SuspiciousOperation("ANYMAIL_SIGNING_KEY is not like whsec_…") from error
    signed = hmac.new(secret, f"{name}.{at}.".encode() + body, sha256)
    return base64.b64encode(signed.digest()).decode()
