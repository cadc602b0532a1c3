"""A mailing: frozen messages on their way to everybody on a list, and what they say in each language.

    running ⇄ paused ─▶ done
        └────────┴────▶ stopped

A mailing comes into being together with its deliveries (`sending.freezing`), so there is none that somebody still has
to be added to. It is done when nothing of it is open any more; stopped when an editor ended it before.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models.lists import MailingList


class MailingState(models.TextChoices):
    RUNNING = "running", _("being sent")
    PAUSED = "paused", _("paused")
    DONE = "done", _("sent")
    STOPPED = "stopped", _("stopped for good")


class MailingKind(models.TextChoices):
    FIRST = "first", _("first mailing")
    CORRECTION = "correction", _("correction to the same people")
    LATER = "later", _("to those who joined since")


class Mailing(models.Model):
    """`key` names what is sent, such as `edition-12`; being unique, it keeps the same from being sent twice.

    `problem` are the mail server's own words where they paused it, `url` the path of its page on this site.
    """

    mailing_list = models.ForeignKey(
        MailingList, verbose_name=_("list"), on_delete=models.PROTECT, related_name="mailings"
    )
    key = models.CharField(max_length=100, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=MailingKind, default=MailingKind.FIRST)
    first = models.ForeignKey(
        "self",
        verbose_name=_("follows"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    subject = models.CharField(_("subject"), max_length=300)
    url = models.CharField(_("page"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MailingState, default=MailingState.RUNNING)
    problem = models.TextField(_("what the mail server said"), blank=True)
    prepared = models.PositiveIntegerField(_("prepared"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("frozen"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailingState.values), name="mailing_state_known"),
            models.CheckConstraint(
                condition=Q(kind="first", first=None) | (~Q(kind="first") & Q(first__isnull=False)),
                name="mailing_follows_a_first",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="running"), name="mailing_running"),
        ]

    def __str__(self) -> str:
        return self.subject


class Message(models.Model):
    """What a mailing says to readers of one language. Both texts hold the marks of `sending.marks`."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="messages")
    language = models.CharField(_("language"), max_length=35)
    subject = models.CharField(_("subject"), max_length=300)
    html = models.TextField()
    text = models.TextField()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["mailing", "language"], name="one_message_a_language")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.language})"
