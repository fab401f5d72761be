"""The way of files to a scene: received, worked on, registered or refused, tried again, abandoned."""

import json
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from audit.actions import Entry, record
from gis.db.clock import clock
from gis.http.problems import NotAllowed
from gis.work import runs
from gis.work.told import in_both_languages
from imagery import incoming, policies
from imagery.actions import observations, scenes
from imagery.errors import BadScene, JobStep
from imagery.loading import Loaded, said_of
from imagery.models import Scene, SceneJob
from imagery.tidying import tidy
from imagery.workflow import JobState

TASK, QUEUE = "imagery.run_scene_job", "imagery"
MOST_BYTES = 20 * 1000**3
_STALLED = gettext_noop("Việc xử lý ảnh đã dừng giữa chừng %(times)s lần. Hãy báo quản trị hệ thống.")


def receive_files(
    *,
    actor: Any,
    title: str,
    files: Iterable[tuple[str, Iterable[bytes]]],
    options: Mapping[str, Any],
    most_bytes: int = MOST_BYTES,
    here: bool = False,
) -> SceneJob:
    """Keep the files of one scene and have a worker make it.

    Args:
        files: (name, content), each read once.
        options: see `imagery.loading.said_of`; "publish" shows the scene to everybody as soon as it is there.
        here: this process does the work itself (a command).

    Raises:
        NotAllowed.
        BadScene: too large, none, loaded before, or the options cannot be understood.
    """
    require_loader(actor)
    job = SceneJob(actor=actor, title=title.replace("\x00", "")[-255:], options=_kept(options))
    said_of(job.options)
    arrived = incoming.keep(job.pk, files, most_bytes)
    try:
        if not arrived:
            raise BadScene("nothing", names=job.title)
        job.files = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in arrived]
        job.digest, job.size = incoming.digest_of(arrived), sum(file.size for file in arrived)
        known = Scene.objects.filter(source_digest=job.digest, withdrawn_at=None).first()
        if known is not None:
            raise BadScene("known", code=known.code)
        _enter(actor, job, here)
    except BaseException:
        incoming.remove(job.pk)
        raise
    return job


