"""A test: the mail of an edition to colleagues, before it goes out. It is no mailing: nothing counts it, nobody's
subscription is behind its links, and its subject says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email.utils import make_msgid

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefings.editions.content import EditionContent
from briefings.editions.errors import NotPossible
from briefings.editions.mail import fitted
from subscriptions import limits
from subscriptions.addresses import mailable
from subscriptions.host import host
from subscriptions.mails.headers import Message
from subscriptions.mails.message import sender_of
from subscriptions.models import MailingList
from subscriptions.sending.identity import host_name
from subscriptions.sending.trying import for_nobody, headers_for_nobody
from subscriptions.sending.words import Words

AN_HOUR = 30  # test mails that one user can send


def colleagues() -> QuerySet:
    """Who can get one: people who work here. A test goes to no other address."""
    users = get_user_model().objects.filter(is_staff=True, is_active=True)
    return users.exclude(email="").order_by("first_name", "last_name", "username")


def send_test(
    content: EditionContent,
    site,
    page: str,
    mailing_list: MailingList | None,
    *,
    to: Sequence,
    language: str,
    by,
) -> None:
    """Mail `content` as readers of `language` would get it to these users. Raises NotPossible when `by` has sent very
    many in the last hour, and what the transport raises (an OSError)."""
    said = fitted(content, site, page, mailing_list, test=True).words[language]
    _count(by, len(to))
    for user in to:
        _message(said, mailing_list, mailable(user.email), language).send()


def _count(by, number: int) -> None:
    allowance = limits.Allowance("test-mail", str(by.pk), AN_HOUR, timedelta(hours=1))
    try:
        with transaction.atomic():
            for _one in range(number):
                limits.take(allowance)
    except limits.TooMuch as error:
        said = _("That would be more than %(most)d test mails in an hour. Please wait a little.")
        raise NotPossible(said % {"most": AN_HOUR}) from error


def _message(said: Words, mailing_list: MailingList | None, address: str, language: str) -> Message:
    with override(language):
        sender = sender_of(mailing_list, host().publisher())
    message = Message(
        subject=said.subject,
        body=for_nobody(said.text, mailing_list),
        from_email=sender,
        to=[address],
        reply_to=[mailing_list.reply_to] if mailing_list and mailing_list.reply_to else [],
        headers={
            **(headers_for_nobody(mailing_list) if mailing_list else {}),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no vacation replies, please
            "Content-Language": language,
            "Message-ID": make_msgid(domain=host_name()),
            "Precedence": "bulk",
        },
    )
    message.attach_alternative(for_nobody(said.html, mailing_list), "text/html")
    return message
