"""Whether a refusal says that the address is dead, or only that this message was not taken.

Words count before codes: servers write 5.1.1 beside “mailbox full” and 5.7.1 beside “no such user”. What speaks of the
message, the sender or the moment is looked for first; only what is left may be about the address.
"""

from __future__ import annotations

import re


def _any(lines: str) -> re.Pattern[str]:
    """A pattern of alternatives on several lines, in which spaces count."""
    return re.compile("".join(line.strip() for line in lines.splitlines()), re.IGNORECASE)


_TRANSIENT = _any(
    r"""over ?quota|quota (?:exceed|full)|exceed\w* (?:the |his |her |your |its )?(?:\w+ ){0,3}quota|mailbox (?:is )?full
    |mail ?box (?:size )?(?:limit )?exceed|full mailbox|insufficient (?:system )?(?:storage|space)|not enough (?:storage|space|disk)
    |disk (?:quota|full)|too (?:large|big|many)|exceeds? (?:the )?(?:maximum|size|limit)|size limit|maximum (?:message )?size
    |spam|junk|blacklist|black ?list|blocklist|block ?list|block(?:ed|ing)|rbl|spamhaus|reputation|policy|policies|content
    |reject(?:ed|s)? (?:by|for|due)|dmarc|dkim|spf\b|authenticat|relay|ptr\b|reverse dns|rdns|virus|malware|infected|phish
    |temporar|try (?:again|later)|greylist|graylist|timed? ?out|time-?out|expired|could not be delivered for
    |connection (?:refused|reset|lost|dropped|closed)|network is unreachable|no route|loop|hop count|too many hops
    |disabled|inactive|suspend|not active|deactivat|dormant|locked|on hold|permission denied|not (?:allowed|permitted|authorized|authorised)
    |unauthenticated|access denied|denied|refused to (?:talk|accept)|service unavailable|system error|local configuration
    |configuration error|i/o error|cannot append|can't (?:create|open)|rate limit|throttl|prohibited|restricted
    |domain of sender|sender (?:address|domain|denied|rejected|verify)|rejected\s*$"""
)
_DEAD = _any(
    r"""user (?:is )?unknown|unknown (?:user|recipient|address|local|mailbox|account)|no such (?:user|recipient|mailbox|person|address|account|local|domain|host)
    |(?:user|recipient|mailbox|account|address|addressee|domain|host|email)(?:\s+\S+){0,4}?\s+(?:does ?n[o']t|doesn't|not|could not be|cannot be|was not|is not) (?:exist|found|known|listed|a known|valid|resolve|have an account)
    |does ?n[o']t (?:exist|have an? (?:account|\S*mailbox))|doesn't have an? |not (?:a )?(?:valid|known|existing|registered)|isn't in |is not (?:a )?(?:valid|known)
    |(?:invalid|bad|unrouteable|unroutable|undeliverable|nonexistent|non-existent|incorrect|illegal|unrecognized) (?:recipient|address|mailbox|user|e-?mail|destination|domain|host|local)
    |(?:recipient|user|mailbox|address|account)\s+(?:\S+\s+){0,2}(?:unknown|unavailable|nonexistent|invalid|not found)
    |host (?:name )?(?:not found|unknown|is unknown|lookup)|(?:host|domain) or domain name not found|name service error|unknown host|unrouteable
    |no (?:mx|valid mail|mail ?host|mail-?enabled|address associated|account|mailbox)|domain (?:name )?(?:not found|does not exist|is invalid)|null mx|no mailbox here
    |(?:has|have) moved|no longer (?:with|works|employed|available|valid|at|in use|on server|active)|address (?:rejected|changed)|delivery to this (?:address|recipient)
    |not our customer|never (?:heard|existed)|mailbox not found|account not found|unknown or illegal alias|recipnotfound|resolver\.adr|recipient rejected|not a valid mailbox|there is no (?:such )?(?:user|account)"""
)
_CERTAIN = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|person|account)|does ?n[o']t exist|resolver\.adr\.(?:rec|ex)|host not found"
    r"|unknown recipient|mailbox not found|unknown or illegal alias|recipient unknown|no mailbox here|user not found|"
    r"recipient address rejected: (?:user|undeliverable|unknown)|not a valid (?:user|mailbox|recipient)|address not found|null mx",
    re.IGNORECASE,
)
# Who refuses only after having seen the text may say “user unknown” of people who do not want it.
_AFTER_THE_TEXT = re.compile(
    r"end of DATA|SMTP command DATA|DATA command|after DATA|message filtered", re.IGNORECASE
)
DEAD_CODES = re.compile(r"5\.(?:1\.[0-46]|1\.10|2\.0)\b")
HOPELESS_CODES = re.compile(r"5\.(?:4\.4)\b")


def is_dead(status: str, words: str) -> bool:
    """Whether a refusal with this status (RFC 3463, may be empty) and these words means that nobody will ever get
    mail there."""
    words = " ".join(words.split())
    if _AFTER_THE_TEXT.search(words):
        return False
    if _CERTAIN.search(words):
        return True
    if status.startswith(("4.", "2.")) or _TRANSIENT.search(words):
        return False
    return bool(_DEAD.search(words) or DEAD_CODES.match(status) or HOPELESS_CODES.match(status))
