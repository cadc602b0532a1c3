"""Filters of the list of briefings."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import admin
from django.db.models import F, Max, Min
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _

from briefings.admin.choosing import Choice
from briefings.models import Briefing, Credit, Publication, State
from briefings.models.credits import Role


class ChangedFilter(admin.SimpleListFilter):
    title = _("changes")
    parameter_name = "changed_since"

    def lookups(self, request, model_admin):
        return [("yes", _("not public yet")), ("no", _("all public"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.changed_since_published()
        if self.value() == "no":
            return queryset.filter(state=State.PUBLISHED, latest_version=F("live_version"))
        return queryset


class YearFilter(admin.SimpleListFilter):
    """By the year of publication. Years are those between the oldest and the newest publication: telling which of
    them have none would mean looking at every row."""

    title = _("year of publication")
    parameter_name = "published_at__year"

    def lookups(self, request, model_admin):
        dated = Publication.objects.filter(year__gt=0)
        span = dated.aggregate(first=Min("year"), last=Max("year"))
        if not span["first"]:
            return []
        return [(str(year), str(year)) for year in range(span["last"], span["first"] - 1, -1)]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        return (
            queryset.filter(published_at__year=chosen)
            if chosen.isdecimal() and len(chosen) == 4
            else queryset
        )


class BinFilter(admin.SimpleListFilter):
    title = _("bin")
    parameter_name = "bin"

    def lookups(self, request, model_admin):
        return [("yes", _("In the bin"))]

    def queryset(self, request, queryset):
        return queryset.binned() if self.value() == "yes" else queryset.kept()

    def choices(self, changelist):
        default, *others = super().choices(changelist)
        return [{**default, "display": _("Not in the bin")}, *others]

    @classmethod
    def shows_bin(cls, request) -> bool:
        return request.GET.get(cls.parameter_name) == "yes"


class AutocompleteFilter(admin.SimpleListFilter):
    """Chosen by typing, since there may be thousands. `relation` is the foreign key whose rows are offered."""

    template = "admin/briefings/autocomplete_filter.html"
    relation = None

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        field = ModelChoiceField(self.relation.remote_field.model._base_manager.all(), required=False)
        self.widget = Choice(self.relation, model_admin.admin_site)
        self.widget.choices, self.widget.is_required = field.choices, False

    def lookups(self, request, model_admin):
        return [("", "")]

    def value(self):
        chosen = super().value()
        return chosen if chosen and chosen.isdecimal() and len(chosen) < 10 else None

    def choices(self, changelist):
        others = parse_qsl(changelist.get_query_string(remove=[self.parameter_name, "p"]).lstrip("?"))
        attrs = {"id": f"filter-{self.parameter_name}", "aria-label": self.title}
        return [
            {
                "widget": self.widget.render(self.parameter_name, [self.value() or ""], attrs),
                "others": others,
                "selected": bool(self.value()),
            }
        ]


class AuthorFilter(AutocompleteFilter):
    title = _("author")
    parameter_name = "author"
    relation = Credit._meta.get_field("person")

    def queryset(self, request, queryset):
        if self.value():
            by = Credit.objects.filter(person=self.value(), role=Role.AUTHOR)
            return queryset.filter(pk__in=by.values("briefing"))
        return queryset


class SeriesFilter(AutocompleteFilter):
    title = _("series")
    parameter_name = "of_series"
    relation = Briefing._meta.get_field("series")

    def queryset(self, request, queryset):
        return queryset.filter(series=self.value()) if self.value() else queryset
