"""What happened to a subscriber, in the order it happened: an append-only history that is also the evidence of consent.

The database refuses to change or delete a row (migration 0002), but for three things: forgetting the IP address and
browser once they are old, forgetting a deleted user, and erasing the whole person.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscriptions.models.lists import MailingList
from subscriptions.models.subscribers import Subscriber


class Kind(models.TextChoices):
    SIGNED_UP = "signed_up", _("signed up")
    CONFIRMED = "confirmed", _("confirmed")
    ADDED = "added", _("added by hand")
    IMPORTED = "imported", _("imported")
    LEFT = "left", _("left")
    RETURNED = "returned", _("undid leaving")
    REASON = "reason", _("gave a reason for leaving")
    STOPPED = "stopped", _("stopped")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("ended the pause")
    CHANGED = "changed", _("changed")
    MAIL = "mail", _("mail sent")
    BOUNCED = "bounced", _("mail came back")
    COMPLAINED = "complained", _("complained")
    EXPORTED = "exported", _("fetched own data")


# What can stand behind a subscription that is mailed.
CONSENT = (Kind.CONFIRMED, Kind.IMPORTED, Kind.ADDED)


class Wording(models.Model):
    """What a form said, word for word, when somebody agreed to it; each version once."""

    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=35)
    text = models.TextField(_("text"))
    first_used_at = models.DateTimeField(_("first used"), default=timezone.now)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")

    def __str__(self) -> str:
        return str(self.text)[:80]


class Event(models.Model):
    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("subscriber"),
        on_delete=models.CASCADE,
        related_name="events",
        db_index=False,  # the first column of event_identity, migration 0002
    )
    mailing_list = models.ForeignKey(
        MailingList,
        verbose_name=_("list"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    detail = models.JSONField(_("more"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    wording = models.ForeignKey(
        Wording,
        verbose_name=_("wording"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["mailing_list", "at"],
                include=["kind"],
                condition=models.Q(
                    kind__in=["signed_up", "confirmed", "imported", "added", "left", "returned"]
                ),
                name="event_growth",
            ),
            models.Index(
                fields=["at"],
                condition=models.Q(ip__isnull=False) | ~models.Q(user_agent=""),
                name="event_with_ip",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Tally(models.Model):
    """What became of the events of people who are erased: numbers a week, so that charts go on telling the truth."""

    mailing_list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing_list", "week", "kind"], name="one_tally_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.number}"
