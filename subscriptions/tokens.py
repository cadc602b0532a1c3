"""What stands in the links of mails: signed, for one purpose each, expiring where they should.

A token is JSON, the time where it expires, and a signature, joined by dots: `WzEyLDNd.1tXyZ.…`. One made for a purpose
opens nothing else, because the purpose is part of the key. Former secrets (`SECRET_KEY_FALLBACKS`) are believed too.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

CONFIRM = "confirm"  # subscriber
PREFERENCES = "preferences"  # subscriber, version of the address
UNSUBSCRIBE = "unsubscribe"  # subscriber, list; for ever
UNDO = "undo"  # subscriber, list, event of leaving
ADDRESS = "address"  # subscriber, version, new address
DATA = "data"  # subscriber, version
ERASE = "erase"  # subscriber, version
FORM = "form"  # when the form was made; no person in it
EMBED = "embed"  # list whose form stands on another site; for ever

LASTS = {
    CONFIRM: timedelta(days=7),
    PREFERENCES: timedelta(days=400),
    UNDO: timedelta(days=1),
    ADDRESS: timedelta(days=7),
    DATA: timedelta(hours=2),
    ERASE: timedelta(hours=2),
}
LONGEST = 1000
NOBODY = 0  # in place of the subscriber, in links of tests and previews: nobody has this number


class BadToken(Exception):
    """Not one of ours, or made for something else."""


class Expired(BadToken):
    """One of ours, too old."""


def make(purpose: str, *parts: int | str) -> str:
    return _signer(purpose).sign_object(list(parts))


def read(purpose: str, token: str) -> list:
    """The parts that `make` was given. Raises BadToken, Expired."""
    if len(token) > LONGEST:
        raise BadToken
    try:
        age = {"max_age": LASTS[purpose]} if purpose in LASTS else {}
        return _signer(purpose).unsign_object(token, **age)
    except signing.SignatureExpired as error:
        raise Expired from error
    except (signing.BadSignature, ValueError) as error:  # ValueError: text that is no base64 or no JSON
        raise BadToken from error


def _signer(purpose: str) -> signing.Signer:
    kind = signing.TimestampSigner if purpose in LASTS else signing.Signer
    return kind(salt=f"subscriptions.{purpose}", sep=".")
