"""`…/<id>/compare/?old=3&new=draft`: two states of a briefing side by side.

A side is the number of a version, `draft` (as last saved), `live` (what readers see), `sent-7` (as it stood in the mail
of edition 7), or `unsaved-<key>` (the asking writer's own text that is not saved yet).
"""

from __future__ import annotations

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from briefings.admin.said import content_said
from briefings.admin.working.resuming import data_of
from briefings.content import Content
from briefings.diffing import contents, rendering
from briefings.editions.content import EditionContent
from briefings.models import Autosave, Briefing, SentEdition, Version


class Side(NamedTuple):
    """One of the two. A piece in a mail has fewer fields than the piece itself."""

    name: str
    label: str
    content: Content
    version: Version | None = None
    of_mail: bool = False


class Comparing:
    """Mixin for the admin of briefings. Needs `bound` of `Resuming`."""

    def get_urls(self):
        compare = path(
            "<int:pk>/compare/",
            self.admin_site.admin_view(self.compare_view),
            name="briefings_briefing_compare",
        )
        return [compare, *super().get_urls()]

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Briefing.objects.select_related("latest_version__created_by", "live_version__created_by")
        briefing = get_object_or_404(rows, pk=pk)
        if not self.has_view_or_change_permission(request, briefing):
            raise PermissionDenied
        new = self.side(request, briefing, request.GET.get("new") or "draft")
        old = self.side(request, briefing, request.GET.get("old") or "live")
        differences = compared(old, new)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What changed"),
            "subtitle": str(briefing),
            "opts": self.opts,
            "original": briefing,
            "media": self.media,
            "old": old,
            "new": new,
            "differences": differences,
            "may_change": self.has_change_permission(request, briefing),
            "back": reverse("admin:briefings_briefing_history", args=[pk]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/versions/compare.html", context)

    def side(self, request: HttpRequest, briefing: Briefing, name: str) -> Side:
        """The side called `name`. Raises Http404 for one that does not exist or is somebody else's."""
        if name == "draft":
            return _of(name, briefing.latest_version, _("the draft"))
        if name == "live":
            return _of(name, briefing.live_version, _("what readers see"))
        kind, _dash, key = name.partition("-")
        if kind == "sent" and key.isdecimal() and len(key) < 10:
            return _as_sent(briefing, int(key))
        if kind == "unsaved":
            return self._unsaved(request, briefing, key)
        if name.isdecimal() and len(name) < 7:
            versions = briefing.versions.select_related("created_by")
            return _of(name, get_object_or_404(versions, number=name))
        raise Http404

    def _unsaved(self, request: HttpRequest, briefing: Briefing, key: str) -> Side:
        own = Autosave.objects.filter(user=request.user, briefing=briefing).exclude(fields={})
        row = get_object_or_404(own, key=key)
        if not self.has_change_permission(request, briefing):
            raise Http404
        fresh = Briefing.objects.select_related("format", "channel", "series", "image").get(pk=briefing.pk)
        content = content_said(*self.bound(request, fresh, data_of(row)))
        when = date_format(localtime(row.saved_at), "SHORT_DATETIME_FORMAT")
        return Side(f"unsaved-{key}", _("Your unsaved text of %(when)s") % {"when": when}, content)


def compared(old: Side, new: Side) -> list[tuple[contents.Difference, list[rendering.Stretch]]]:
    """What differs, ready to be shown. Of a piece in a mail only what the mail had of it."""
    before, after = old.content, new.content
    if old.of_mail or new.of_mail:
        before, after = _as_in_mail(before, after)
    found = [one for one in contents.side_by_side(before, after) if one.changed]
    return [(difference, rendering.stretches(difference)) for difference in found]


def _of(name: str, version: Version | None, called: str = "") -> Side:
    if version is None:
        raise Http404
    label = _("Version %(number)s") % {"number": version.number}
    facts = [called, version.name, date_format(localtime(version.created), "SHORT_DATETIME_FORMAT")]
    if version.created_by:
        facts.append(version.created_by.get_full_name() or version.created_by.get_username())
    return Side(name, f"{label}: {', '.join(fact for fact in facts if fact)}", version.read(), version)


def _as_sent(briefing: Briefing, edition: int) -> Side:
    sent = get_object_or_404(SentEdition.objects.select_related("series"), pk=edition)
    items = EditionContent.from_json(sent.content).items
    item = next((item for item in items if item.id == briefing.pk), None)
    if item is None:
        raise Http404
    content = Content(
        kind=item.kind, title=item.title, language=item.language, dek=item.dek, parts=item.parts
    )
    label = _("As sent: %(series)s, no. %(number)s, %(date)s") % {
        "series": sent.series.name_in(),
        "number": sent.number,
        "date": date_format(sent.date, "DATE_FORMAT"),
    }
    return Side(f"sent-{edition}", label, content, of_mail=True)


def _as_in_mail(*pair: Content) -> list[Content]:
    """Both with title, dek and those parts alone that both have, empty ones left out."""
    shown = [tuple(part for part in content.parts if part.html) for content in pair]
    keys = [{part.key for part in parts} for parts in shown]
    common = keys[0] & keys[1] or keys[0] | keys[1]
    return [
        Content(
            kind="",
            title=content.title,
            language="",
            dek=content.dek,
            parts=tuple(part for part in parts if part.key in common),
        )
        for content, parts in zip(pair, shown, strict=True)
    ]
