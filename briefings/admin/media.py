"""Pictures and documents. Their forms check what is uploaded (briefings/media_forms.py)."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.messages import WARNING
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Subquery
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from briefings import images, pdfs
from briefings.admin.choosing import ModelAdmin
from briefings.admin.former_files import KeepsFiles
from briefings.admin.library_filters import LackingFilter, TwiceFilter, TypeFilter, UsedFilter
from briefings.admin.media_uses import ShowsUses
from briefings.admin.uploading import DocumentWords, ImageWords, Uploads
from briefings.media_forms import DocumentForm, ImageForm
from briefings.models import Document, DocumentCover, DocumentPage, Image

_PAGES_WITH_TEXT = (
    DocumentPage.objects.filter(document=OuterRef("pk"))
    .order_by()
    .values("document")
    .values(number=Count("pk"))
)


@admin.register(Image)
class ImageAdmin(ShowsUses, KeepsFiles, Uploads, ModelAdmin):
    form = ImageForm
    words, most_bytes, accepted = ImageWords, images.MOST_BYTES, ",".join(images.ACCEPTED.values())
    change_form_template = "admin/briefings/media/change_form.html"
    change_list_template = "admin/briefings/media/wall.html"
    search_fields = ["title", "alt", "caption", "credit", "digest__startswith", "file"]
    list_filter = [UsedFilter, LackingFilter, TwiceFilter, TypeFilter]
    list_display = ["small", "title", "credit", "size", "created"]
    list_display_links = ["small", "title"]
    readonly_fields = ["picture"]
    fieldsets = [
        (None, {"fields": ["file", "kept_file", "picture", ("focal_x", "focal_y"), "title"]}),
        (gettext_lazy("Beside it"), {"fields": ["alt", "caption", "credit", "credit_url", "licence"]}),
    ]

    class Media:
        js = [Script("briefings/admin/focal_point.js", type="module")]

    def get_urls(self):
        thumbnail = path(
            "<int:pk>/thumbnail/",
            self.admin_site.admin_view(self.thumbnail_view, cacheable=True),
            name="briefings_image_thumbnail",
        )
        return [thumbnail, *super().get_urls()]

    def thumbnail_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(smallest(get_object_or_404(Image, pk=pk)))

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        if form.same_picture:
            text = _("The same picture is here already: “%(title)s”.")
            self.message_user(request, text % {"title": form.same_picture}, WARNING)

    @admin.display(description=gettext_lazy("picture"))
    def small(self, image: Image) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="{}" loading="lazy">', smallest(image), image)

    @admin.display(description=gettext_lazy("focal point"))
    def picture(self, image: Image) -> str:
        if not image.pk:
            return _("Save first, then click on what must stay in view when the picture is cropped.")
        return format_html('<img data-focal-point src="{}" alt="{}">', image.file.url, image.alt or image)

    @admin.display(description=gettext_lazy("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"


@admin.register(Document)
class DocumentAdmin(ShowsUses, KeepsFiles, Uploads, ModelAdmin):
    form = DocumentForm
    words, most_bytes, accepted = DocumentWords, pdfs.MOST_BYTES, "application/pdf"
    change_form_template = "admin/briefings/media/change_form.html"
    search_fields = ["title", "digest__startswith"]
    list_display = ["small", "title", "shown_size", "pages", "language", "text", "created"]
    list_display_links = ["small", "title"]
    list_filter = ["language", "text_state", UsedFilter, TwiceFilter]
    fields = ["file", "kept_file", "first_page", "title", "language", "text"]
    readonly_fields = ["first_page", "text"]
    actions = ["read_again"]

    def get_queryset(self, request: HttpRequest):
        drawn = DocumentCover.objects.filter(document=OuterRef("pk"), digest=OuterRef("digest"))
        found = {"pages_with_text": Subquery(_PAGES_WITH_TEXT), "drawn": Exists(drawn.exclude(picture=b""))}
        return super().get_queryset(request).annotate(**found)

    def get_urls(self):
        cover = path(
            "<int:pk>/cover/",
            self.admin_site.admin_view(self.cover_view, cacheable=True),
            name="briefings_document_cover",
        )
        return [cover, *super().get_urls()]

    def cover_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        cover = get_object_or_404(DocumentCover.objects.exclude(picture=b""), pk=pk)
        headers = {"Cache-Control": "private, max-age=86400"}
        return HttpResponse(bytes(cover.picture), content_type="image/jpeg", headers=headers)

    @admin.display(description=gettext_lazy("cover"))
    def small(self, document: Document) -> str:
        return self._cover(document, "thumbnail", str(document))

    @admin.display(description=gettext_lazy("cover"))
    def first_page(self, document: Document) -> str:
        alt = _("The first page of “%(title)s”") % {"title": document}
        return self._cover(document, "cover", alt) or _("There is none, or it is drawn within a minute.")

    def _cover(self, document: Document, look: str, alt: str) -> str:
        if not getattr(document, "drawn", False):
            return ""
        address = f"{reverse('admin:briefings_document_cover', args=[document.pk])}?{document.digest}"
        return format_html('<img class="{}" src="{}" alt="{}" loading="lazy">', look, address, alt)

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        if form.same_document:
            text = _("The same file is here already: “%(title)s”.")
            self.message_user(request, text % {"title": form.same_document}, WARNING)

    @admin.action(description=gettext_lazy("Read the text again"), permissions=["change"])
    def read_again(self, request: HttpRequest, documents) -> None:
        documents.update(text_digest="", text_state=Document.Text.WAITING)
        self.message_user(request, _("The documents will be read within a minute."))

    @admin.display(description=gettext_lazy("text for the search"), ordering="text_state")
    def text(self, document: Document) -> str:
        state, found = document.get_text_state_display(), getattr(document, "pages_with_text", None)
        if document.text_state not in (Document.Text.READ, Document.Text.CUT) or not (
            found and document.pages
        ):
            return state
        text = ngettext(
            "%(state)s, text on %(found)s of %(pages)s page",
            "%(state)s, text on %(found)s of %(pages)s pages",
            document.pages,
        )
        return text % {"state": state, "found": found, "pages": document.pages}

    def view_on_site(self, document: Document) -> str:
        return document.get_absolute_url()

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def shown_size(self, document: Document) -> str:
        return filesizeformat(document.size)


def smallest(image: Image) -> str:
    """Address of the smallest size there is of a picture."""
    sizes = image.renditions.get("card") or image.renditions.get("full")
    return image.file.storage.url(sizes[0][2]) if sizes else image.file.url
