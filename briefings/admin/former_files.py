"""The former files of a picture or a document: listed on its page, looked at, brought back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from briefings import file_responses, former_files, media_tasks
from briefings.models import Image
from briefings.views.documents import HARMLESS

_LISTED = 100


class KeepsFiles:
    """Mixin for the admin of pictures and documents."""

    def get_urls(self):
        name, wrap = self.opts.model_name, self.admin_site.admin_view
        views = [
            path(
                "<int:pk>/files/<int:file_pk>/",
                wrap(require_safe(self.former_file_view)),
                name=f"briefings_{name}_former",
            ),
            path(
                "<int:pk>/files/<int:file_pk>/bring-back/",
                wrap(require_POST(self.bring_back_view)),
                name=f"briefings_{name}_bring_back",
            ),
        ]
        return [*views, *super().get_urls()]

    def former_file_view(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
        """A picture by its address in the storage; a document's file has none."""
        thing, former = self._former_or_404(pk, file_pk)
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        if isinstance(thing, Image):
            return HttpResponseRedirect(former.file.url)
        return file_responses.respond(
            request,
            former.file.name,
            content_type="application/pdf",
            etag=f'"{former.digest}"',
            headers={
                "Content-Disposition": "inline",
                "Content-Security-Policy": HARMLESS,
                "Cache-Control": "private, no-store",
            },
        )

    def bring_back_view(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponseRedirect:
        thing, former = self._former_or_404(pk, file_pk)
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        thing = former_files.bring_back(former, by=request.user)
        (media_tasks.settle if isinstance(thing, Image) else media_tasks.settle_document)(thing)
        said = _("The former file is back. The one that was here is kept among the former files.")
        self.log_change(request, thing, said)
        self.message_user(request, said, "SUCCESS")
        return HttpResponseRedirect(reverse(f"admin:briefings_{self.opts.model_name}_change", args=[pk]))

    def save_form(self, request, form, change):
        form.by = request.user
        return super().save_form(request, form, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and not context["is_popup"]:
            context["former_files"] = obj.former_files.select_related("replaced_by")[:_LISTED]
            context["former_url"] = f"admin:briefings_{self.opts.model_name}_former"
            context["bring_back_url"] = f"admin:briefings_{self.opts.model_name}_bring_back"
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _former_or_404(self, pk: int, file_pk: int):
        thing = get_object_or_404(self.model, pk=pk)
        return thing, get_object_or_404(thing.former_files, pk=file_pk)
