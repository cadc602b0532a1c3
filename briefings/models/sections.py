"""How publications are arranged: channels, series, topics, regions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefings.models.formats import Format
from briefings.models.media import Image
from briefings.models.names import Addressed

# First path segments that the site itself answers; a channel or page cannot have them.
ROOT_ADDRESSES = frozenset(
    {
        *("publications", "briefings", "articles", "papers", "reports", "podcasts", "videos", "events"),
        *("series", "people", "topics", "regions", "tags", "search", "corrections", "feeds", "documents"),
        *("subscribe", "preferences", "unsubscribe", "language"),
        *(
            "admin",
            "api",
            "cards",
            "demo",
            "healthz",
            "l",
            "media",
            "metrics",
            "p",
            "readyz",
            "share",
            "static",
        ),
    }
)


class Channel(Addressed):
    """A section of the site with its own front, at the root of the site: `/the-peninsula/`."""

    description = models.TextField(_("description"), blank=True)
    descriptions = models.JSONField(_("description in other languages"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Addressed.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "sort_key", "name"]

    @classmethod
    def reserved_slugs(cls) -> frozenset[str]:
        return ROOT_ADDRESSES

    def get_absolute_url(self) -> str:
        return reverse("front", args=[self.slug])


class Cadence(models.TextChoices):
    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")
    FORTNIGHTLY = "fortnightly", _("fortnightly")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    IRREGULAR = "irregular", _("irregular")


class Series(Addressed):
    """A recurring title, such as a weekly newsletter; briefings of it start with its format and credits."""

    purpose = models.CharField(
        _("purpose"), max_length=500, blank=True, help_text=_("One sentence: what it is for.")
    )
    purposes = models.JSONField(_("purpose in other languages"), default=dict, blank=True)
    cadence = models.CharField(_("cadence"), max_length=20, choices=Cadence, default=Cadence.IRREGULAR)
    is_newsletter = models.BooleanField(_("mailed as a newsletter"), default=False)
    # By its short name, which pages can use without asking for the list.
    mailing_list = models.ForeignKey(
        "subscriptions.MailingList",
        to_field="slug",
        verbose_name=_("mailing list"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Its readers find a form for this list on the pages of the series."),
    )
    channel = models.ForeignKey(
        Channel,
        verbose_name=_("channel"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="series",
    )
    format = models.ForeignKey(
        Format, verbose_name=_("format"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    image = models.ForeignKey(
        Image, verbose_name=_("image"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Addressed.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.slug])


class Topic(Addressed):
    description = models.TextField(_("description"), blank=True)

    class Meta(Addressed.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class Region(Addressed):
    """A place in one hierarchy; a publication on a country also counts for what the country lies in."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("lies in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    class Meta(Addressed.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        above, seen = self.parent, {self.pk}
        while above:
            if above.pk in seen:
                raise ValidationError({"parent": _("A region cannot lie in itself.")})
            seen.add(above.pk)
            above = above.parent
