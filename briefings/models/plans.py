"""What becomes public, or ceases to be, at a moment to come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefings.models.briefing import Briefing
from briefings.models.versions import Version


class PlanVerb(models.TextChoices):
    PUBLISH = "publish", _("publish")
    WITHDRAW = "withdraw", _("withdraw")


class PlanState(models.TextChoices):
    WAITING = "waiting", _("scheduled")
    DONE = "done", _("done")
    HELD = "held", _("held back")
    CANCELLED = "cancelled", _("called off")


class PlanQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=PlanState.WAITING)

    def unfinished(self):
        """Those that wait, and those that went wrong and nobody has decided on."""
        return self.filter(state__in=(PlanState.WAITING, PlanState.HELD))


class Plan(models.Model):
    """`version` is what goes out, whatever is written meanwhile. A briefing waits for one of a kind at a time."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="plans")
    verb = models.CharField(_("what"), max_length=20, choices=PlanVerb, default=PlanVerb.PUBLISH)
    version = models.ForeignKey(Version, null=True, on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField(_("when"))
    state = models.CharField(_("state"), max_length=20, choices=PlanState, default=PlanState.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["briefing", "verb"], condition=models.Q(state="waiting"), name="plan_waits_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.briefing}"
