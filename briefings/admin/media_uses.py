"""Where a picture or a document is used: shown on its page, and the reason why it cannot be deleted."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from briefings import media_uses
from briefings.media_uses import Use


class Line(NamedTuple):
    """`url` is empty for those who may not open it."""

    kind: str
    name: str
    url: str
    hows: str

    def __html__(self) -> str:
        name = format_html('<a href="{}">{}</a>', self.url, self.name) if self.url else self.name
        return format_html("{}: {} ({})", self.kind, name, self.hows)


class ShowsUses:
    """Mixin for the admin of pictures and documents: a list of what uses one, and no deleting of what is used."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and not context["is_popup"]:
            uses = media_uses.uses_of(obj)
            context["uses"] = [self._line(request, use) for use in uses]
            context["many_uses"] = len(uses) >= media_uses.MOST
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """What is used stays: its uses stand in the place of what is protected."""
        uses = [use for thing in objs for use in media_uses.uses_of(thing, thorough=True)]
        if not uses:
            return super().get_deleted_objects(objs, request)
        lines = [self._line(request, use).__html__() for use in dict.fromkeys(uses)]
        titles = [str(thing) for thing in objs]
        return titles, {self.opts.verbose_name_plural: len(titles)}, set(), lines

    def _line(self, request: HttpRequest, use: Use) -> Line:
        meta, opened = use.model._meta, self.admin_site._registry.get(use.model)
        may_open = opened is not None and opened.has_view_permission(request)
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[use.pk]) if may_open else ""
        name = use.name or _("without a title")
        return Line(capfirst(meta.verbose_name), name, url, ", ".join(map(str, use.hows)))
