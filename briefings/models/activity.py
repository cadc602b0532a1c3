"""Who did what to a briefing, and when: written by the verbs, never changed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing


class Deed(models.TextChoices):
    SUBMITTED = "submitted", _("submitted for review")
    ASSIGNED = "assigned", _("assigned")
    DUE = "due", _("due date set")
    CHANGES_REQUESTED = "changes_requested", _("requested changes")
    APPROVED = "approved", _("approved")
    APPROVAL_DROPPED = "approval_dropped", _("changed the text: the approval no longer holds")
    COMMENTED = "commented", _("commented")
    RESOLVED = "resolved", _("resolved a comment")
    REOPENED = "reopened", _("reopened a comment")
    SHARED = "shared", _("shared the draft")
    SHARE_REVOKED = "share_revoked", _("ended a share")
    AGREED = "agreed", _("agreed to the draft as a guest")
    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("published a correction")
    RETRACTED = "retracted", _("retracted")
    WITHDRAWN = "withdrawn", _("withdrew")
    SCHEDULED = "scheduled", _("scheduled the publication")
    WITHDRAWAL_SCHEDULED = "withdrawal_scheduled", _("scheduled the withdrawal")
    CALLED_OFF = "called_off", _("called off what was scheduled")
    HELD = "held", _("held back what was due")
    EMBARGO = "embargo", _("changed the embargo")
    BINNED = "binned", _("moved to the bin")
    RESTORED = "restored", _("restored from the bin")


class Activity(models.Model):
    """`who` keeps the name when the account is gone, and names guests; empty for the system itself."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="activity")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    who = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=30, choices=Deed)
    version = models.PositiveIntegerField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["briefing", "-at"])]

    def __str__(self) -> str:
        return self.get_what_display()

    @classmethod
    def note(
        cls,
        briefing: Briefing,
        what: Deed,
        *,
        by=None,
        who: str = "",
        version: int | None = None,
        words: str = "",
        now: datetime | None = None,
    ) -> None:
        """Keep one line. `by` is a user or None; `who` names somebody without an account."""
        cls.objects.create(
            briefing=briefing,
            what=what,
            by=by,
            who=who or (name_of(by) if by else ""),
            version=version,
            words=words,
            at=now or timezone.now(),
        )


def name_of(user) -> str:
    """How a colleague is called in the back office: by the full name, where there is one."""
    return user.get_full_name() or user.get_username()
