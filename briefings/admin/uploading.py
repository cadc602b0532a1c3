"""Several pictures or documents at once: dropped on the list, or chosen in a plain field. Then what is to be said of each.

With scripts each file is a request of its own, answered in JSON; without, one request brings them all.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.forms import modelformset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from briefings import media_tasks
from briefings.models import Document, Image

MOST_AT_ONCE = 20  # files in one request: each is decoded while its sender waits
_MOST_DESCRIBED = 100


class Taken(NamedTuple):
    """What became of a file: a new row, one with the same file that was here already, or what was wrong."""

    name: str
    new: models.Model | None = None
    known: models.Model | None = None
    error: str = ""


class ImageWords(forms.ModelForm):
    """What a picture needs before a publication shows it."""

    class Meta:
        model = Image
        fields = ["alt", "credit", "caption", "title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alt"].required = self.fields["credit"].required = True


class DocumentWords(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["title", "language"]


class Uploads:
    """Mixin for the admin of pictures and documents. `words` is the form for what is said of each new one."""

    change_list_template = "admin/briefings/media/change_list.html"
    words: type[forms.ModelForm]
    most_bytes: int
    accepted: str

    def get_urls(self):
        name, wrap = self.opts.model_name, self.admin_site.admin_view
        views = [
            path("upload/", wrap(require_POST(self.upload_view)), name=f"briefings_{name}_upload"),
            path("describe/", wrap(self.describe_view), name=f"briefings_{name}_describe"),
        ]
        return [*views, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        name = self.opts.model_name
        uploads = self.has_add_permission(request) and "_popup" not in request.GET
        more = {
            "uploads": uploads,
            "upload_url": reverse(f"admin:briefings_{name}_upload"),
            "describe_url": reverse(f"admin:briefings_{name}_describe"),
            "most_bytes": self.most_bytes,
            "accepted": self.accepted,
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        files = request.FILES.getlist("files")
        taken = [self._take(request, file) for file in files[:MOST_AT_ONCE]]
        if request.headers.get("Accept") == "application/json":
            return self._as_json(taken)
        for file in files[MOST_AT_ONCE:]:
            taken.append(Taken(file.name or "", error=_("Too many files at once: send it again by itself.")))
        if not taken:
            self.message_user(request, _("Choose files first."), "ERROR")
        return self._told(request, taken)

    def describe_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.GET.get("ids", "").split(",")[:_MOST_DESCRIBED]
        ids = [int(pk) for pk in asked if pk.isdecimal() and len(pk) < 19]
        rows = self.model.objects.filter(pk__in=ids).order_by("pk")
        forms_of = modelformset_factory(
            self.model, form=self.words, extra=0, edit_only=True, max_num=_MOST_DESCRIBED
        )
        formset = forms_of(request.POST or None, queryset=rows)
        if request.method == "POST" and formset.is_valid():
            return self._described(request, formset)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What is to be said of each"),
            "formset": formset,
            "media": self.media,
            "thumbnail_url": "admin:briefings_image_thumbnail" if self.model is Image else "",
        }
        return TemplateResponse(request, "admin/briefings/media/describe.html", context)

    def _take(self, request: HttpRequest, file: UploadedFile) -> Taken:
        name = PurePath(file.name or "").name
        title = PurePath(name).stem.replace("_", " ").replace("-", " ").strip()[:200]
        data = {"title": title, "focal_x": 0.5, "focal_y": 0.5, "language": request.LANGUAGE_CODE}
        form = self.form(data, {"file": file})
        if not form.is_valid():
            return Taken(name, error=" ".join(str(said) for said in _said(form)))
        known = getattr(form, "same_picture", None) or getattr(form, "same_document", None)
        if known:
            return Taken(name, known=known)
        with transaction.atomic():
            new = form.save()
            self.log_addition(request, new, [{"added": {}}])
        return Taken(name, new=new)

    def _as_json(self, taken: list[Taken]) -> JsonResponse:
        one = taken[0] if taken else Taken("", error=_("Choose files first."))
        if one.error:
            return JsonResponse({"error": one.error}, status=422)
        row = one.new or one.known
        answer = {"id": row.pk, "title": str(row), "url": self._form_of(row), "known": one.new is None}
        return JsonResponse(answer, status=201 if one.new else 200)

    def _told(self, request: HttpRequest, taken: list[Taken]) -> HttpResponseRedirect:
        for one in taken:
            if one.error:
                self.message_user(request, f"{one.name}: {one.error}", "ERROR")
            elif one.known:
                said = _("This file is here already: use it.")
                link = format_html(
                    '{}: {} <a href="{}">{}</a>', one.name, said, self._form_of(one.known), one.known
                )
                self.message_user(request, link, "WARNING")
        new = [one.new.pk for one in taken if one.new]
        if not new:
            return HttpResponseRedirect(reverse(f"admin:briefings_{self.opts.model_name}_changelist"))
        said = ngettext("%(count)d file is here.", "%(count)d files are here.", len(new)) % {
            "count": len(new)
        }
        self.message_user(request, said, "SUCCESS")
        address = reverse(f"admin:briefings_{self.opts.model_name}_describe")
        return HttpResponseRedirect(f"{address}?ids={','.join(map(str, new))}")

    def _described(self, request: HttpRequest, formset) -> HttpResponseRedirect:
        with transaction.atomic():
            for row in formset.save():
                (media_tasks.settle if isinstance(row, Image) else media_tasks.settle_document)(row)
                self.log_change(request, row, [{"changed": {}}])
        self.message_user(request, _("Saved."), "SUCCESS")
        return HttpResponseRedirect(reverse(f"admin:briefings_{self.opts.model_name}_changelist"))

    def _form_of(self, row: models.Model) -> str:
        return reverse(f"admin:briefings_{self.opts.model_name}_change", args=[row.pk])


def _said(form: forms.ModelForm) -> list[str]:
    return [said for errors in form.errors.values() for said in errors]
