"""“Is this you?”: goes to an address that anybody may have typed, so it says nothing but what the site itself says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from subscriptions import tokens
from subscriptions.mails.message import link, send
from subscriptions.models import MailingList, Subscriber


def confirmation(subscriber: Subscriber, lists: list[MailingList]) -> None:
    """Asks to confirm these lists."""
    _ask(subscriber, lists, _("Please confirm: %(lists)s"), reminding=False)


def reminder(subscriber: Subscriber, lists: list[MailingList]) -> None:
    """Asks once more, a day later, and says that it is the last time."""
    _ask(subscriber, lists, _("Still waiting for you: %(lists)s"), reminding=True)


def _ask(subscriber: Subscriber, lists: list[MailingList], subject: str, *, reminding: bool) -> None:
    send(
        "confirmation",
        subject % {"lists": ", ".join(one.name_in() for one in lists)},
        subscriber.email,
        mailing_list=lists[0],
        lists=lists,
        words=[one.confirmation_text for one in lists if one.confirmation_text],
        reminding=reminding,
        url=link("subscribe/confirm", tokens.make(tokens.CONFIRM, subscriber.pk)),
        days=tokens.LASTS[tokens.CONFIRM].days,
    )
