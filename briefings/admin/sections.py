"""Channels, series, topics and regions."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from briefings.admin.credits import SeriesCreditInline
from briefings.admin.deleting import Counted
from briefings.admin.languages import in_languages, translated
from briefings.admin.mentioned import MentionedAdmin, ReferenceForm
from briefings.models import Channel, Region, Series, Topic

ADDRESS = (_("Address"), {"fields": ["slug"], "classes": ["collapse"]})


@admin.register(Channel)
class ChannelAdmin(Counted, MentionedAdmin):
    form = translated(Channel, ReferenceForm, names="name", descriptions="description")
    search_fields = ["name", "names"]
    list_display = ["name", "slug", "position"]
    list_editable = ["position"]
    fieldsets = [(None, {"fields": [*in_languages("name", "description"), "position"]}), ADDRESS]


@admin.register(Series)
class SeriesAdmin(Counted, MentionedAdmin):
    form = translated(Series, ReferenceForm, names="name", purposes="purpose")
    autocomplete_fields = ["channel", "format", "image"]
    search_fields = ["name", "names"]
    list_display = ["name", "cadence", "channel", "is_newsletter"]
    list_filter = ["cadence", "is_newsletter"]
    inlines = [SeriesCreditInline]
    fieldsets = [
        (None, {"fields": in_languages("name", "purpose")}),
        (
            _("How it appears"),
            {"fields": [("cadence", "is_newsletter"), "mailing_list", "channel", "format", "image"]},
        ),
        ADDRESS,
    ]


@admin.register(Topic)
class TopicAdmin(MentionedAdmin):
    form = translated(Topic, ReferenceForm, names="name")
    search_fields = ["name", "names"]
    list_display = ["name", "slug"]
    fieldsets = [(None, {"fields": [*in_languages("name"), "description"]}), ADDRESS]


@admin.register(Region)
class RegionAdmin(MentionedAdmin):
    form = translated(Region, ReferenceForm, names="name")
    autocomplete_fields = ["parent"]
    search_fields = ["name", "names"]
    list_display = ["name", "parent", "slug"]
    list_select_related = ["parent"]
    fieldsets = [(None, {"fields": [*in_languages("name"), "parent"]}), ADDRESS]
