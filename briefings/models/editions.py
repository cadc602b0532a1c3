"""Editions: one issue of a series, composed of publications and mailed once.

The rows here are the editors' working copy. What was sent is frozen (`Edition.frozen`), and readers see `SentEdition`,
which `briefings.editions` alone writes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing
from briefings.models.credits import CreditBase
from briefings.models.sections import Series
from briefings.sanitizing import SanitizedHTMLField
from subscriptions.models import Mailing, MailingList


class EditionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    HELD = "held", _("held back at its time")
    SENT = "sent", _("sent")


class Choice(models.TextChoices):
    """How much of a publication an edition shows."""

    WHOLE = "whole", _("the whole text")
    FIRST = "first", _("its first part, and a link")
    TEASER = "teaser", _("dek and a link")


class Edition(models.Model):
    """`frozen` is the content that was approved when it was scheduled or sent (`editions.content`): what goes out is
    that, whatever happens to the rows. `mailing_list` is the list that was approved with it, null for one that appears
    on the site only. `problems` say why it was held back, `waivers` what was waived: each with its code and message,
    the reason, who and when."""

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    date = models.DateField(_("date"), help_text=_("Part of its address; a day has one edition of a series."))
    language = models.CharField(_("language"), max_length=35, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    preheader = models.CharField(
        _("preheader"),
        max_length=300,
        blank=True,
        help_text=_("What mail programs show after the subject, before the mail is opened."),
    )
    intro = SanitizedHTMLField(_("introduction"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT, editable=False
    )
    scheduled_for = models.DateTimeField(_("goes out at"), null=True, blank=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("scheduled by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    frozen = models.JSONField(null=True, editable=False)
    problems = models.JSONField(default=list, editable=False)
    waivers = models.JSONField(default=list, editable=False)
    mailing_list = models.ForeignKey(
        MailingList,
        verbose_name=_("mailing list"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    mailing = models.OneToOneField(
        Mailing, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="edition"
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-date", "-number", "-pk"]
        permissions = [("send_edition", "Can send editions")]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="edition_number_once",
                violation_error_message=_("This series has an edition of this number."),
            ),
            models.UniqueConstraint(
                fields=["series", "date"],
                name="edition_day_once",
                violation_error_message=_("This series has an edition of this day."),
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False, frozen__isnull=False),
                name="scheduled_edition_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, frozen__isnull=False),
                name="sent_edition_is_frozen",
            ),
        ]
        indexes = [
            models.Index(fields=["scheduled_for"], condition=Q(state="scheduled"), name="edition_due"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.series.slug, self.date])

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in (EditionState.DRAFT, EditionState.HELD)


class EditionItem(models.Model):
    """A publication in an edition. It names the briefing, which outlives withdrawal; what was sent outlives both."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    briefing = models.ForeignKey(
        Briefing, verbose_name=_("publication"), on_delete=models.CASCADE, related_name="+"
    )
    shown = models.CharField(_("shows"), max_length=10, choices=Choice, default=Choice.WHOLE)
    note = models.TextField(
        _("note"), blank=True, max_length=1000, help_text=_("Stands above it, in your words.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "briefing"],
                name="edition_item_once",
                violation_error_message=_("This piece is in the edition already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.briefing)


class EditionCredit(CreditBase):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="credits")

    class Meta(CreditBase.Meta):
        verbose_name = _("credit")
        verbose_name_plural = _("credits")


class SentEditionQuerySet(models.QuerySet):
    def newest_first(self) -> SentEditionQuerySet:
        return self.order_by("-date", "-number")


class SentEdition(models.Model):
    """What readers see of an edition: exactly what was sent."""

    edition = models.OneToOneField(
        Edition, primary_key=True, on_delete=models.PROTECT, related_name="as_sent"
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sent_editions")
    number = models.PositiveIntegerField()
    date = models.DateField()
    language = models.CharField(max_length=35)
    subject = models.CharField(max_length=300)
    content = models.JSONField()
    sent_at = models.DateTimeField()

    objects = SentEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sent edition")
        verbose_name_plural = _("sent editions")
        ordering = ["-date", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "date"], name="sent_edition_address_once"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.series.slug, self.date])


class SentCorrection(models.Model):
    """A note on a mistake in an edition as a whole, sent to those who had it: readers find it on its page."""

    edition = models.ForeignKey(SentEdition, on_delete=models.CASCADE, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=300)
    note = SanitizedHTMLField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("correction of an edition")
        verbose_name_plural = _("corrections of editions")
        ordering = ["-sent_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="sent_correction_once"),
        ]

    def __str__(self) -> str:
        return self.subject
