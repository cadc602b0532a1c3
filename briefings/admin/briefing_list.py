"""The list of briefings: what it shows, how it is narrowed down."""

from __future__ import annotations

from datetime import datetime

from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from briefings.admin.filters import AuthorFilter, BinFilter, ChangedFilter, SeriesFilter, YearFilter
from briefings.admin.finding import having
from briefings.admin.review.filters import ReviewFilter
from briefings.bylines import join_names
from briefings.models import Briefing, Credit, Plan, Review, State, name_of
from briefings.models.credits import Role
from subscriptions.admin.base import CappedPaginator


class BriefingList:
    list_display = ["title", "kind", "shown_state", "series", "byline", "published", "last_changed"]
    list_filter = [
        ReviewFilter,
        "state",
        ChangedFilter,
        "kind",
        "language",
        SeriesFilter,
        AuthorFilter,
        YearFilter,
        BinFilter,
    ]
    list_select_related = ["series", "review__assignee"]
    search_fields = ["title", "slug", "credits__person__name"]  # shows the box; `having` looks
    paginator = CappedPaginator
    ordering = ["-changed", "-pk"]

    def get_list_display(self, request):
        return [*self.list_display, "time_left"] if BinFilter.shows_bin(request) else self.list_display

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        credits = Credit.objects.filter(role=Role.AUTHOR).select_related("person", "organisation", "series")
        # On the page of rows alone: the count needs none of it.
        changelist.result_list = changelist.result_list.prefetch_related(
            Prefetch("credits", credits, to_attr="author_credits"),
            Prefetch("plans", Plan.objects.unfinished(), to_attr="unfinished_plans"),
        )
        return changelist

    def get_search_results(self, request, queryset, search_term):
        found = having(queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            found = found.kept()
            if request.GET.get("model_name") == "editionitem":
                found = found.filter(state=State.PUBLISHED)
        return found, False

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, briefing: Briefing) -> str:
        label = briefing.get_state_display()
        if briefing.state == State.PUBLISHED and briefing.has_unpublished_changes:
            label = f"{label}, {_('changed since')}"
        shown = format_html('<span class="state {}">{}</span>', briefing.state, label)
        review = getattr(briefing, "review", None)
        more = [_of_plan(plan) for plan in getattr(briefing, "unfinished_plans", [])]
        more += [_of_review(review)] if review else []
        return format_html_join(" ", "{}", ([one] for one in [shown, *more]))

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, briefing: Briefing) -> str:
        return _("undated") if briefing.undated else _day(briefing.published_at)

    @admin.display(description=_("changed"), ordering="changed")
    def last_changed(self, briefing: Briefing) -> str:
        return _day(briefing.changed)

    @admin.display(description=_("byline"))
    def byline(self, briefing: Briefing) -> str:
        return join_names([credit.to.name for credit in briefing.author_credits])


def _of_plan(plan: Plan) -> str:
    """What is scheduled of it, and for when."""
    when = date_format(timezone.localtime(plan.at), "SHORT_DATETIME_FORMAT")
    said = f"{plan.get_state_display()}: {plan.get_verb_display()} {when}"
    return format_html('<span class="state {}">{}</span>', plan.state, said)


def _of_review(review: Review) -> str:
    """How the working copy stands, whose turn it is and until when."""
    turn = name_of(review.assignee) if review.assignee else ""
    due = _("due %(day)s") % {"day": date_format(review.due, "SHORT_DATE_FORMAT")} if review.due else ""
    told = ", ".join(filter(None, [review.get_state_display(), turn, due]))
    return format_html('<span class="state {}">{}</span>', review.state, told)


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""
