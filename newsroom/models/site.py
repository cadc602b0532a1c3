"""The site's own record: who publishes here and how it is navigated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from briefings.models.names import Named
from briefings.sanitizing import SanitizedHTMLField, SanitizedTranslationsField


class SiteRecord(Named):
    """One row. Name, tagline and description also in other languages: `taglines = {"ko": "…"}`."""

    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    taglines = models.JSONField(_("tagline in other languages"), default=dict, blank=True)
    description = models.TextField(_("description"), blank=True)
    descriptions = models.JSONField(_("description in other languages"), default=dict, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, help_text=_("The legal name."))
    postal_address = models.TextField(
        _("postal address"),
        blank=True,
        help_text=_("Stands in the footer and, as the law asks, in every mailing."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    newsletter_closing = SanitizedHTMLField(
        _("closing of newsletters"),
        blank=True,
        help_text=_("Stands at the end of every edition: who you are, how to support or reach you."),
    )
    newsletter_closings = SanitizedTranslationsField(
        _("closing of newsletters in other languages"), default=dict, blank=True
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_site_record")]

    def save(self, **kwargs) -> None:
        self.pk = 1
        super().save(**kwargs)

    @classmethod
    def current(cls) -> SiteRecord:
        """The record, or one with a plain name while none is kept."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name="Newsroom")


class Place(models.TextChoices):
    HEADER = "header", _("header")
    FOOTER = "footer", _("footer")


class NavigationItem(models.Model):
    place = models.CharField(_("place"), max_length=10, choices=Place, default=Place.HEADER)
    language = models.CharField(
        _("interface language"),
        max_length=35,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: shown in every language."),
    )
    label = models.CharField(_("label"), max_length=60)
    url = models.CharField(
        _("leads to"), max_length=500, help_text=_("A path on this site or a whole address.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("navigation item")
        verbose_name_plural = _("navigation")
        ordering = ["place", "position", "pk"]

    def __str__(self) -> str:
        return self.label
