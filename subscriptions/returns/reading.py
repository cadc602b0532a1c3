"""Reads a message that came to the return address and says what it is.

Delivery status notifications (RFC 3464), feedback reports (RFC 5965), automatic replies (RFC 3834), and the free text in
which many mail servers still report. Whatever is in it: reading never raises, and looks no further than it must.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from subscriptions.returns.reasons import is_dead
from subscriptions.sending.identity import delivery_of

LONGEST, MOST_PARTS, LONGEST_TEXT = 2_000_000, 60, 60_000


class What(StrEnum):
    HARD = "hard"  # the address is dead
    SOFT = "soft"  # not taken, this time
    COMPLAINT = "complaint"
    LEAVING = "unsubscribe"  # a mail to the address that a list is left by
    DELAYED = "delayed"  # the server goes on trying
    REPLY = "reply"  # out of office, acknowledgement of receipt
    REPORT = "report"  # DMARC and the like
    OTHER = "other"


@dataclass(frozen=True)
class Verdict:
    """`delivery` is ours by a return address or Message-ID that only we can have made; None where there is none."""

    what: What
    status: str = ""
    words: str = ""
    recipient: str = ""
    delivery: int | None = None


_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY = re.compile(r"(?:^|[\s\"'(:;<>])([45]\d\d)[ -](?:#?([245]\.\d{1,3}\.\d{1,3}))?")
_BOUNCING = re.compile(
    r"undeliver|deliver\w* (?:status|fail|report|problem)|failure|returned mail|mail deliver|not delivered|"
    r"nondeliver|non-deliver|could ?n[o']t be (?:delivered|sent)|rejected|delivery (?:error|has failed)|mailer-daemon|"
    r"unable to deliver|message not|mail system error|delivery notification|bounce|returning message|mail could not|"
    r"配信|送信|エラー|user unknown|warning: could not send|permanent|fatal errors|underliverable|problem",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"\b(?:delayed|delay notification|will (?:keep|continue) (?:on )?trying|still being retried|warning: could not send|"
    r"has not yet been delivered|delivery attempts will continue)",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"out of (?:the )?office|auto(?:matic)?[- ]?(?:reply|response|responder)|on (?:vacation|holiday|leave)|vacation|"
    r"away from|abwesen|부재|자동 ?(?:응답|회신)|不在",
    re.IGNORECASE,
)
_AT_DATA = re.compile(r"end of DATA command|SMTP command DATA", re.IGNORECASE)
_DAEMON = re.compile(r"mailer-daemon|postmaster|mail delivery|mdaemon|<>", re.IGNORECASE)


def read(raw: bytes) -> Verdict:
    """What the message is. Never raises."""
    raw = raw[:LONGEST]
    try:
        return _read(raw)
    except Exception:  # whatever strangers send: a message that cannot be read is no bounce
        return Verdict(What.OTHER)


def _read(raw: bytes) -> Verdict:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = _parts(message)
    delivery = delivery_of(raw.decode("latin-1"))
    if report := _feedback(parts):
        return Verdict(report, delivery=delivery)
    statuses = _statuses(parts)
    if statuses:
        return _from_status(statuses, parts, message, delivery)
    return _from_text(message, parts, delivery)


def _parts(message: Message) -> list[Message]:
    """The parts in order, a bounded number; not what is inside the message that came back."""
    found, waiting = [], [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        kind = part.get_content_type()
        if part.is_multipart() and kind not in (
            "message/rfc822",
            "message/delivery-status",
            "message/feedback-report",
        ):
            waiting = [*part.get_payload()[:MOST_PARTS], *waiting]
    return found


def _feedback(parts: list[Message]) -> What | None:
    """A complaint is a report of abuse; those on authentication (DMARC, RFC 7489 §7.3) are about the sender's set-up."""
    if re.search(r"dmarc|authentication failure", _header(parts[0], "Subject"), re.IGNORECASE):
        return What.REPORT
    for part in parts:
        text = _text(part) if part.get_content_type() in ("message/feedback-report", "text/plain") else ""
        kind = re.search(r"(?im)^feedback-type:\s*(\S+)", text)
        if kind:
            return What.COMPLAINT if kind[1].lower() in ("abuse", "fraud", "opt-out") else What.REPORT
    return None


