"""Names in several languages, and addresses that leave a redirect when they change."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from briefings import slugs
from briefings.models.redirects import Redirect
from briefings.sorting import SortKeyField


class Named(models.Model):
    """Something with a name, and with that name in other languages: `names = {"ko": "한반도"}`."""

    name = models.CharField(_("name"), max_length=200)
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str | None = None) -> str:
        """The name in `language` (BCP 47; the active one by default), or the plain name where none is kept."""
        if not self.names:  # as most are; asking for the language takes longer than all the rest
            return self.name
        language = language or get_language() or settings.LANGUAGE_CODE
        return self.names.get(language) or self.names.get(language.split("-")[0]) or self.name


class Sorted(Named):
    """A named thing that stands in lists, in the order in which a reader looks for its name."""

    sort_key = SortKeyField()

    class Meta:
        abstract = True
        ordering = ["sort_key", "name"]
        indexes = [models.Index(fields=["sort_key", "name"], name="%(class)s_in_order")]


class Addressed(Sorted):
    """A named thing with a public address made of its slug; changing the slug leaves a redirect."""

    slug = models.CharField(
        _("slug"),
        max_length=100,
        unique=True,
        blank=True,
        validators=[slugs.validate],
        help_text=_("The last part of the address. Made from the name when left empty."),
    )

    class Meta(Sorted.Meta):
        abstract = True

    def save(self, **kwargs) -> None:
        with transaction.atomic():
            if not self.slug:
                self.slug = slugs.free(type(self)._base_manager, self.name, self.reserved_slugs(), self.pk)
            before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
            super().save(**kwargs)
            if before and before.slug != self.slug:
                Redirect.objects.moved(before.get_absolute_url(), self.get_absolute_url())

    def clean(self) -> None:
        super().clean()
        if self.slug and self.slug in self.reserved_slugs():
            raise ValidationError({"slug": _("This address belongs to the site itself; choose another.")})

    @classmethod
    def reserved_slugs(cls) -> frozenset[str]:
        """Slugs that the site's own addresses need."""
        return frozenset()
