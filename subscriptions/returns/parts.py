"""The parts of a message that came back, as text. Whatever strangers send, no more than a bounded amount is looked at."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

MOST_PARTS, LONGEST_TEXT, LONGEST_HEADER = 60, 60_000, 1000
MOST_FIELDS, LONGEST_FIELD = 100, 4000
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_CLOSED = (*_REPORTS, "message/rfc822", "message/feedback-report")
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_TAG = re.compile(r"<[^>]{0,200}>")
# Where the message that came back begins, if it is not a part of its own.
_ORIGINAL = re.compile(
    r"(?im)^(?:received: |return-path: |original message follows"
    r"|-+ ?(?:original message|this is a copy|below this line|returned message))"
)
_LEAST_BEFORE_ORIGINAL = 40  # some begin with headers, and say what they have to say below


def parts(message: Message) -> list[Message]:
    """The parts in order; not what is inside the message that came back."""
    found, waiting = [], [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        if part.is_multipart() and part.get_content_type() not in _CLOSED:
            waiting = [*part.get_payload()[:MOST_PARTS], *waiting]
    return found


def statuses(found: list[Message]) -> list[dict[str, str]]:
    """The fields of each recipient of a delivery status notification (RFC 3464 §2.3)."""
    recipients: list[dict[str, str]] = []
    for part in found:
        if part.get_content_type() not in _REPORTS:
            continue
        for block in _BLANK_LINE.split(text(part), maxsplit=MOST_PARTS)[:MOST_PARTS]:
            fields = email.message_from_string(block.lstrip("\r\n"), policy=email.policy.compat32)
            known = {name.lower(): " ".join(str(value).split()) for name, value in fields.items()}
            if "action" in known or "status" in known or "diagnostic-code" in known:
                recipients.append(known)
    return recipients


def free_text(found: list[Message]) -> str:
    """What the server wrote for people, before the message that came back."""
    texts = [text(part) for part in found if part.get_content_type() in ("text/plain", "text/html")]
    whole = "\n".join(texts)[:LONGEST_TEXT]
    cut = _ORIGINAL.search(whole)
    return whole[: cut.start()] if cut and cut.start() > _LEAST_BEFORE_ORIGINAL else whole


def text(part: Message) -> str:
    """A part's text, decoded as far as it goes; of HTML what is between the tags, and addresses."""
    if part.is_multipart():
        return "\n\n".join(_as_lines(inner) for inner in part.get_payload()[:MOST_PARTS])[:LONGEST_TEXT]
    payload = (part.get_payload(decode=True) or b"")[:LONGEST_TEXT]
    try:
        decoded = payload.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):  # a name of no charset, or of a codec that gives up
        decoded = payload.decode("latin-1")
    if part.get_content_type() == "text/html":
        return _TAG.sub(lambda tag: tag[0] if "@" in tag[0] else " ", decoded)
    return decoded


def _as_lines(inner: Message) -> str:
    """The fields of a block in a report. Not by `str()`, which folds anew, for minutes where a line is long."""
    fields = [f"{name}: {str(value)[:LONGEST_FIELD]}" for name, value in inner.items()[:MOST_FIELDS]]
    body = "" if inner.is_multipart() else str(inner.get_payload())[:LONGEST_TEXT]
    return "\n".join([*fields, "", body])


def header(message: Message, name: str) -> str:
    """As it reads, encoded words (RFC 2047) and bare UTF-8 decoded; empty where there is none."""
    found = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    raw = found[:LONGEST_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError, HeaderParseError):
        return raw
