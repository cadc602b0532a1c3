"""Jobs of the project itself. Every job may run twice."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from briefings.editions.scheduling import send_due
from briefings.models import Edition
from briefings.tasks import tell_edition_held
from newsroom.models import SiteRecord

log = logging.getLogger(__name__)
SILENT_AFTER = 30  # seconds; a living worker sends a heartbeat every 10
MOST_ATTEMPTS = 5  # a job that was in hand at so many deaths may well be their cause


# No lock: one that died in hand of a worker would keep the next ones from running.
@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_over_jobs_of_dead_workers", pass_context=True)
async def take_over_jobs_of_dead_workers(context, timestamp: int) -> None:
    """Queue again what a worker had in hand when it died: procrastinate does not do so by itself."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_AFTER):
        await take_over(manager, job)


async def take_over(manager: JobManager, job: Job) -> None:
    """Queue one job again, unless it was tried too often or another of its kind is waiting already."""
    if job.attempts >= MOST_ATTEMPTS:
        log.error(
            "Job %s (%s) was left by %s dead workers and is given up", job.id, job.task_name, job.attempts
        )
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        return
    log.warning("Job %s (%s) was left by a dead worker and runs again", job.id, job.task_name)
    try:
        await manager.retry_job(job)
    except UniqueViolation:  # of its queueing lock
        await manager.finish_job(job, Status.ABORTED, delete_job=False)


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="forget_finished_jobs", pass_context=True)
async def forget_finished_jobs(context, timestamp: int) -> None:
    """Finished jobs are kept for three days, failed ones for thirty."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72)
    await context.app.job_manager.delete_old_jobs(nb_hours=720, include_failed=True)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_due_editions", pass_context=False)
def send_due_editions(timestamp: int) -> None:
    """Every minute: the editions whose time has come, those that it passed while no worker ran, too."""
    send_due(SiteRecord.current(), tell=_tell)


def _tell(edition: Edition) -> None:
    tell_edition_held.defer(edition=edition.pk)
