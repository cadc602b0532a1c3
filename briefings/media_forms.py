"""Forms for pictures and documents. They let nothing in but what `images` and `pdfs` accept, and fill in
the facts.

After saving with `commit=False` call `save_m2m()`, as for every model form (the admin does): it makes the
sizes of a picture and shows what changed in the publications that carry it.
"""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from briefings import former_files, images, media_tasks, pdfs
from briefings.kept_uploads import KeepsUpload
from briefings.models import Document, Image


class ReplacesFile(KeepsUpload):
    """A former file is kept when another takes its place; `by` is who replaced it."""

    by = None

    def save(self, commit=True):
        if self.instance.pk and "file" in self.changed_data:
            with transaction.atomic():
                former_files.keep(self.instance, by=self.by)
                return super().save(commit)
        return super().save(commit)


class ImageForm(ReplacesFile):
    """`same_picture` is another Image made of the very same upload, for a word of warning, or None."""

    file = forms.FileField(
        label=_("file"),
        widget=AdminFileWidget(attrs={"accept": ",".join(images.ACCEPTED.values())}),
        help_text=_("JPEG, PNG, WebP, AVIF, GIF or TIFF, at most 25 MB and 40 megapixels."),
    )
    title = forms.CharField(
        label=_("title"),
        max_length=200,
        required=False,
        help_text=_("For finding it again; readers do not see it. The file's name when left empty."),
    )
    same_picture: Image | None = None

    class Meta:
        model = Image
        fields = [
            "file", "title", "alt", "caption", "credit", "credit_url", "licence", "focal_x", "focal_y",
        ]  # fmt: skip

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload
        self._uploaded_as = upload.name
        picture = images.normalise(upload)
        self.same_picture = (
            Image.objects.filter(digest=picture.digest).exclude(pk=self.instance.pk).order_by("pk").first()
        )
        self.instance.width, self.instance.height = picture.width, picture.height
        self.instance.digest = picture.digest
        self.instance.renditions = {}  # those of the former file show the former picture
        return SimpleUploadedFile(picture.filename, picture.bytes, images.ACCEPTED[picture.format])

    def clean_title(self) -> str:
        from_file = (
            PurePath(getattr(self, "_uploaded_as", "")).stem.replace("_", " ").replace("-", " ").strip()
        )
        title = self.cleaned_data["title"] or self.instance.title or from_file[:200]
        if not title and "file" in self.cleaned_data:
            raise forms.ValidationError(self.fields["title"].error_messages["required"], code="required")
        return title

    def _save_m2m(self) -> None:
        super()._save_m2m()
        media_tasks.settle(self.instance)


class DocumentFileWidget(AdminFileWidget):
    """Links to the document's own address: files of documents are not served under their storage names."""

    def format_value(self, value):
        return _Address(value.instance) if self.is_initial(value) else None


class _Address:
    def __init__(self, document: Document):
        self.url = document.get_absolute_url()
        self._name = self.url.rpartition("/")[2]

    def __str__(self) -> str:
        return self._name


class DocumentForm(ReplacesFile):
    """`same_document` is another Document with the very same file, `facts` what was found in a new file, or
    None."""

    file = forms.FileField(
        label=_("PDF file"),
        widget=DocumentFileWidget(attrs={"accept": "application/pdf"}),
        help_text=_("At most 100 MB, without a password."),
    )
    same_document: Document | None = None
    facts: pdfs.PdfFacts | None = None

    class Meta:
        model = Document
        fields = ["title", "file", "language"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return upload
        self.facts = facts = pdfs.inspect(upload)
        self.same_document = (
            Document.objects.filter(digest=facts.digest).exclude(pk=self.instance.pk).order_by("pk").first()
        )
        if facts.digest != self.instance.digest:
            self.instance.text_state = Document.Text.WAITING
        self.instance.size, self.instance.pages = facts.size, facts.pages
        self.instance.digest = facts.digest
        upload.seek(0)
        return upload

    def _save_m2m(self) -> None:
        super()._save_m2m()
        media_tasks.settle_document(self.instance)
