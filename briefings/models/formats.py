"""Formats: the shapes a briefing can have, defined by editors."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from briefings.models.kinds import Kind
from briefings.models.names import Named


class Format(Named):
    """Ordered parts with rules. Briefings keep their own parts, so changing a format never changes a text."""

    key = models.SlugField(_("key"), unique=True)
    kind = models.CharField(_("usual kind"), max_length=20, choices=Kind, default=Kind.BRIEFING)

    class Meta:
        verbose_name = _("format")
        verbose_name_plural = _("formats")
        ordering = ["pk"]


class PartKind(models.TextChoices):
    PROSE = "prose", _("prose")
    BULLETS = "bullets", _("bullets")


class FormatPart(models.Model):
    format = models.ForeignKey(Format, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(
        _("key"), help_text=_("Stays the same in every language; search uses it: in:implication.")
    )
    heading = models.CharField(
        _("heading"), max_length=200, blank=True, help_text=_("Empty: shown without a heading.")
    )
    headings = models.JSONField(_("heading in other languages"), default=dict, blank=True)
    kind = models.CharField(_("body"), max_length=10, choices=PartKind, default=PartKind.PROSE)
    required = models.BooleanField(_("required to publish"), default=False)
    min_words = models.PositiveIntegerField(_("at least, words"), null=True, blank=True)
    max_words = models.PositiveIntegerField(_("at most, words"), null=True, blank=True)
    guidance = models.TextField(_("guidance for writers"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("part of the format")
        verbose_name_plural = _("parts of the format")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["format", "key"], name="format_part_key_once")]

    def __str__(self) -> str:
        return self.heading or self.key

    def clean(self) -> None:
        if self.min_words and self.max_words and self.min_words > self.max_words:
            raise ValidationError({"max_words": _("The upper limit lies below the lower one.")})

    def heading_in(self, language: str) -> str:
        """The heading in a language (BCP 47), or the plain one where none is kept."""
        return self.headings.get(language) or self.headings.get(language.split("-")[0]) or self.heading
