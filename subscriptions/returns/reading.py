"""Reads a message that came to the return address and says what it is.

Delivery status notifications (RFC 3464), feedback reports (RFC 5965), automatic replies (RFC 3834), and the free text in
which many mail servers still report. Whatever is in it: reading never raises, and looks no further than it must.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, replace
from email.message import Message
from enum import StrEnum

from subscriptions.returns import parts
from subscriptions.returns.reasons import Stage, is_dead, stage
from subscriptions.sending.identity import delivery_of

LONGEST, LONGEST_WORDS = 2_000_000, 500


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
_REPLY = re.compile(r"(?:^|[\s\"'(:;<>])([45]\d\d)[-\s](?:#?([245]\.\d{1,3}\.\d{1,3}))?")
_BOUNCING = re.compile(
    r"undeliver|deliver\w* (?:status|fail|report|problem)|failure|returned mail|mail deliver|not delivered|"
    r"nondeliver|non-deliver|could ?n[o']t be (?:delivered|sent)|rejected|delivery (?:error|has failed)|mailer-daemon|"
    r"unable to deliver|message not|mail system error|delivery notification|bounce|returning message|mail could not|"
    r"配信|送信|エラー|user unknown|warning: could not send|permanent|fatal errors|underliverable|are not (?:a )?member|"
    r"배달|반송|전달되지|발송 ?실패",
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
_ANSWER = re.compile(r"\s*(?:re|aw|sv|fw|fwd|답장|회신|回复)\s*:", re.IGNORECASE)
_GIVEN_UP = re.compile(r"\b5\d\d[ -]|quota|full")
_FEEDBACK = re.compile(r"(?im)^feedback-type:\s*(\S+)")
_ADDRESS = re.compile(r"(?<![\w.+=-])[\w.+=-]{1,64}@[\w.-]{1,255}")
# Headers of automatic answers, and how their values begin (RFC 3834 §5, and what came before it).
_AUTOMATIC = {
    "Auto-Submitted": "auto-replied",
    "X-Autoreply": "",
    "X-Autorespond": "",
    "Precedence": "auto_reply",
}
_NAMING = re.compile(rb"(?i)\nfinal-recipient:")  # in a report that a gateway wraps in another, too
_DAEMON = re.compile(r"mailer-daemon|post_?master|mail delivery|mdaemon|<>", re.IGNORECASE)


def read(raw: bytes) -> Verdict:
    """What the message is. Never raises."""
    raw = raw[:LONGEST]
    try:
        return _read(raw)
    except Exception:  # whatever strangers send: a message that cannot be read is no bounce
        return Verdict(What.OTHER)


def _read(raw: bytes) -> Verdict:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    found = parts.parts(message)
    verdict = _feedback(found) or _from_status(found) or _from_text(message, parts.free_text(found))
    delivery = delivery_of(raw.decode("latin-1"))
    if verdict.what == What.HARD and delivery is None and not verdict.recipient and not _NAMING.search(raw):
        return Verdict(What.OTHER)
    return replace(verdict, delivery=delivery)


def _feedback(found: list[Message]) -> Verdict | None:
    """A complaint is a report of abuse; those on authentication (DMARC, RFC 7489 §7.3) are about the sender's set-up."""
    if re.search(r"dmarc|authentication failure", parts.header(found[0], "Subject"), re.IGNORECASE):
        return Verdict(What.REPORT)
    for part in found:
        if part.get_content_type() in ("message/feedback-report", "text/plain"):
            kind = _FEEDBACK.search(parts.text(part))
            if kind:
                complains = kind[1].lower() in ("abuse", "fraud", "opt-out")
                return Verdict(What.COMPLAINT if complains else What.REPORT)
    return None


def _from_status(found: list[Message]) -> Verdict | None:
    """What a delivery status notification says. A message of ours goes to one person: where a report names several, the
    address is an alias at the far end, and dead only if all behind it are."""
    around = parts.free_text(found)
    at = stage(around)
    verdicts = [_of_recipient(fields, around, at) for fields in parts.statuses(found)]
    order = [What.SOFT, What.DELAYED, What.OTHER, What.HARD]
    return min(verdicts, key=lambda verdict: order.index(verdict.what), default=None)


def _of_recipient(fields: dict[str, str], around: str, at: Stage) -> Verdict:
    action = fields.get("action", "").partition(" ")[0].lower()
    said = fields.get("diagnostic-code", "")
    status = _status(fields.get("status", ""), said)
    whom = fields.get("final-recipient", fields.get("original-recipient", "")).rpartition(";")[2].strip(" <>")
    if action in ("delayed", "delay"):
        what = What.DELAYED
    elif action in ("delivered", "relayed", "expanded") or status.startswith("2."):
        what = What.OTHER
    else:
        what = What.HARD if is_dead(status, said, around, at=at) else What.SOFT
    return Verdict(what, status, said[:LONGEST_WORDS], whom)


def _from_text(message: Message, text: str) -> Verdict:
    subject = parts.header(message, "Subject")
    start = f"{subject}\n{text[:1500]}"
    reply = _REPLY.search(text)
    if (other := _no_bounce(message, subject, start, coded=bool(reply))) is not None:
        return Verdict(other)
    if _DELAYED.search(start) and not _GIVEN_UP.search(text):
        return Verdict(What.DELAYED)
    said = text[reply.start() :] if reply else ""
    status, at = _status("", said or text), stage(text)
    # At second hand, and without a word on when it was refused: that may have been for anything.
    hearsay = reply and at == Stage.UNKNOWN and not re.match(r"5\.[12]\.", status)
    dead = not hearsay and is_dead(status, f"{subject} {text[:4000]}", at=at)
    whom = _ADDRESS.search(text)
    words = " ".join(said[:300].split())
    return Verdict(What.HARD if dead else What.SOFT, status, words, whom[0] if whom else "")


def _no_bounce(message: Message, subject: str, start: str, *, coded: bool) -> What | None:
    """What a message is that reports nothing; `coded` says whether an SMTP reply stands in it."""
    daemon = _DAEMON.search(f"{parts.header(message, 'From')} {parts.header(message, 'Return-Path')}")
    automatic = any(
        name in message and str(message[name]).lower().startswith(value) for name, value in _AUTOMATIC.items()
    )
    if not daemon and not coded:
        if automatic or _AWAY.search(subject):
            return What.REPLY
        answers = "In-Reply-To" in message or _ANSWER.match(subject)
        if answers and not _BOUNCING.search(subject):  # a person, whatever words stand in it
            return What.OTHER
    return None if daemon or _BOUNCING.search(start) else What.OTHER


def _status(given: str, said: str) -> str:
    """The more telling of the status field and what stands in the words."""
    own, inside = _STATUS.search(given), _STATUS.search(said)
    if own and not own[1].endswith(".0.0"):
        return own[1]
    if inside:
        return inside[1]
    reply = _REPLY.search(f" {said}")
    return own[1] if own else f"{reply[1][0]}.0.0" if reply else ""
