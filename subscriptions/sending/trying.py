"""A mailing's words for somebody to try: the same, but for links that belong to nobody.

Pressing them leads to a page that says so. No subscription, and no delivery, is behind them.
"""

from __future__ import annotations

from subscriptions import tokens
from subscriptions.host import absolute
from subscriptions.models import MailingList
from subscriptions.sending.identity import host_name
from subscriptions.sending.leaving import list_unsubscribe
from subscriptions.sending.marks import PREFERENCES, UNSUBSCRIBE


def for_nobody(text: str, mailing_list: MailingList | None) -> str:
    """`text` with the marks filled in."""
    preferences = tokens.make(tokens.PREFERENCES, tokens.NOBODY, 0)
    return text.replace(UNSUBSCRIBE, _leave(mailing_list)).replace(PREFERENCES, preferences)


def headers_for_nobody(mailing_list: MailingList) -> dict[str, str]:
    """Those by which mail programs know a list (RFC 2919, 2369, 8058)."""
    return {
        "List-Id": f"<{mailing_list.slug}.{host_name()}>",
        "List-Unsubscribe": list_unsubscribe(tokens.NOBODY, mailing_list.pk),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": f"<{absolute('/preferences/')}>",
    }


def _leave(mailing_list: MailingList | None) -> str:
    return tokens.make(tokens.UNSUBSCRIBE, tokens.NOBODY, mailing_list.pk if mailing_list else 0)
