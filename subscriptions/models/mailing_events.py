"""What happened to a mailing, and who did it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models.mailings import Mailing


class Happened(models.TextChoices):
    HALTED = "halted", _("paused by the mail server's answer")
    LATE = "late", _("began late")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    STOPPED = "stopped", _("stopped for good")
    AGAIN = "again", _("in doubt, sent again")
    LET_BE = "let_be", _("in doubt, let be")
    EXPORTED = "exported", _("deliveries exported")
    DONE = "done", _("finished")


class MailingEvent(models.Model):
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    what = models.CharField(_("what"), max_length=10, choices=Happened)
    number = models.PositiveIntegerField(_("messages"), null=True)
    words = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("event of a mailing")
        verbose_name_plural = _("events of mailings")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_what_display()
