"""Files that pictures and documents had before: kept, so that they can be brought back. No reader is led to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.media import Document, Image


class FormerFile(models.Model):
    """`file` is the name in the storage; the row keeps the file from being swept away."""

    file = models.FileField()
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return str(self.file)


class ImageFile(FormerFile):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="former_files")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta(FormerFile.Meta):
        verbose_name = _("former file of an image")
        verbose_name_plural = _("former files of images")


class DocumentFile(FormerFile):
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="former_files")
    pages = models.PositiveIntegerField(null=True)

    class Meta(FormerFile.Meta):
        verbose_name = _("former file of a document")
        verbose_name_plural = _("former files of documents")
