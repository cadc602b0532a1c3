"""The page of the calendar (`?view=week&day=2026-12-01`), and the address that moves an entry to another day."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.messages import ERROR, SUCCESS
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from briefings import moments, publishing
from briefings.admin.calendar.entries import entries
from briefings.admin.calendar.moving import MOVES, move
from briefings.admin.calendar.spans import LIST, MONTH, WEEK, Span
from briefings.editions.errors import NotPossible, NotReady


class Calendar:
    """Mixin for the admin of briefings: `…/calendar/` and `…/calendar/move/`."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("calendar/", wrap(self.calendar_view), name="briefings_briefing_calendar"),
            path("calendar/move/", wrap(require_POST(self.move_view)), name="briefings_briefing_move"),
        ]
        return [*pages, *super().get_urls()]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = moments.day(timezone.now())
        span = Span.of(request.GET.get("view", ""), request.GET.get("day", ""), today)
        found = entries(span, request.user)
        weeks = [
            [{"day": day, "entries": found.get(day, []), "out": _is_out(span, day)} for day in week]
            for week in span.weeks
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Calendar"),
            "opts": self.opts,
            "span": span,
            "weeks": weeks,
            "today": today,
            "views": [(MONTH, _("Month")), (WEEK, _("Week")), (LIST, pgettext("calendar", "List"))],
            "names": [date_format(day, "l") for day in span.weeks[0]] if span.view != LIST else [],
            "zone": timezone.get_default_timezone_name(),
            "media": self.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/briefings/calendar/calendar.html", context)

    def move_view(self, request: HttpRequest) -> HttpResponse:
        """POST `what` and `id` with a `day`, or with `by` (days) and the day it stands on as `from`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        what, pk, day = request.POST.get("what", ""), request.POST.get("id", ""), _asked(request)
        if what not in MOVES or not pk.isdecimal() or len(pk) > 12:
            raise Http404
        if day is None:
            self.message_user(request, _("Say to which day."), ERROR)
            return HttpResponseRedirect(_page(request, None))
        try:
            move(what, int(pk), day, by=request.user)
        except (publishing.NotReady, NotReady) as error:
            said = " ".join(problem.message for problem in error.problems)
            self.message_user(request, _("Not moved: %(why)s") % {"why": said}, ERROR)
        except (publishing.NotPossible, NotPossible) as error:
            self.message_user(request, _("Not moved: %(why)s") % {"why": error}, ERROR)
        else:
            self.message_user(
                request, _("Moved to %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}, SUCCESS
            )
        return HttpResponseRedirect(_page(request, day))


def _asked(request: HttpRequest) -> date | None:
    """The day that was asked for, as itself or as a step from where it stands."""
    by = request.POST.get("by", "")
    name = "from" if by in ("-1", "1") else "day"
    try:
        day = date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None
    return day + timedelta(days=int(by)) if name == "from" else day


def _page(request: HttpRequest, day: date | None) -> str:
    """The calendar as it was looked at."""
    asked = {"view": request.POST.get("view", MONTH), "day": request.POST.get("shown", "")}
    place = f"#day-{day.isoformat()}" if day else ""
    return f"{reverse('admin:briefings_briefing_calendar')}?{urlencode(asked)}{place}"


def _is_out(span: Span, day: date) -> bool:
    return span.view == MONTH and day.month != span.anchor.month
