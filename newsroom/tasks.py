"""Jobs of the project itself. Every job may run twice."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

log = logging.getLogger(__name__)
SILENT_AFTER = 30  # seconds; a living worker sends a heartbeat every 10


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_over_jobs_of_dead_workers", pass_context=True)
async def take_over_jobs_of_dead_workers(context, timestamp: int) -> None:
    """Queue again what a worker had in hand when it died: procrastinate does not do so by itself."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT_AFTER):
        log.warning("Job %s (%s) was left by a dead worker and runs again", job.id, job.task_name)
        await jobs.retry_job(job)


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="forget_finished_jobs", pass_context=True)
async def forget_finished_jobs(context, timestamp: int) -> None:
    """Finished jobs are kept for three days, failed ones for thirty."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72)
    await context.app.job_manager.delete_old_jobs(nb_hours=720, include_failed=True)
