"""A frozen message as bytes, made once, and with a reader's own address and links many times.

Building a message by Python's email package takes milliseconds, filling in what differs takes microseconds. Both bodies
are quoted-printable (RFC 2045 §6.7): marks keep a line of their own, ended softly, so that a token of any length can
stand there without another byte of the message changing.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from subscriptions import tokens
from subscriptions.host import absolute, host
from subscriptions.mails.message import sender_of
from subscriptions.models import Mailing, Message
from subscriptions.sending.identity import host_name, message_id, return_path
from subscriptions.sending.leaving import list_unsubscribe
from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE
from subscriptions.sending.outcomes import Outgoing

_MARK = re.compile(f"({re.escape(UNSUBSCRIBE)}|{re.escape(PREFERENCES)})")
_LEADING_DOT = re.compile(rb"(?m)^\.")
BOUNDARY = "=_newsroom_next_part"  # “=_” cannot stand in quoted-printable text (RFC 2045 §6.7)


@dataclass(frozen=True)
class Recipient:
    """Who gets it: the delivery and the subscriber behind it; `address` as it goes into an envelope."""

    delivery: int
    subscriber: int
    version: int
    address: str


class Letter:
    """A message of a mailing in one language."""

    def __init__(self, message: Message):
        mailing = message.mailing
        self._list, self._mailing = mailing.mailing_list, mailing
        with override(message.language):
            self._from = sender_of(self._list, host().publisher())
        self._sender = parseaddr(self._from)[1]
        self._body = _encoded(message)
        self._headers = self._same_for_all(message)

    def to(self, recipient: Recipient) -> Outgoing:
        """The whole message for one person."""
        unsubscribe = tokens.make(tokens.UNSUBSCRIBE, recipient.subscriber, self._list.pk)
        preferences = tokens.make(tokens.PREFERENCES, recipient.subscriber, recipient.version)
        filling = {UNSUBSCRIBE: unsubscribe.encode(), PREFERENCES: preferences.encode()}
        own = (
            f"Message-ID: {message_id(recipient.delivery)}\r\n"
            f"Date: {format_datetime(timezone.now())}\r\n"
            f"To: {recipient.address}\r\n"
            f"List-Unsubscribe: {list_unsubscribe(recipient.subscriber, self._list.pk, unsubscribe)}\r\n"
        )
        raw = b"".join([own.encode(), self._headers, *(filling.get(piece, piece) for piece in self._body)])
        return Outgoing(
            recipient.delivery, return_path(recipient.delivery, self._sender), recipient.address, raw
        )

    def _same_for_all(self, message: Message) -> bytes:
        """RFC 2369 and 2919 (lists), 8058 (one click), 5064 (archived), Gmail's Feedback-ID."""
        archive = host().archive(self._list.slug)
        mailing = self._mailing
        lines = {
            "From": _with_name(self._from),
            "Reply-To": self._list.reply_to,
            "Subject": _encoded_words("Subject", message.subject),
            "List-Id": f"<{self._list.slug}.{host_name()}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Subscribe": f"<{absolute('/subscribe/')}?list={quote(self._list.slug)}>",
            "List-Help": f"<{absolute('/preferences/')}>",
            "List-Archive": f"<{absolute(archive)}>" if archive else "",
            "Archived-At": f"<{absolute(mailing.url)}>" if mailing.url else "",
            "Feedback-ID": f"{mailing.pk}:{self._list.slug}:{mailing.kind}:{host_name()}",
            "Precedence": "bulk",
            "Content-Language": message.language,
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{BOUNDARY}"',
        }
        return "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value).encode()


def letter(mailing: int, language: str) -> Letter:
    """The message of a mailing for readers of `language`; in the list's language where there is none of theirs."""
    messages = Message.objects.select_related("mailing__mailing_list").filter(mailing=mailing)
    found = {message.language: message for message in messages}
    fallback = Mailing.objects.values_list("mailing_list__language", flat=True).get(pk=mailing)
    return Letter(found.get(language) or found.get(fallback) or found[settings.LANGUAGE_CODE])


def _encoded(message: Message) -> list[bytes | str]:
    """Both bodies, cut at the marks, which stay as text."""
    pieces: list[bytes | str] = [b"\r\n"]
    for kind, text in (("plain", message.text), ("html", message.html)):
        head = (
            f"--{BOUNDARY}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        )
        pieces += [head.encode(), *_quoted_printable(text), b"\r\n"]
    return [*pieces, f"--{BOUNDARY}--\r\n".encode()]


def _quoted_printable(text: str) -> list[bytes | str]:
    pieces: list[bytes | str] = []
    for number, piece in enumerate(_MARK.split(text.replace("\r\n", "\n"))):
        if number % 2:
            pieces += [b"=\r\n", piece, b"=\r\n"]
        elif piece:
            lines = b2a_qp(piece.encode().replace(b"\n", b"\r\n"), istext=True)
            pieces.append(_LEADING_DOT.sub(b"=2E", lines))
    return pieces


def _with_name(address: str) -> str:
    name, spec = parseaddr(address)
    return f"{_encoded_words('From', _quoted(name))} <{spec}>" if name else spec


def _quoted(name: str) -> str:
    """A display name as a quoted string where it is more than words (RFC 5322 §3.2.4)."""
    if not name.isascii() or re.fullmatch(r"[\w !#$%&'*+/=?^`{|}~-]+", name):
        return name
    escaped = re.sub(r'(["\\])', r"\\\1", name)
    return f'"{escaped}"'


def _encoded_words(field: str, text: str) -> str:
    """A header's text, folded, as encoded words (RFC 2047) where it is not ASCII."""
    return Header(text, None if text.isascii() else "utf-8", header_name=field).encode(linesep="\r\n")
