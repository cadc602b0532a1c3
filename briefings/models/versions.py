"""What a briefing said at a moment, kept for ever; and the corrections that led from one version to the next."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.content import Content
from briefings.models.briefing import Briefing


class Origin(models.TextChoices):
    """How a version came about. `kept` and `aside` are no draft that anybody saved: they are there to be looked up."""

    SAVED = "saved", _("saved")
    RESTORED = "restored", _("restored")
    KEPT = "kept", _("kept while writing")
    ASIDE = "aside", _("set aside when two texts met")


class Version(models.Model):
    """An immutable snapshot. The database itself refuses a change of number or content (migration 0002)."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.SAVED)
    created = models.DateTimeField(_("saved"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("first published"), null=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["briefing", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.number}"

    def read(self) -> Content:
        return self._said

    @cached_property
    def _said(self) -> Content:
        return Content.from_json(self.content)


class Correction(models.Model):
    """A public note on a mistake: what was wrong, and since which version it is right."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="corrections")
    note = models.TextField(_("what was corrected"))
    material = models.BooleanField(
        _("material"), default=True, help_text=_("It changes what a reader would conclude.")
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.note
