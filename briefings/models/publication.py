"""Publications: the public read model. `briefings.publishing` writes these rows and nobody else; public pages read
nothing else. A row exists if and only if readers may see it, so there is no draft to forget in a filter."""

from __future__ import annotations

from functools import cached_property, lru_cache
from urllib.parse import quote

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from briefings.cards import Card
from briefings.content import Content
from briefings.models.briefing import Briefing
from briefings.models.credits import CreditBase
from briefings.models.kinds import Kind
from briefings.models.media import Document
from briefings.models.sections import Channel, Region, Series, Topic

NEWEST_FIRST = (F("published_at").desc(nulls_last=True), F("briefing_id").desc())
UNDATED = "undated"


def path(year: int, slug: str) -> str:
    """The address as text, not percent-encoded: what `Redirect` and `Briefing.address` keep."""
    return f"/publications/{year or UNDATED}/{slug}/"


@lru_cache(maxsize=4096)
def address(year: int, slug: str) -> str:
    """What the URL named `publication` reverses to, fast enough for listings and the lines of a sitemap."""
    return quote(path(year, slug))


class PublicationQuerySet(models.QuerySet):
    def listed(self):
        """What listings, feeds and the total index count: everything but retracted pieces."""
        return self.filter(retracted=False)

    def newest_first(self):
        return self.order_by(*NEWEST_FIRST)

    def cards(self):
        """Without the texts: enough for a listing (`Publication.card`)."""
        return self.defer("content", "text")

    def by(self, person, *roles: str):
        """Those that credit `person`, in any role or in the given ones."""
        credits = PublicationCredit.objects.filter(person=person)
        if roles:
            credits = credits.filter(role__in=roles)
        return self.filter(pk__in=credits.values("publication_id"))


class Publication(models.Model):
    """One public piece. The primary key is the briefing's, so `/p/<id>` outlives withdrawal and return.

    `related` are ids of pieces about the same, the nearest first; null until somebody has looked. `refers` is what the
    texts link to or show by reference (`referring.all_in`).
    """

    briefing = models.OneToOneField(
        Briefing, primary_key=True, on_delete=models.CASCADE, related_name="publication"
    )
    external_id = models.CharField(max_length=300, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    language = models.CharField(_("language"), max_length=35)
    translation_key = models.UUIDField(db_index=True)
    title = models.CharField(_("title"), max_length=300)
    dek = models.CharField(_("dek"), max_length=500, blank=True)
    byline = models.CharField(_("byline"), max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), help_text=_("0: undated"))
    slug = models.CharField(_("slug"), max_length=120)
    published_at = models.DateTimeField(_("published"), null=True)
    updated_at = models.DateTimeField(_("updated"))
    version = models.PositiveIntegerField(_("version"))
    retracted = models.BooleanField(_("retracted"), default=False)
    retraction_note = models.TextField(blank=True)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="publications")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="publications")
    topics = models.ManyToManyField(Topic, related_name="publications")
    regions = models.ManyToManyField(Region, related_name="publications")
    tags = models.ManyToManyField("taggit.Tag", related_name="publications")
    documents = models.ManyToManyField(Document, related_name="publications")
    card = models.JSONField(default=dict)
    related = ArrayField(models.BigIntegerField(), null=True)
    refers = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    content = models.JSONField()
    text = models.TextField(blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = NEWEST_FIRST
        constraints = [models.UniqueConstraint(fields=["year", "slug"], name="publication_address_once")]
        indexes = [
            models.Index(*NEWEST_FIRST, condition=Q(retracted=False), name="publication_newest"),
            models.Index("kind", *NEWEST_FIRST, condition=Q(retracted=False), name="publication_kind"),
            models.Index("series", *NEWEST_FIRST, condition=Q(retracted=False), name="publication_series"),
            models.Index("channel", *NEWEST_FIRST, condition=Q(retracted=False), name="publication_channel"),
            models.Index(
                "language", *NEWEST_FIRST, condition=Q(retracted=False), name="publication_language"
            ),
            models.Index("year", *NEWEST_FIRST, condition=Q(retracted=False), name="publication_year"),
            models.Index(F("card__figure__id"), name="publication_picture"),
            GinIndex(fields=["refers"], name="publication_refers"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """`/publications/<year>/<slug>/`: no kind, topic or series in it, so moving between those breaks nothing."""
        return address(self.year, self.slug)

    @cached_property
    def as_card(self) -> Card:
        """What listings show besides the columns."""
        return Card.read(self.card)

    @cached_property
    def says(self) -> Content:
        return Content.from_json(self.content)


class PublicationCredit(CreditBase):
    """Credits of the live version, for the hubs of people."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="credits")

    class Meta(CreditBase.Meta):
        indexes = [models.Index(fields=["person", "role", "publication"])]


class PublishedVersion(models.Model):
    """A version that was public: readers can cite and read it at `…/v/<n>/`."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="published_versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="published_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class PublishedCorrection(models.Model):
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="corrections")
    note = models.TextField()
    material = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.note
