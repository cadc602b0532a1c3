"""Who is credited: people and organisations. Neither needs an account."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefings.models.media import Image
from briefings.models.names import Addressed, Sorted
from briefings.sanitizing import SanitizedHTMLField, SanitizedTranslationsField


class Person(Addressed):
    title = models.CharField(_("job title"), max_length=200, blank=True)
    titles = models.JSONField(_("job title in other languages"), default=dict, blank=True)
    bio = SanitizedHTMLField(_("biography"), blank=True)
    bios = SanitizedTranslationsField(_("biography in other languages"), default=dict, blank=True)
    email = models.EmailField(_("public e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    portrait = models.ForeignKey(
        Image, verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Addressed.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])


class Organisation(Sorted):
    url = models.URLField(_("website"), blank=True)

    class Meta(Sorted.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
