"""How to leave a list, as mail programs read it: by one click (RFC 8058), or by a mail to an address of one's own."""

from __future__ import annotations

from subscriptions import tokens
from subscriptions.host import absolute
from subscriptions.sending.identity import leaving_link


def list_unsubscribe(subscriber: int, mailing_list: int, token: str = "") -> str:
    """What stands in List-Unsubscribe (RFC 2369 §3.2), the page first: programs take the first that they can do.
    `token` is the one of the page, where it has been made already."""
    token = token or tokens.make(tokens.UNSUBSCRIBE, subscriber, mailing_list)
    links = [absolute(f"/unsubscribe/{token}/"), leaving_link(subscriber, mailing_list)]
    return ", ".join(f"<{link}>" for link in links if link)
