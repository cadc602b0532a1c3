"""What is looked at while a piece is written: how strictly, what was passed over and why, how names are spelled, and where
links outside led when they were last followed. The checks themselves are in `briefings.checks`."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing


class Use(models.TextChoices):
    OFF = "off", _("off")
    ADVISORY = "advisory", _("advice")
    BLOCKING = "blocking", _("keeps from being published")


class CheckRule(models.Model):
    """How strictly one check is taken. One without a row is taken as `briefings.checks.registry` says."""

    name = models.CharField(_("check"), max_length=40, unique=True, editable=False)
    use = models.CharField(_("use"), max_length=10, choices=Use)
    limit = models.PositiveIntegerField(_("limit"), null=True, blank=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Waiver(models.Model):
    """A finding that was passed over in one briefing. `seen` is made of what exactly was found: when that changes, the
    waiver no longer holds. `said` is how it was put at the time."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="waivers")
    name = models.CharField(_("check"), max_length=40)
    seen = models.CharField(max_length=64)
    said = models.TextField(_("finding"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["briefing", "seen"], name="waiver_once")]

    def __str__(self) -> str:
        return self.said


class Term(models.Model):
    """How a name or a word is written here, and how others write it."""

    preferred = models.CharField(_("preferred form"), max_length=200)
    variants = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("variants"),
        help_text=_("One a line: where a text has one of these, the preferred form is offered."),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Of the texts it holds for; empty: all."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ["preferred"]

    def __str__(self) -> str:
        return self.preferred


class Verdict(models.TextChoices):
    """What came of following a link."""

    FINE = "fine", _("leads somewhere")
    GONE = "gone", _("the page does not exist")
    NO_HOST = "no-host", _("there is no such host")
    REFUSED = "refused", _("the host refuses connections")
    CERTIFICATE = "certificate", _("its certificate is not valid")
    LOOP = "loop", _("it leads round in circles")
    PRIVATE = "private", _("it leads to a machine that readers cannot reach")
    UNSURE = "unsure", _("it cannot be told")


class VisitedLink(models.Model):
    """An address outside this site, and what came of following it last."""

    address = models.CharField(_("address"), max_length=1000, unique=True)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    visited_at = models.DateTimeField(_("followed"))

    class Meta:
        verbose_name = _("link followed")
        verbose_name_plural = _("links followed")
        ordering = ["-visited_at"]

    def __str__(self) -> str:
        return self.address
