"""The queue's jobs under a name that can be translated, for the back office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob


class JobState(models.TextChoices):
    TODO = "todo", _("waiting")
    DOING = "doing", _("in hand")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    ABORTED = "aborted", _("stopped")


class Job(ProcrastinateJob):
    class Meta:
        proxy = True
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")

    def __str__(self) -> str:
        return f"{self.task_name} ({self.pk})"
