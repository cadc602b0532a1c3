"""What readers looked for in vain in the last thirty days."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.dashboard.cards import SHOWN, Card, Line
from newsroom.dashboard.look import Look
from search.models import Question

_DAYS = 30


def card(look: Look) -> Card | None:
    if not look.may("search.view_question"):
        return None
    since = timezone.localdate() - timedelta(days=_DAYS)
    rows = Question.objects.filter(day__gt=since, in_vain__gt=0).order_by().values("query")
    rows = rows.annotate(times=Sum("in_vain")).order_by("-times", "query")[:SHOWN]
    every = reverse("admin:search_question_changelist")
    return Card(
        key="searched",
        title=_("Looked for in vain"),
        lines=[
            Line(
                text=row["query"],
                url=f"{every}?{urlencode({'q': row['query']})}",
                note=ngettext("%(n)d time", "%(n)d times", row["times"]) % {"n": row["times"]},
            )
            for row in rows
        ],
        empty=_("Readers found something every time, or have not searched."),
        more=(every, _("All questions")),
    )
