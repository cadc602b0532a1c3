"""Briefings: the editors' working copies. Nothing here is ever read by a public page."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from briefings import slugs
from briefings.models.formats import Format, PartKind
from briefings.models.kinds import Kind
from briefings.models.media import Document, Image
from briefings.models.sections import Channel, Region, Series, Topic
from briefings.sanitizing import SanitizedHTMLField


class State(models.TextChoices):
    """What readers see of a briefing. Only `briefings.publishing` changes it; `Review` says how its draft stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RETRACTED = "retracted", _("retracted")


class BriefingQuerySet(models.QuerySet):
    def kept(self):
        """All that are not in the bin."""
        return self.filter(binned_at=None)

    def binned(self):
        return self.exclude(binned_at=None)

    def changed_since_published(self):
        """Published ones whose working copy says something that readers do not see yet."""
        return self.filter(state=State.PUBLISHED).exclude(latest_version=models.F("live_version"))


class Briefing(models.Model):
    """The working copy of one publication, of any kind. Parts, credits, tags and files hang on it."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.BRIEFING)
    format = models.ForeignKey(Format, verbose_name=_("format"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    dek = models.CharField(
        _("dek"),
        max_length=500,
        blank=True,
        help_text=_("One sentence under the title that says why to read on."),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("For cards, feeds and search engines; the dek is used when empty."),
    )
    language = models.CharField(_("language"), max_length=35, choices=settings.LANGUAGES, default="en")
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="+")
    tags = TaggableManager(through="briefings.BriefingTag", blank=True, related_name="tagged_briefings")

    image = models.ForeignKey(
        Image,
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="briefings",
    )
    image_alt = models.CharField(
        _("alternative text here"),
        max_length=300,
        blank=True,
        help_text=_("Replaces the picture's own, here only."),
    )
    image_caption = models.CharField(_("caption here"), max_length=500, blank=True)

    media_url = models.URLField(
        _("recording"),
        blank=True,
        help_text=_("Where a podcast or video is heard or seen, or an event joined."),
    )
    starts_at = models.DateTimeField(_("event starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("event ends"), null=True, blank=True)
    place = models.CharField(_("place of the event"), max_length=200, blank=True)

    slug = models.CharField(
        _("slug"),
        max_length=100,
        blank=True,
        validators=[slugs.validate],
        help_text=_(
            "The last part of the address. Made from the title at the first publication when left empty."
        ),
    )
    published_at = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        help_text=_("Left empty: the moment of the first publication."),
    )
    embargoed_until = models.DateTimeField(
        _("embargoed until"),
        null=True,
        blank=True,
        help_text=_("Neither published nor sent in an edition before this moment, in the site's time zone."),
    )
    undated = models.BooleanField(_("date unknown"), default=False, help_text=_("For archive pieces."))
    external_id = models.CharField(_("external id"), max_length=300, blank=True)
    external_digest = models.CharField(max_length=64, blank=True, editable=False)

    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    latest_version = models.ForeignKey(
        "briefings.Version", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    live_version = models.ForeignKey(
        "briefings.Version", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    address = models.CharField(
        max_length=1000, blank=True, editable=False
    )  # the last public path, kept for redirects
    retraction_note = models.TextField(_("reason for the retraction"), blank=True, editable=False)
    translation_key = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    binned_at = models.DateTimeField(null=True, editable=False, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ["-changed", "-pk"]
        permissions = [
            ("publish_briefing", _("Can publish, correct, retract and withdraw")),
            ("restore_briefing", _("Can restore from the bin")),
            ("approve_briefing", _("Can approve and request changes")),
            ("share_briefing", _("Can share drafts by link")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="briefing_external_id_once"
            ),
        ]
        indexes = [
            models.Index(fields=["-changed", "-id"], name="briefing_latest"),
            models.Index(fields=["state", "-changed"]),
            models.Index(fields=["kind", "-changed"]),
            models.Index(fields=["series", "-changed"]),
            # What `icontains` compares: editors look for parts of words.
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="briefing_title_part"),
            GinIndex(OpClass(Upper("slug"), name="gin_trgm_ops"), name="briefing_slug_part"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs) -> None:
        if self.translation_of_id:
            self.translation_key = self.translation_of.translation_key
        super().save(**kwargs)

    def get_absolute_url(self) -> str | None:
        """The public address, for the admin's “View on site”; None while readers cannot see it."""
        if self.state in (State.PUBLISHED, State.RETRACTED):
            return reverse("short-link", args=[self.pk])
        return None

    @property
    def has_unpublished_changes(self) -> bool:
        return self.live_version_id is not None and self.live_version_id != self.latest_version_id


class BriefingPart(models.Model):
    """One part of the text. `key` ties it to the format's rules and to search; the heading is the writer's."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(_("key"), allow_unicode=True)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    kind = models.CharField(_("body"), max_length=10, choices=PartKind, default=PartKind.PROSE)
    body = SanitizedHTMLField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["briefing", "key"], name="briefing_part_key_once")]
        # Few texts show pictures or lead to documents; those that do are read through to find where one is used.
        indexes = [
            models.Index(
                fields=["briefing"],
                condition=models.Q(body__contains="<img") | models.Q(body__contains="data-image="),
                name="part_with_a_picture",
            ),
            models.Index(
                fields=["briefing"],
                condition=models.Q(body__contains="/documents/"),
                name="part_with_document",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.key


class BriefingDocument(models.Model):
    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="document_links")
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="briefing_links"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "document"], name="briefing_document_once")
        ]

    def __str__(self) -> str:
        return str(self.document)


class BriefingTag(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="briefing_links")
    content_object = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="tag_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="briefing_tag_once")]

    @classmethod
    def tags_for(cls, model, instance=None, **extra_filters):
        links = cls.objects.filter(content_object=instance) if instance else cls.objects.all()
        return cls.tag_model().objects.filter(pk__in=links.values("tag")).filter(**extra_filters)
