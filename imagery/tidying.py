"""What loads leave on the disk and in the store, and no longer need. Repeated, it finds nothing to do."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from imagery import incoming, store
from imagery.loading import keys_of
from imagery.models import SceneJob
from imagery.workflow import JobState

log = logging.getLogger(__name__)
_UNENTERED = timedelta(days=1)  # an upload of many gigabytes takes hours before its load is entered


def tidy(job_id: UUID) -> None:
    """Delete what a load left: all of one that is done or abandoned, drafts of one that failed, and what runs put into
    the store that are not the scene's.

    It comes after the state is kept, so what cannot be deleted now costs room until the next round and nothing else.
    """
    try:
        job = SceneJob.objects.select_related("scene").get(pk=job_id)
        kept = {job.scene.data_key, job.scene.quality_key} if job.scene else set()
        past = job.run if job.state in job.RUNNING else job.run + 1
        store.remove(*(key for run in range(1, past) for key in keys_of(job_id, run) if key not in kept))
        if job.state in {JobState.DONE, JobState.ABANDONED}:
            incoming.remove(job_id)
        elif job.state == JobState.FAILED:
            incoming.remove_drafts(job_id)
    except Exception:  # the store is another machine's, and may be away
        log.exception("scene load %s: not tidied", job_id)


def sweep(now: datetime) -> None:
    """Tidy the loads whose worker died between the last two steps, and uploads that were cut off."""
    for job_id in incoming.left_behind():
        job = SceneJob.objects.filter(pk=job_id).first()
        if job is not None and job.state in {JobState.DONE, JobState.ABANDONED}:
            tidy(job_id)
        elif job is None and _age(incoming.folder_of(job_id), now) > _UNENTERED:
            incoming.remove(job_id)
    for path in incoming.cut_off():
        if _age(path, now) > _UNENTERED:
            path.unlink(missing_ok=True)


def _age(place: Path, now: datetime) -> timedelta:
    newest = max((path.stat().st_mtime for path in (place, *place.rglob("*"))), default=0.0)
    return now - datetime.fromtimestamp(newest, tz=now.tzinfo)