def _kept(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as PostgreSQL keeps them: its JSON knows neither NaN nor the letter NUL."""

    def plain(value: Any) -> Any:
        if isinstance(value, float) and not isfinite(value):
            return repr(value)
        return value.replace("\x00", "") if isinstance(value, str) else value

    return {name: plain(value) for name, value in options.items()}


@transaction.atomic
def _enter(actor: Any, job: SceneJob, here: bool) -> None:
    job.received_at = clock()
    tell(actor, job, "scene_job.received", after={"digest": job.digest, "size": job.size})
    if here:
        runs.begin(job)
    else:
        runs.order(job, TASK, QUEUE)


@transaction.atomic
def retry_job(*, actor: Any, job: SceneJob, options: Mapping[str, Any] | None = None) -> SceneJob:
    """Have a worker try again.

    Args:
        options: other answers; None keeps the ones given. A composite's scenes answer for themselves.

    Raises:
        NotAllowed.
        JobStep: it has not failed.
        BadScene: the options cannot be understood.
    """
    current = _locked(actor, job, JobState.RUNNING)
    before = current.options
    if options is not None and not current.is_composite:
        current.options = _kept(options)
        said_of(current.options)
    tell(actor, current, "scene_job.retried", before={"options": before}, after={"options": current.options})
    current.state, current.error, current.resumed = JobState.RUNNING, None, 0
    runs.order(current, TASK, QUEUE)
    return current


@transaction.atomic
def abandon_job(*, actor: Any, job: SceneJob) -> SceneJob:
    """Give a load up; its files are deleted.

    Raises:
        NotAllowed, JobStep.
    """
    current = _locked(actor, job, JobState.ABANDONED)
    tell(actor, current, "scene_job.abandoned", before={"state": current.state}, after={"state": JobState.ABANDONED})
    ended = end_job(current, JobState.ABANDONED)
    transaction.on_commit(lambda: tidy(current.pk))
    return ended


@transaction.atomic
def resume_job(*, actor: Any, job: SceneJob) -> SceneJob:
    """Hand a load to another worker when its own is silent or its order lost; it goes on with what was not done.

    Args:
        actor: a person, or None for the worker's own rounds, which give up after runs.MOST_RESUMES.

    Raises:
        NotAllowed.
        JobStep: nothing is under way, or its worker is alive.
    """
    current = SceneJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    require_loader(actor)
    silent = runs.is_lost(current) if actor is None else runs.is_silent(current)
    if not policies.can_resume_job(actor, current) or not silent:
        raise JobStep(_("Lần nạp ảnh này không bị dừng giữa chừng."))
    if actor is None and current.resumed >= runs.MOST_RESUMES:
        told = in_both_languages(_STALLED, times=runs.MOST_RESUMES + 1)
        transaction.on_commit(lambda: tidy(current.pk))
        return end_job(current, JobState.FAILED, error={"code": "stalled", **told})
    current.resumed = current.resumed + 1 if actor is None else 0
    runs.order(current, TASK, QUEUE)
    return current


def are_coming(collection: str) -> bool:
    """Whether loads under way may become scenes of a series; a load that nobody works on any more is not waited for."""
    running = SceneJob.objects.filter(state__in=SceneJob.RUNNING).exclude(options__has_key="composite")
    own = Q(options__collection__in=[collection, ""]) | Q(options__collection=None) | ~Q(options__has_key="collection")
    return running.filter(own).exclude(pk__in=[job.pk for job in runs.lost(SceneJob)]).exists()


def claim_job(*, job_id: UUID, run: int) -> SceneJob | None:
    """The load that a worker is to work on; None when the order is stale."""
    taken = runs.claim(SceneJob, job_id, run)
    return SceneJob.objects.select_related("actor").get(pk=job_id) if taken else None


@transaction.atomic
def finish_job(*, job_id: UUID, run: int, loaded: Loaded) -> Scene:
    """Register the scene and close the load, both or neither.

    Raises:
        RunSuperseded: the load is no longer this run's.
        BadScene: the code is taken, or the same files became a scene meanwhile.
    """
    job = own_job(job_id, run)
    scene = scenes.register(actor=job.actor, job=job, loaded=loaded)
    job.scene = scene
    observations.order_observation(scene.pk)
    end_job(job, JobState.DONE)
    return scene


@transaction.atomic
def fail_job(*, job_id: UUID, run: int, error: Mapping[str, Any]) -> bool:
    """Keep why a run gave nothing; nothing is kept, and False returned, when the load is no longer this run's."""
    try:
        job = own_job(job_id, run)
    except runs.RunSuperseded:
        return False
    end_job(job, JobState.FAILED, error=dict(error))
    return True


def require_loader(actor: Any) -> None:
    """Refuse whoever may not bring scenes in.

    Raises:
        NotAllowed.
    """
    if not policies.can_load_scenes(actor):
        raise NotAllowed(_("Chỉ chuyên viên quản lý đất đai của sở được nạp ảnh."))


def _locked(actor: Any, job: SceneJob, target: JobState) -> SceneJob:
    current = SceneJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    require_loader(actor)
    if not policies.can_move_job(actor, current, target):
        raise JobStep(
            _("Lần nạp “%(title)s” đang ở bước “%(state)s” nên chưa làm được việc này. Hãy tải lại trang.")
            % {"title": current.title, "state": current.get_state_display()}
        )
    return current


def own_job(job_id: UUID, run: int) -> SceneJob:
    """The load, locked, for the run that works on it.

    Raises:
        RunSuperseded.
    """
    job = SceneJob.objects.select_for_update(of=("self",)).select_related("actor").get(pk=job_id)
    runs.own(job, run)
    return job


def end_job(job: SceneJob, state: JobState, error: Mapping[str, Any] | None = None) -> SceneJob:
    """Close a locked load."""
    job.state, job.finished_at = state, clock()
    job.error = json.loads(json.dumps(error, default=str)) if error else None
    job.save()
    return job


def tell(actor: Any, job: SceneJob, verb: str, **values: Any) -> None:
    """Record what happened to a load."""
    record(actor=actor, entries=[Entry(verb, "scene_job", str(job.pk), job.title[:200], **values)])
