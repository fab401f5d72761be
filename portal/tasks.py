"""Work in the background that belongs to no app."""

from procrastinate.contrib.django import app

_DONE_H, _ALL_H = 3 * 24, 30 * 24


@app.periodic(cron="47 19 * * *")  # UTC: a quarter to three at night
@app.task(name="portal.forget_old_work", queue="imports", queueing_lock="portal.forget_old_work")
async def forget_old_work(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells when it was due
    """Delete jobs that were done days ago, and those that failed a month ago: three a minute come from the clock."""
    await app.job_manager.delete_old_jobs(nb_hours=_DONE_H)
    await app.job_manager.delete_old_jobs(nb_hours=_ALL_H, include_failed=True, include_cancelled=True)
