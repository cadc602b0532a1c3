"""To who sent a mailing: it is through, it began late, or the mail server's answer has paused it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from subscriptions.host import absolute
from subscriptions.mails.message import send
from subscriptions.models import Happened, MailingEvent


def mailing_news(to: str, event: MailingEvent) -> None:
    mailing = event.mailing
    paused, late = event.what == Happened.HALTED, event.what == Happened.LATE
    subject = (
        _("Paused: %(subject)s") if paused else _("Late: %(subject)s") if late else _("Sent: %(subject)s")
    )
    url = absolute(reverse("admin:subscriptions_mailing_change", args=[mailing.pk]))
    said = {"mailing": mailing, "words": event.words, "paused": paused, "late": late, "url": url}
    send("mailing_news", subject % {"subject": mailing.subject}, to, **said)
