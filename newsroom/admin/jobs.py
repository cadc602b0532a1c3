"""The background jobs, for whoever looks after the site: which failed, and another try."""

from __future__ import annotations

import json

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from newsroom.models.jobs import Job, JobState

admin.site.unregister(ProcrastinateJob)  # its pages carry inline styles and speak English only


class ByState(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "status"

    def lookups(self, request, model_admin) -> list:
        return JobState.choices

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ["number", "task", "state", "told", "due", "tries"]
    list_filter = [ByState]
    search_fields = ["task_name"]
    show_full_result_count = False
    list_per_page = 50
    ordering = ["-pk"]
    actions = ["retry", "cancel"]
    fields = ["number", "task", "state", "told", "due", "tries", "course"]
    readonly_fields = fields

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def has_steer_permission(self, request) -> bool:
        """Who may have jobs run again, or not at all."""
        return request.user.has_perm("newsroom.change_job")

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, job: Job) -> int:
        return job.pk

    @admin.display(description=gettext_lazy("task"), ordering="task_name")
    def task(self, job: Job) -> str:
        return job.task_name

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state(self, job: Job) -> str:
        return str(JobState(job.status).label)

    @admin.display(description=gettext_lazy("with"))
    def told(self, job: Job) -> str:
        """What it was told, such as the piece it is for."""
        return json.dumps(job.args, ensure_ascii=False)[:300]

    @admin.display(description=gettext_lazy("not before"), ordering="scheduled_at")
    def due(self, job: Job):
        return job.scheduled_at

    @admin.display(description=gettext_lazy("attempts"), ordering="attempts")
    def tries(self, job: Job) -> int:
        return job.attempts

    @admin.display(description=gettext_lazy("course"))
    def course(self, job: Job) -> str:
        """The queue's own record: its words are what the logs say too."""
        events = ProcrastinateEvent.objects.filter(job_id=job.pk).order_by("at", "pk")
        return "\n".join(f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S} {one.type}" for one in events)

    @admin.action(description=gettext_lazy("Run again those that failed"), permissions=["steer"])
    def retry(self, request, queryset) -> None:
        jobs = list(queryset.filter(status=JobState.FAILED))
        for job in jobs:
            app.job_manager.retry_job_by_id(job.pk, timezone.now(), job.priority, job.queue_name, job.lock)
        said = ngettext("%(n)d job runs again.", "%(n)d jobs run again.", len(jobs))
        self._say(request, said, len(jobs))

    @admin.action(description=gettext_lazy("Cancel those that wait"), permissions=["steer"])
    def cancel(self, request, queryset) -> None:
        jobs = [
            job for job in queryset.filter(status=JobState.TODO) if app.job_manager.cancel_job_by_id(job.pk)
        ]
        self._say(request, ngettext("%(n)d job cancelled.", "%(n)d jobs cancelled.", len(jobs)), len(jobs))

    def _say(self, request, said: str, number: int) -> None:
        if number:
            messages.success(request, said % {"n": number})
        else:
            messages.warning(request, _("None of the chosen jobs is of that kind."))
