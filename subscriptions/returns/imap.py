"""A mailbox read by IMAP (RFC 9051, or 3501): `imaps://user:password@host/INBOX`.

A message is marked once it has been taken note of, never before: whenever the connection breaks it is read again, which
changes nothing. The mark is a keyword where the server keeps those, so that people may look at the mailbox meanwhile;
else that the message has been seen.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from subscriptions.returns.mailbox import take
from subscriptions.returns.reading import LONGEST

KEYWORD = "NewsroomRead"
MOST = 2000  # messages of one visit; the rest is left for the next
PATIENCE = 30  # seconds for each answer
_HERE = ("localhost", "127.0.0.1", "::1")
_SIZE = re.compile(rb"\{(\d+)\}$")
EXPECTED = "The mailbox is not imaps://user:password@host/INBOX, or imap://…/INBOX?tls=1"


class BadAddress(Exception):
    """Not the address of a mailbox; the message holds no password."""


class Unavailable(Exception):
    """The server was not reached, refused us, or went away; what was taken note of before stays so."""


@dataclass(frozen=True)
class Mailbox:
    """Where to read; `tls` is "at once", "start" or, on this machine only, "none"."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    tls: str


def mailbox(url: str, password: str = "") -> Mailbox:
    """The mailbox that an address names; `password` where it holds none. Raises BadAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress(EXPECTED) from None  # the error's own words may hold part of the password
    asked = parse_qs(parts.query).get("tls", ["0"])[-1] not in ("0", "false")
    tls = "at once" if parts.scheme == "imaps" else "start" if asked else "none"
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise BadAddress(EXPECTED)
    if tls == "none" and parts.hostname not in _HERE:
        raise BadAddress("A password goes over the network in the clear: imaps://, or imap://…?tls=1")
    return Mailbox(
        parts.hostname,
        port or (993 if tls == "at once" else 143),
        unquote(parts.username),
        unquote(parts.password or "") or password,
        unquote(parts.path.strip("/")) or "INBOX",
        tls,
    )


def take_imap(box: Mailbox, found: Counter) -> None:
    """Take note of all messages not read yet, the oldest first, and mark each; adds to `found` how many of each kind.
    Raises Unavailable."""
    with _opened(box) as imap:
        wanted, marks = _marks(imap)
        for number in _numbers(imap, wanted)[:MOST]:
            raw = _message(imap, number)
            if raw is not None:
                what, _changed = take(raw)
                found[what] += 1
                _ask(imap, "STORE", number, "+FLAGS.SILENT", marks)


def waiting(box: Mailbox) -> int:
    """How many messages have not been read yet. Raises Unavailable."""
    with _opened(box, readonly=True) as imap:
        return len(_numbers(imap, _marks(imap)[0]))


@contextmanager
def _opened(box: Mailbox, *, readonly: bool = False) -> Generator[imaplib.IMAP4]:
    imap = None
    try:
        imap = _connected(box)
        imap.login(box.user, box.password)
        quoted = box.folder.replace("\\", "\\\\").replace('"', '\\"')
        _right(imap.select(f'"{quoted}"', readonly=readonly))
        yield imap
    except ssl.SSLCertVerificationError as error:
        raise Unavailable(f"The certificate of {box.host} is not valid: {error.verify_message}") from error
    except (OSError, EOFError, imaplib.IMAP4.error) as error:
        raise Unavailable(f"{box.host}:{box.port}: {_words(error)}") from error
    finally:
        if imap is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                imap.logout()


def _connected(box: Mailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if box.tls == "at once":
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=PATIENCE)
    imap = imaplib.IMAP4(box.host, box.port, timeout=PATIENCE)
    if box.tls == "start":
        imap.starttls(context)
    return imap


def _marks(imap: imaplib.IMAP4) -> tuple[str, str]:
    """What to look for, and what to set. `\\*`: the server keeps keywords that it did not know before."""
    kept = b" ".join(one for one in imap.response("PERMANENTFLAGS")[1] if one)
    if b"\\*" in kept or KEYWORD.encode() in kept:
        return f"UNKEYWORD {KEYWORD}", f"(\\Seen {KEYWORD})"
    return "UNSEEN", "(\\Seen)"


def _numbers(imap: imaplib.IMAP4, wanted: str) -> list[str]:
    """UIDs, in the order in which they came."""
    found = _ask(imap, "SEARCH", "UNDELETED", *wanted.split())
    return sorted((number.decode() for line in found if line for number in line.split()), key=int)


def _message(imap: imaplib.IMAP4, number: str) -> bytes | None:
    """As much of a message as is read; None where somebody deleted it meanwhile. Reading sets no mark."""
    for part in _ask(imap, "FETCH", number, f"(BODY.PEEK[]<0.{LONGEST}>)"):
        if isinstance(part, tuple) and _SIZE.search(part[0]):
            return part[1]
    return None


def _ask(imap: imaplib.IMAP4, command: str, *arguments: str) -> list:
    return _right(imap.uid(command, *arguments))


def _right(answer: tuple[str, list]) -> list:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(_text(data[0]) if data else kind)
    return data


def _words(error: Exception) -> str:
    """What the server said; imaplib keeps it as bytes."""
    return _text(error.args[0]) if len(error.args) == 1 else str(error)


def _text(said: object) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
