"""Briefings in the back office: the form. List, buttons, pages and bin are mixed in from their modules."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.forms import Script
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from briefings import drafting, tasks
from briefings.admin.bin import Binning
from briefings.admin.briefing_form import BriefingForm
from briefings.admin.briefing_list import BriefingList
from briefings.admin.buttons import Buttons
from briefings.admin.calendar import Calendar
from briefings.admin.choosing import ModelAdmin
from briefings.admin.credits import CreditInline, DocumentInline
from briefings.admin.decisions import Decisions
from briefings.admin.desks import WithinDesks
from briefings.admin.lookahead.checking import Checking
from briefings.admin.lookahead.pane import Lookahead
from briefings.admin.merging import ReconcilingBriefings
from briefings.admin.parts import PartInline
from briefings.admin.planning import Planning
from briefings.admin.previews import Previews
from briefings.admin.referring import Referring
from briefings.admin.review import Reviewing, with_review
from briefings.admin.sharing import Sharing
from briefings.admin.starting import Start, settle_parts
from briefings.admin.tagging import Tagging
from briefings.admin.versions import Versions
from briefings.admin.working import Working
from briefings.models import Briefing, Format, Series

_FORMED_BY = (
    *("format", "channel", "series", "image", "translation_of", "latest_version", "live_version"),
    *("created_by", "review__assignee", "review__approved_by", "review__approved_version"),
)


@admin.register(Briefing)
class BriefingAdmin(
    WithinDesks,
    Reviewing,
    Sharing,
    Planning,
    Calendar,
    ReconcilingBriefings,
    Working,
    BriefingList,
    Buttons,
    Decisions,
    Previews,
    Lookahead,
    Checking,
    Versions,
    Tagging,
    Referring,
    Binning,
    ModelAdmin,
):
    form = BriefingForm
    inlines = [PartInline, CreditInline, DocumentInline]
    autocomplete_fields = ["format", "series", "channel", "topics", "regions", "image", "translation_of"]
    fieldsets = [
        (None, {"fields": ["title", "dek", "seen"], "classes": ["headlines"]}),
        (
            gettext_lazy("Where it belongs"),
            {"fields": [("format", "kind", "language"), ("series", "channel"), "topics", "regions", "tags"]},
        ),
        (gettext_lazy("Picture"), {"fields": ["image", "image_alt", "image_caption"]}),
        (gettext_lazy("Summary"), {"fields": ["summary"]}),
        (
            gettext_lazy("Recording or event"),
            {"fields": ["media_url", ("starts_at", "ends_at"), "place"], "classes": ["collapse"]},
        ),
        (
            gettext_lazy("Address and date"),
            {
                "fields": ["slug", ("published_at", "undated"), "embargoed_until", "external_id"],
                "classes": ["collapse"],
            },
        ),
        (gettext_lazy("Translation"), {"fields": ["translation_of"], "classes": ["collapse"]}),
    ]

    class Media:
        css = {"all": [f"briefings/admin/{name}.css" for name in ("lookahead", "working", "review")]}
        js = [
            Script("briefings/admin/tags.js", type="module"),
            Script("briefings/admin/thumbnail.js", type="module"),
            Script("briefings/admin/unsaved.js", type="module"),
            Script("briefings/admin/comments.js", type="module"),
            Script("briefings/admin/autosave.js", type="module"),
            Script("briefings/admin/presence.js", type="module"),
            Script("briefings/admin/preview_pane.js", type="module"),
            Script("briefings/admin/checks.js", type="module"),
        ]

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", None) == "briefings_briefing_change":
            rows = rows.select_related(*_FORMED_BY).prefetch_related("topics", "regions")
            return with_review(rows, request.user)
        return rows

    def view_on_site(self, obj: Briefing) -> str | None:
        return obj.get_absolute_url()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        asked = super().get_changeform_initial_data(request)
        return {**asked, **Start.of(request).fields()}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        return {
            **super().get_formset_kwargs(request, obj, inline, prefix),
            **inline.formset_kwargs(request, obj),
        }

    def add_view(self, request, form_url="", extra_context=None):
        start = Start.of(request)
        choices = {
            "start": start,
            "formats": Format.objects.all(),
            "all_series": Series.objects.all(),
            "languages": settings.LANGUAGES,
        }
        return super().add_view(request, form_url, {**choices, **(extra_context or {})})

    def save_model(self, request, obj: Briefing, form: BriefingForm, change: bool) -> None:
        """Write only what the form changed: state and versions may have moved on since it was loaded."""
        if not change:
            obj.created_by = request.user
            obj.save()
            return
        if form.columns:
            obj.save(update_fields=form.columns)
        self.note_embargo(request, obj, form)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        briefing = form.instance
        settle_parts(
            briefing,
            fill=not change or "format" in form.changed_data,
            translate=not change or "language" in form.changed_data,
        )
        # Links set by the form lie in a cache of what they were before.
        briefing._prefetched_objects_cache = {}
        version = drafting.freeze(briefing, by=request.user)
        tasks.follow_links_later(version.read(), briefing.format)
