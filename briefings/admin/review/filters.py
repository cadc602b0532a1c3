"""What waits for whom, in the list of briefings."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings import moments
from briefings.models import ReviewState
from briefings.publishing.review import waiting_for


class ReviewFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [
            ("mine", _("Waiting for me")),
            ("in_review", _("In review")),
            ("changes", _("Changes requested")),
            ("approved", _("Approved")),
            ("week", _("Due this week")),
            ("overdue", _("Overdue")),
        ]

    def queryset(self, request, queryset):
        asked = self.value()
        if asked == "mine":
            return queryset.filter(waiting_for(request.user))
        if asked in (ReviewState.IN_REVIEW, ReviewState.CHANGES, ReviewState.APPROVED):
            return queryset.filter(review__state=asked)
        today = moments.day(timezone.now())
        if asked == "week":
            sunday = today + timedelta(days=6 - today.weekday())
            return queryset.filter(review__due__range=(today, sunday))
        return queryset.filter(review__due__lt=today) if asked == "overdue" else queryset
