from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from briefings import slugs
from briefings.models import ROOT_ADDRESSES, Channel
from briefings.sanitizing import SanitizedHTMLField


class Page(models.Model):
    """A static page (About, Privacy) at the root of the site, in one language; siblings share the slug."""

    slug = models.CharField(_("slug"), max_length=100, validators=[slugs.validate])
    language = models.CharField(_("language"), max_length=35, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200)
    description = models.CharField(_("description"), max_length=300, blank=True)
    body = SanitizedHTMLField(_("text"), blank=True)
    changed = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug", "language"]
        constraints = [models.UniqueConstraint(fields=["slug", "language"], name="page_once_a_language")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/{quote(self.slug)}/"

    def clean(self) -> None:
        if self.slug in ROOT_ADDRESSES or Channel.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("This address belongs to the site itself; choose another.")})
