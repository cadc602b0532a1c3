"""Whether a refusal says that the address is dead, or only that this message was not taken.

Words count before codes: servers write 5.1.1 beside “mailbox full” and 5.3.0 beside “no such user”. What speaks of the
message, the sender or the moment is looked for first; only what is left may be about the address. In doubt an address
lives: what is called soft comes back again, and stops an address once it has done so for weeks.
"""

from __future__ import annotations

import re
from enum import StrEnum

_FEW_WORDS = 3


class Stage(StrEnum):
    """How far the conversation was when the message was refused, where a report tells."""

    RECIPIENT = "recipient"  # at RCPT TO: it is about the address
    TEXT = "text"  # after the whole message had been seen: it may be about anything
    UNKNOWN = ""


def _any(lines: str) -> re.Pattern[str]:
    """A pattern of alternatives on several lines, in which spaces count."""
    return re.compile("".join(line.strip() for line in lines.splitlines()), re.IGNORECASE)


_FULL = _any(
    r"""over ?quota|quota (?:exceed|full)|exceed\w* (?:the |his |her |your |its )?(?:\w+ ){0,3}(?:quota|storage)
    |mail ?box (?:is )?full|mail ?box (?:size )?(?:limit )?exceed|full mailbox|box space not enough|storage allocation
    |insufficient (?:system |disk )?(?:storage|space)|not enough (?:disk |free )?(?:storage|space)|disk (?:quota|full)
    |too many (?:messages|mails)|inbox is full|(?:out of|no) (?:storage|disk|mailbox) space|용량|가득|容量"""
)
_FILTERED = _any(
    r"""spam|junk|black ?list|block ?list|block(?:ed|ing)|\brbl\b|dnsbl|reputation|polic(?:y|ies)|content|unsolicited
    |reject(?:ed|s)? (?:by|for|due)|preference|virus|malware|infected|phish|suspicious|abus(?:e|ive)|not a member|subscribers only
    |prohibited|restricted|filtered|스팸|차단|수신 ?거부|迷惑メール|受信拒否"""
)
_SENDER = _any(
    r"""dmarc|dkim|spf\b|authenticat|relay|ptr\b|reverse dns|rdns|domain of sender|sender (?:address|domain|denied|rejected|verify)
    |(?:your|from|envelope) (?:ip |domain|sender|address)|not (?:allowed|permitted|authorized|authorised)|unauthenticated|access denied|denied"""
)
_SUSPENDED = _any(
    r"""disabled|inactive|suspend|not active|deactivat|dormant|locked|on hold|frozen|휴면|정지"""
)
_MOMENT = _any(
    r"""temporar|try (?:again|later)|grey ?list|gray ?list|timed? ?out|time-?out|expired|could not be delivered for
    |connection (?:refused|reset|lost|dropped|closed)|network is unreachable|no route|loop|hop count|too many (?:hops|connections|recipients)
    |permission denied|refused to (?:talk|accept)|service unavailable|system error|mailer error|configuration error|local configuration
    |i/o error|cannot append|(?:can't|couldn't|cannot) (?:create|open|write)|rate limit|throttl|too (?:large|big|many)|size limit
    |exceeds? (?:the )?(?:maximum|size|limit)|maximum (?:message )?size|rejected\s*$|나중에|일시적"""
)
_NOT_THE_ADDRESS = (_FULL, _FILTERED, _SENDER, _SUSPENDED, _MOMENT)
# A mailbox that its own server calls full, or that a program could not write to, is there: whatever stands beside it.
_THERE = _any(
    r"""(?<!may be )(?<!might be )(?:not enough disk space|mailbox full|over quota)|(?:can't|couldn't|cannot) (?:create|open|write)
    |host not found, try again|temporary (?:lookup|dns) |preferences of the (?:person|recipient)|recipient preferences
    |sender (?:verif|address rejected|rejected|denied)|domain of sender|verify (?:the )?sender"""
)
# Nobody is struck off for what is thought of the sender, or of the text, even if the words say both.
_OPINION = _any(
    r"""\bspam\b|spamhaus|black ?list|block ?list|\brbl\b|reputation|unsolicited|dmarc|phish|malware|virus|policy (?:reasons?|violation|reject)"""
)
_CERTAIN = _any(
    r"""user unknown|unknown user|no such (?:user|recipient|mailbox|person|account|domain)|does ?n[o']t exist|resolver\.adr\.(?:rec|ex)
    |host not found|unknown recipient|mailbox not found|unknown or illegal alias|recipient unknown|no mailbox here|user not found
    |recipient address rejected: (?:user|undeliverable|unknown)|not a valid (?:user|mailbox|recipient)|address not found
    |null ?mx|no smtp service|does ?n[o']t (?:accept|receive) (?:any )?e?-?mail(?! from)|domain is not reachable|nxdomain
    |존재하지 않는|없는 (?:사용자|계정|주소)|(?:사용자|수신자|계정)[가이]? ?(?:없|존재하지)|ユーザーは存在しません"""
)
_DEAD = _any(
    r"""unknown (?:address|local|mailbox|account)|no such (?:address|local|host)
    |(?:user|recipient|mailbox|account|address|addressee|domain|host|email)(?:\s+\S+){0,4}?\s+(?:doesn't|not|could ?n[o']t be|could not be|cannot be|was not|is not) (?:exist|found|known|listed|a known|valid|resolve|reachable|have an account)
    |does ?n[o']t have an? |no longer exists|not (?:a )?(?:valid|known|existing|registered)|isn't in
    |(?:invalid|bad|unrouteable|unroutable|undeliverable|non-?existent|incorrect|illegal|unrecognized) (?:final )?(?:recipient|address|mailbox|user|e-?mail|mail domain|destination|delivery user|domain|host|local)
    |(?:recipient|user|mailbox|address|account)\s+(?:\S+\s+){0,2}(?:unknown|unavailable|non-?existent|invalid|not found)
    |host (?:name )?(?:unknown|is unknown|lookup)|domain name not found|name service error|unknown host|unrouteable|name or service not known
    |no (?:mx|valid (?:mail|recipients)|mail ?host|mail-?enabled|address associated|account|mailbox)|domain (?:name )?(?:not found|is invalid)
    |(?:has|have) moved|(?:been|is) replaced by|no longer (?:with|works|employed|available|valid|at|in use|on server|active)
    |address (?:rejected|changed)|delivery to this (?:address|recipient)|not our customer|never (?:heard|existed)|recipnotfound|recipient rejected"""
)
# Who looked the account up says so even after the text; who filters says “user unknown” then.
_LOOKED_UP = re.compile(r"user does ?n[o']t have an? \S+ account", re.IGNORECASE)
# A directory that does not know the address, in Microsoft's words (Directory-Based Edge Blocking).
_NOT_IN_DIRECTORY = re.compile(r"5\.4\.1\b.{0,200}recipient address rejected: access denied", re.IGNORECASE)
# Said at RCPT TO and of nothing else, it holds whatever code stands beside it.
_ABOUT_THE_RECIPIENT = re.compile(
    r"5[05]\d (?:5\.\d\.\d+ )?(?:invalid|unknown) recipient(?: <address>)?(?: \(mode: normal\))?$",
    re.IGNORECASE,
)
# A gateway that knows all addresses of its customers (Symantec's Email Security.cloud, address registration).
_NOT_REGISTERED = re.compile(r"\b542 <address> rejected", re.IGNORECASE)
_DEAD_CODES = re.compile(r"5\.(?:1\.[0-46]|1\.10|2\.0|4\.4)\b")  # RFC 3463 §3.2, RFC 7505 §4.2
# 5.7.x is policy, whatever stands beside it; 5.1.7 and 5.1.8 are about who sent it.
_OTHERS_CODES = re.compile(r"5\.(?:7\.\d+|1\.[78])\b")
_ABOUT_THE_SYSTEM = re.compile(r"5\.[356]\.[1-9]|5\.3\.0")
_ADDRESS = re.compile(r"<?[\w.+=%!'-]{1,64}@[\w.-]{1,255}>?")

