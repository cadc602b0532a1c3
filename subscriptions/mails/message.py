"""Builds a mail out of its two templates, in the language of who gets it, and sends it."""

from __future__ import annotations

from email.utils import formataddr, make_msgid

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from subscriptions import tokens
from subscriptions.addresses import mailable
from subscriptions.host import Publisher, absolute, host
from subscriptions.mails.headers import Message
from subscriptions.models import MailingList, Subscriber
from subscriptions.sending.identity import host_name
from subscriptions.sending.leaving import list_unsubscribe


def link(view: str, token: str) -> str:
    """The whole address of a page: `link("preferences", token)`."""
    return absolute(f"/{view}/{token}/")


def preferences(subscriber: Subscriber) -> str:
    return link("preferences", tokens.make(tokens.PREFERENCES, subscriber.pk, subscriber.version))


def unsubscribe(subscriber: Subscriber, mailing_list: MailingList) -> str:
    return link("unsubscribe", tokens.make(tokens.UNSUBSCRIBE, subscriber.pk, mailing_list.pk))


def send(
    name: str,
    subject: str,
    to: str,
    *,
    mailing_list: MailingList | None = None,
    headers: dict[str, str] | None = None,
    **context,
) -> None:
    """Send `subscriptions/mails/<name>.txt` and `.html` to one address. Raises what the transport raises."""
    publisher = host().publisher()
    context = {
        **context,
        "subject": subject,
        "publisher": publisher,
        "language": get_language(),
        "site_url": settings.SITE_URL,
    }
    message = Message(
        subject=subject,
        body=render_to_string(f"subscriptions/mails/{name}.txt", context),
        from_email=sender_of(mailing_list, publisher),
        to=[mailable(to)],
        reply_to=[mailing_list.reply_to] if mailing_list and mailing_list.reply_to else [],
        headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834: no vacation replies, please
            "Message-ID": make_msgid(domain=host_name()),
            **(headers or {}),
        },
    )
    message.attach_alternative(render_to_string(f"subscriptions/mails/{name}.html", context), "text/html")
    message.send()


def list_headers(subscriber: Subscriber, mailing_list: MailingList) -> dict[str, str]:
    """RFC 2919, 2369 and 8058: what list, and how to leave it with one click in the mail program."""
    return {
        "List-Id": f"<{mailing_list.slug}.{host_name()}>",
        "List-Unsubscribe": list_unsubscribe(subscriber.pk, mailing_list.pk),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def sender_of(mailing_list: MailingList | None, publisher: Publisher) -> str:
    """What stands in From: the list's own sender, or the publisher."""
    name = (mailing_list and mailing_list.sender_name) or publisher.name
    address = (mailing_list and mailing_list.sender_address) or publisher.contact
    return formataddr((name, address or f"newsroom@{host_name()}"))
