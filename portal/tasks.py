"""Work in the background that belongs to no app."""

from procrastinate.contrib.django import app

from gis.work import stalled

_KEPT_H = 30 * 24


@app.periodic(cron="47 19 * * *")  # UTC: a quarter to three at night
@app.task(name="portal.forget_failures", queue="imports", queueing_lock="portal.forget_failures")
async def forget_failures(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells when it was due
    """Delete jobs that failed a month ago; those that are done, workers delete at once."""
    await app.job_manager.delete_old_jobs(nb_hours=_KEPT_H, include_failed=True, include_cancelled=True)


@app.periodic(cron="* * * * *")
@app.task(name="portal.mend_stalled", queue="imports", queueing_lock="portal.mend_stalled")
def mend_stalled(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Have the jobs of workers that died done again."""
    stalled.mend()