def _statuses(parts: list[Message]) -> list[dict[str, str]]:
    """The fields of each recipient of a delivery status notification."""
    found: list[dict[str, str]] = []
    for part in parts:
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for block in re.split(r"\r?\n[ \t]*\r?\n", _text(part))[:MOST_PARTS]:
            fields = email.message_from_string(block.lstrip("\r\n"), policy=email.policy.compat32)
            known = {name.lower(): " ".join(str(value).split()) for name, value in fields.items()}
            if "action" in known or "status" in known or "diagnostic-code" in known:
                found.append(known)
    return found


def _from_status(statuses, parts: list[Message], message: Message, delivery: int | None) -> Verdict:
    verdicts = []
    around = _free_text(parts)
    for fields in statuses:
        action = fields.get("action", "").split(" ")[0].lower()
        said = fields.get("diagnostic-code", "")
        status = _status(fields.get("status", ""), said)
        recipient = (
            fields.get("final-recipient", fields.get("original-recipient", ""))
            .rpartition(";")[2]
            .strip(" <>")
        )
        if action in ("delayed", "delay"):
            what = What.DELAYED
        elif action in ("delivered", "relayed", "expanded") or status.startswith("2."):
            what = What.OTHER
        else:
            words = said if len(said.split()) > 3 else f"{said} {around}"
            words += " ".join(_AT_DATA.findall(around))
            what = What.HARD if is_dead(status, words) else What.SOFT
        verdicts.append(Verdict(what, status, said[:500], recipient, delivery))
    order = [What.HARD, What.SOFT, What.DELAYED, What.OTHER]
    return min(verdicts, key=lambda verdict: order.index(verdict.what))


def _from_text(message: Message, parts: list[Message], delivery: int | None) -> Verdict:
    subject, text = _header(message, "Subject"), _free_text(parts)
    sender = f"{_header(message, 'From')} {_header(message, 'Return-Path')}"
    automatic = _header(message, "Auto-Submitted").lower().startswith("auto-replied")
    daemon = _DAEMON.search(sender)
    if (automatic or message.get("X-Autoreply") or _AWAY.search(subject)) and not (
        daemon or _REPLY.search(text)
    ):
        return Verdict(What.REPLY, delivery=delivery)
    if not (daemon or _BOUNCING.search(f"{subject} {text[:1500]}")):
        return Verdict(What.OTHER, delivery=delivery)
    if _DELAYED.search(f"{subject} {text[:3000]}") and not re.search(r"\b5\d\d[ -]|quota|full", text):
        return Verdict(What.DELAYED, delivery=delivery)
    reply = _REPLY.search(text)
    status = _status("", text[reply.start() :] if reply else text)
    what = What.HARD if is_dead(status, f"{subject} {text[:4000]}") else What.SOFT
    found = re.search(r"<?([\w.+=-]+@[\w.-]+)>?", text)
    words = " ".join(text[reply.start() : reply.start() + 300].split()) if reply else ""
    return Verdict(what, status, words, found[1] if found else "", delivery)


def _status(given: str, said: str) -> str:
    """The more telling of the status field and what stands in the words."""
    own, inside = _STATUS.search(given), _STATUS.search(said)
    if own and not own[1].endswith(".0.0"):
        return own[1]
    if inside:
        return inside[1]
    reply = _REPLY.search(f" {said}")
    return own[1] if own else f"{reply[1][0]}.0.0" if reply else ""


def _free_text(parts: list[Message]) -> str:
    """What the server wrote for people, before the message that came back."""
    texts = [_text(part) for part in parts if part.get_content_type() in ("text/plain", "text/html")]
    text = "\n".join(texts)[:LONGEST_TEXT]
    cut = re.search(
        r"(?im)^(?:received: |return-path: |-+ ?(?:original message|this is a copy|below this line|returned message))",
        text,
    )
    return text[: cut.start()] if cut and cut.start() > 80 else text


def _text(part: Message) -> str:
    if part.is_multipart():
        return "\n\n".join(str(inner) for inner in part.get_payload()[:MOST_PARTS])[:LONGEST_TEXT]
    payload = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = payload[:LONGEST_TEXT].decode(charset, "replace")
    except LookupError:
        text = payload[:LONGEST_TEXT].decode("latin-1")
    return (
        re.sub(r"<[^>]{0,200}>", lambda m: m[0] if "@" in m[0] else " ", text)
        if part.get_content_type() == "text/html"
        else text
    )


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))[:1000]
