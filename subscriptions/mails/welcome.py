"""The first mail of a list: what to expect, where the latest edition is, how to leave."""

from __future__ import annotations

from django.utils.translation import gettext as _

from subscriptions.host import absolute, host
from subscriptions.mails.message import list_headers, preferences, send, unsubscribe
from subscriptions.models import MailingList, Subscriber


def welcome(subscriber: Subscriber, mailing_list: MailingList) -> None:
    latest = host().latest([mailing_list.slug]).get(mailing_list.slug)
    send(
        "welcome",
        _("Welcome to %(list)s") % {"list": mailing_list.name_in()},
        subscriber.email,
        mailing_list=mailing_list,
        headers=list_headers(subscriber, mailing_list),
        list=mailing_list,
        latest=latest,
        latest_url=absolute(latest.url) if latest else "",
        preferences_url=preferences(subscriber),
        unsubscribe_url=unsubscribe(subscriber, mailing_list),
    )
