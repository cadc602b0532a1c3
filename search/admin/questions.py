"""What readers looked for: in vain first, and from there one click to a synonym or a pinned result."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, OuterRef, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from search.models import Question

SPANS = (7, 30, 90, 180)


class Span(admin.SimpleListFilter):
    """The last days that are counted together; thirty unless said otherwise."""

    title = _("time")
    parameter_name = "days"
    template = "admin/filter.html"

    def lookups(self, request, model_admin):
        return [(str(days), _("last %(days)d days") % {"days": days}) for days in SPANS if days != 30]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield {**first, "display": _("last %(days)d days") % {"days": 30}}
        yield from others

    def queryset(self, request, queryset):
        return queryset


class Questions(ChangeList):
    """Orders by the sums and marks their column. The order of the model is of single days, and as the admin's own order
    Django refuses what is no field."""

    def _get_default_ordering(self) -> list[str]:
        return ["-in_vain_", "-searches_", "query"]


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    """A line a question, its days added up: the newest row of each question stands for it."""

    list_display = ["query", "all_in_vain", "all_searches", "last_results", "remedies"]
    list_display_links = None
    list_filter = [Span]
    search_fields = ["query"]
    show_full_result_count = False

    def get_queryset(self, request):
        days = request.GET.get("days", "")
        first = timezone.localdate() - timedelta(days=int(days) if days in map(str, SPANS) else 30)
        since = Question.objects.filter(day__gt=first)
        same = since.filter(query=OuterRef("query")).order_by().values("query")
        newest = same.annotate(last=Max("day")).values("last")
        return since.filter(day=Subquery(newest[:1])).annotate(
            searches_=Subquery(same.annotate(n=Sum("searches")).values("n")),
            in_vain_=Subquery(same.annotate(n=Sum("in_vain")).values("n")),
        )

    def get_changelist(self, request, **kwargs) -> type[ChangeList]:
        return Questions

    @admin.display(description=_("in vain"), ordering="in_vain_")
    def all_in_vain(self, question: Question) -> int:
        return question.in_vain_

    @admin.display(description=_("searches"), ordering="searches_")
    def all_searches(self, question: Question) -> int:
        return question.searches_

    @admin.display(description=_("results at last"), ordering="results")
    def last_results(self, question: Question) -> int:
        return question.results

    @admin.display(description=_("remedies"))
    def remedies(self, question: Question) -> str:
        return format_html(
            '<a href="{}?{}">{}</a> · <a href="{}?{}">{}</a> · <a href="{}?{}">{}</a>',
            reverse("admin:search_synonyms_add"),
            urlencode({"phrases": question.query}),
            _("make a synonym"),
            reverse("admin:search_pin_add"),
            urlencode({"query": question.query}),
            _("pin a result"),
            reverse("search"),
            urlencode({"q": question.query}),
            _("search"),
        )

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
