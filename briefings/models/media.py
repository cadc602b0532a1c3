"""Pictures and documents. Both are stored under unguessable names: an address of a file leaks no draft."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from briefings import slugs


def image_path(image: Image, filename: str) -> str:
    return f"images/{secrets.token_hex(8)}/original{PurePosixPath(filename).suffix.lower()}"


def document_path(document: Document, filename: str) -> str:
    return f"documents/{secrets.token_hex(16)}.pdf"


_share = [MinValueValidator(0), MaxValueValidator(1)]


class Image(models.Model):
    """A picture, normalised when uploaded (upright, no metadata) and offered in several sizes (`renditions`).

    `renditions` is {"full": [[width, height, webp_name, jpeg_name], …], "card": […]}, smallest first, and is
    empty until the job that makes them has run: pages then use the normalised original.
    """

    title = models.CharField(
        _("title"), max_length=200, help_text=_("For finding it again; readers do not see it.")
    )
    file = models.ImageField(_("file"), upload_to=image_path)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64, editable=False, db_index=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    credit_url = models.URLField(_("credit link"), blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    focal_x = models.FloatField(
        _("focal point, across"),
        default=0.5,
        validators=_share,
        help_text=_("0 is the left edge, 1 the right."),
    )
    focal_y = models.FloatField(
        _("focal point, down"),
        default=0.5,
        validators=_share,
        help_text=_("0 is the top edge, 1 the bottom."),
    )
    renditions = models.JSONField(_("sizes made"), default=dict, editable=False)
    created = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A PDF with an address that outlives replacing the file. Readers reach it once a publication carries it.

    `text_digest` is the digest of the file that was read for the search; another than `digest`: not read yet.
    """

    class Text(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        CUT = "cut", _("read in part: it is very long")
        NONE = "none", _("no text: scanned pages, perhaps")
        LOCKED = "locked", _("locked by a password")
        UNREADABLE = "unreadable", _("cannot be read")

    title = models.CharField(_("title"), max_length=300)
    file = models.FileField(_("PDF file"), upload_to=document_path)
    language = models.CharField(_("language"), max_length=35, default="en")
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    digest = models.CharField(_("SHA-256"), max_length=64, editable=False, db_index=True)
    created = models.DateTimeField(_("uploaded"), auto_now_add=True)
    text_state = models.CharField(
        _("text for the search"), max_length=10, choices=Text, default=Text.WAITING, editable=False
    )
    text_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk, slugs.slugify(self.title)])


class DocumentCover(models.Model):
    """The first page of the file with this digest as a JPEG; empty where it cannot be drawn."""

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.CASCADE, related_name="cover"
    )
    digest = models.CharField(max_length=64)
    picture = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document_id)


class DocumentPage(models.Model):
    """The text of one page, numbered from 1; pages without text have none."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_page_once")]

    def __str__(self) -> str:
        return f"{self.document_id}, {self.number}"
