from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from briefings.admin.languages import in_languages, translated
from briefings.admin.mentioned import MentionedAdmin, ReferenceForm
from briefings.admin.prose import ProseWidget
from briefings.models import Organisation, Person
from briefings.sanitizing import SanitizedHTMLField


@admin.register(Person)
class PersonAdmin(MentionedAdmin):
    form = translated(Person, ReferenceForm, names="name", titles="title", bios="bio")
    formfield_overrides = {SanitizedHTMLField: {"widget": ProseWidget}}
    autocomplete_fields = ["portrait"]
    search_fields = ["name", "names", "slug"]
    list_display = ["name", "title", "email"]
    fieldsets = [
        (None, {"fields": in_languages("name", "title")}),
        (_("Biography"), {"fields": in_languages("bio")}),
        (_("Contact and portrait"), {"fields": ["email", "website", "portrait"]}),
        (_("Address"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]


@admin.register(Organisation)
class OrganisationAdmin(MentionedAdmin):
    form = translated(Organisation, ReferenceForm, names="name")
    search_fields = ["name", "names"]
    list_display = ["name", "url"]
    fields = [*in_languages("name"), "url"]