_AFTER_THE_TEXT = _any(
    r"""end of data|smtp command data|after data|data command|after i sent the message|did not like our data"""
)
_AT_THE_RECIPIENT = re.compile(
    r"\brcpt(?: to| host|:)|does not like recipient|rcpt\b.{0,40}must precede", re.IGNORECASE
)
_COMMAND_REFUSED = re.compile(r">>> ?(\w{4})[^\n]*\n+\s*<<< ?5\d\d")
_NOBODY_LEFT = re.compile(r"need rcpt|50[34][ -].{0,80}(?:rcpt|recipient)", re.IGNORECASE)


def stage(text: str) -> Stage:
    """How far the conversation was, in the words of a report."""
    flat = " ".join(text.split())
    refused = _COMMAND_REFUSED.search(text)
    # With pipelining the answer to RCPT TO comes after DATA has left; the server then complains that nobody is left.
    if refused and refused[1].upper() == "DATA" and not _NOBODY_LEFT.search(flat):
        return Stage.TEXT
    if _AFTER_THE_TEXT.search(flat):
        return Stage.TEXT
    return Stage.RECIPIENT if _AT_THE_RECIPIENT.search(flat) else Stage.UNKNOWN


def is_dead(status: str, said: str, around: str = "", *, at: Stage = Stage.UNKNOWN) -> bool:
    """Whether a refusal means that nobody will ever get mail there: `status` (RFC 3463, may be empty), what the server
    `said`, and what the report says `around` it, which counts where the server said little."""
    said, around = _without_addresses(said), _without_addresses(around)
    if (_ABOUT_THE_RECIPIENT.search(said) and at == Stage.RECIPIENT) or _NOT_REGISTERED.search(said):
        return True
    if _OTHERS_CODES.match(status) or _OPINION.search(said) or _THERE.search(f"{said}\n{around}"):
        return False
    if at == Stage.TEXT:
        return bool(_LOOKED_UP.search(said))
    if _NOT_IN_DIRECTORY.search(f"{status} {said}"):
        return True
    for words in (said, around if len(said.split()) <= _FEW_WORDS else ""):
        found = _told(status, words)
        if found is not None:
            return found
    return bool(_DEAD_CODES.match(status))


def _told(status: str, words: str) -> bool | None:
    """What the words say; None where they say nothing of either kind."""
    if status.startswith(("4.", "2.")) and not status.startswith(
        "4.1."
    ):  # for now; 4.1.x may be given up in the end
        return False
    if _CERTAIN.search(words):
        return True
    if status.startswith("4.") or any(family.search(words) for family in _NOT_THE_ADDRESS):
        return False
    return True if _DEAD.search(words) and not _ABOUT_THE_SYSTEM.match(status) else None


def _without_addresses(words: str) -> str:
    """On one line, and without what may stand in an address by chance (`blocked@…`)."""
    return _ADDRESS.sub("<address>", " ".join(words.split()))
