"""What one can follow, and how."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefings.caching import public
from briefings.models import Series


@require_safe
@public
def show(request: HttpRequest) -> HttpResponse:
    """The newsletters and series with purpose, cadence and feeds."""
    series = list(Series.objects.select_related("channel"))
    newsletters = [one for one in series if one.is_newsletter]
    others = [one for one in series if not one.is_newsletter]
    return render(request, "newsroom/subscribe.html", {"newsletters": newsletters, "others": others})
