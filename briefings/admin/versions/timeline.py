"""`…/<id>/history/`: every version, who saved it when, and in words what changed; what readers saw stands out."""

from __future__ import annotations

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from briefings.diffing import contents
from briefings.models import Briefing, Correction, Origin, SentEdition, Version

PAGE = 50
_DRAFTS = [Origin.SAVED, Origin.RESTORED]
SHOWN = {
    "": (gettext_lazy("Everything"), Q()),
    "drafts": (gettext_lazy("Saved drafts"), Q(origin__in=_DRAFTS, published_at=None)),
    "public": (gettext_lazy("Published versions"), Q(published_at__isnull=False)),
    "named": (gettext_lazy("With a name"), ~Q(name="")),
    "kept": (gettext_lazy("Kept aside"), ~Q(origin__in=_DRAFTS)),
}


class Entry(NamedTuple):
    version: Version
    summary: str
    corrections: list[Correction]
    sent: list[SentEdition]


class Timeline:
    """Mixin for the admin of briefings."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None):
        found = Briefing.objects.none()
        if object_id.isdecimal() and len(object_id) < 19:
            found = Briefing.objects.filter(pk=object_id)
        context = {"timeline": _timeline(request, briefing)} if (briefing := found.first()) else {}
        if briefing:
            context["may_change"] = self.has_change_permission(request, briefing)
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


def _timeline(request: HttpRequest, briefing: Briefing) -> dict:
    """What the template shows: one page of entries, and the tabs over it."""
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in SHOWN else ""
    versions = briefing.versions.filter(SHOWN[wanted][1]).select_related("created_by")
    page = Paginator(versions, PAGE).get_page(request.GET.get("page"))
    editions = SentEdition.objects.filter(edition__items__briefing=briefing.pk).select_related("series")
    sent = list(editions.newest_first())
    return {
        "page": page,
        "entries": _entries(briefing, list(page), sent),
        "tabs": [(name, label, name == wanted) for name, (label, _filter) in SHOWN.items()],
        "shown": wanted,
        "live": briefing.live_version_id,
        "latest": briefing.latest_version_id,
        "sent": sent,
    }


def _entries(briefing: Briefing, page: list[Version], sent: list[SentEdition]) -> list[Entry]:
    if not page:
        return []
    corrections: dict[int, list[Correction]] = {}
    for correction in briefing.corrections.filter(version__in=page):
        corrections.setdefault(correction.version_id, []).append(correction)
    before = _predecessors(briefing.versions.all(), page)
    return [
        Entry(
            version,
            _summary(before.get(version.pk), version),
            corrections.get(version.pk, []),
            [edition for edition in sent if _version_in(edition, briefing.pk) == version.number],
        )
        for version in page
    ]


def _predecessors(versions: QuerySet[Version], page: list[Version]) -> dict[int, Version]:
    """For each version the draft it was written from: the nearest one below it that was saved. Two queries."""
    lowest, highest = page[-1].number, page[0].number
    saved = versions.filter(origin__in=_DRAFTS)
    below = list(saved.filter(number__lt=lowest)[:1])
    drafts = [*saved.filter(number__gte=lowest, number__lt=highest), *below]
    return {
        version.pk: nearest
        for version in page
        if (nearest := next((draft for draft in drafts if draft.number < version.number), None))
    }


def _summary(before: Version | None, version: Version) -> str:
    if before is None:
        return _("The first version.")
    found = contents.changes(before.read(), version.read())
    if not found:
        return _("Says the same as version %(number)s.") % {"number": before.number}
    return _("Changed: %(fields)s.") % {"fields": ", ".join(map(_told, found))}


def _told(change: contents.Change) -> str:
    counts = []
    if change.added:
        counts.append(ngettext("%(n)d word more", "%(n)d words more", change.added) % {"n": change.added})
    if change.removed:
        counts.append(ngettext("%(n)d word less", "%(n)d words less", change.removed) % {"n": change.removed})
    return f"{change.label} ({', '.join(counts)})" if counts else change.label


def _version_in(edition: SentEdition, briefing: int) -> int | None:
    """Which version of the briefing the edition was sent with."""
    items = edition.content.get("items", ())
    return next((item.get("version") for item in items if item.get("id") == briefing), None)
