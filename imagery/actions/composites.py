"""Composites of years: ordered where they are missing, registered in place of what they replace."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from gis.db.clock import clock
from gis.work import runs
from imagery import policies, store
from imagery.actions import jobs, scenes
from imagery.composites.series import code_of, collection_for
from imagery.composites.wanted import Wanted, wanted_of, years_of
from imagery.errors import BadComposite
from imagery.loading import Loaded
from imagery.models import Collection, Scene, SceneJob
from imagery.workflow import JobState
from land.workflow import PublishLevel

TASK, QUEUE = "imagery.make_composites", "imagery"
_ENDED = "replaced_by"  # in the lineage of a composite that no person withdrew
_DELETED = "files_deleted_at"  # in the lineage of one whose files are gone
_KEPT = timedelta(days=7)  # whoever has it open, or doubts the new one, may still look


def series_of(code: str) -> Collection:
    """The series that composites are asked of.

    Raises:
        BadComposite: there is none, or it is none of reflectances.
    """
    collection = Collection.objects.filter(pk=code).first()
    if collection is None:
        raise BadComposite("unknown", code=code)
    if not collection.common_stretch or collection.scenes.composites().exists():
        raise BadComposite("no_series", code=code)
    return collection


def missing(collection: Collection, years: Iterable[int]) -> list[Wanted]:
    """The composites that are wanted and not in the catalogue; nor is one there of their scenes and of faulty ones."""
    found = [wanted for year in years for wanted in wanted_of(collection, year)]
    whole = [wanted for year in {one.year for one in found} for wanted in wanted_of(collection, year, faulty=True)]
    digests = [one.digest for one in (*found, *whole)]
    standing = Scene.objects.filter(source_digest__in=digests, withdrawn_at=None)
    there = set(standing.values_list("source_digest", flat=True))
    held = [{scene.pk for scene in one.scenes} for one in (*found, *whole) if one.digest in there]
    return [one for one in found if not any({scene.pk for scene in one.scenes} <= scenes for scenes in held)]


def is_under_way(wanted: Wanted) -> bool:
    """Whether a worker makes it, or is asked to."""
    return SceneJob.objects.filter(digest=wanted.digest, state__in=SceneJob.RUNNING).exists()


@transaction.atomic
def order_composites(
    *, actor: Any, collection: Collection, years: Sequence[int] = (), here: bool = False
) -> list[SceneJob]:
    """Have the missing composites of a series made.

    Args:
        years: none means every year with scenes enough.
        here: this process does the work itself (a command).

    Raises:
        NotAllowed.
        BadComposite: the series has none.
    """
    jobs.require_loader(actor)
    current = _locked(collection.pk)
    wishes = missing(current, years or years_of(current))
    return [_order(actor, wanted, here) for wanted in wishes if not is_under_way(wanted)]


@transaction.atomic
def keep_composites(*, collection: Collection) -> int:
    """Order what is missing of a series, and withdraw what nothing will replace. Returns how many were ordered.

    What a person withdrew or abandoned is left as it is, until the scenes change.
    """
    current = _locked(collection.pk)
    pending = [wanted for wanted in missing(current, years_of(current)) if not _was_refused(wanted)]
    for composite in _stale(current):
        if not any(wanted.year == _year(composite) and _overlaps(composite, wanted) for wanted in pending):
            _replace(None, composite, "", _("Các cảnh nguồn đã được rút; không còn đủ cảnh để ghép."))
    wishes = [wanted for wanted in pending if not is_under_way(wanted)]
    for wanted in wishes:
        _order(None, wanted, here=False)
    return len(wishes)


def series_with_composites() -> list[Collection]:
    """The series that composites are kept of."""
    return [one for one in Collection.objects.filter(common_stretch=True) if not one.scenes.composites().exists()]


def delete_replaced() -> int:
    """Delete the files of composites that others replaced some days ago. Returns of how many.

    What a person withdrew keeps its files: nothing stands in its place. The record stays and says that they are gone.
    """
    withdrawn = Scene.objects.composites().filter(withdrawn_at__lt=clock() - _KEPT, lineage__has_key=_ENDED)
    rows = list(withdrawn.exclude(lineage__has_key=_DELETED))
    for scene in rows:
        store.remove(scene.data_key, scene.quality_key)
        scene.lineage = scene.lineage | {_DELETED: clock().isoformat(timespec="seconds")}
        scene.save(update_fields=["lineage"])
    return len(rows)


def _locked(code: str) -> Collection:
    """One orders at a time, or the same composite would be made twice."""
    Collection.objects.select_for_update().get(pk=code)
    return series_of(code)


def _was_refused(wanted: Wanted) -> bool:
    withdrawn = Scene.objects.filter(source_digest=wanted.digest, withdrawn_at__isnull=False)
    if withdrawn.exclude(lineage__has_key=_ENDED).exists():
        return True
    last = SceneJob.objects.filter(digest=wanted.digest).first()
    return last is not None and last.state == JobState.ABANDONED


def _order(actor: Any, wanted: Wanted, here: bool) -> SceneJob:
    """A load of its own, or the one that failed of the same scenes, tried again."""
    job = SceneJob.objects.select_for_update(of=("self",)).filter(digest=wanted.digest, state=JobState.FAILED).first()
    if job is None:
        job = _job(actor, wanted)
        jobs.tell(actor, job, "scene_job.received", after={"digest": job.digest, "size": job.size})
    job.state, job.error, job.resumed = JobState.RUNNING, None, 0
    if here:
        runs.begin(job)
    else:
        runs.order(job, jobs.TASK, jobs.QUEUE)
    return job


def _job(actor: Any, wanted: Wanted) -> SceneJob:
    files = [
        {"id": str(scene.pk), "name": scene.code, "size": scene.data_size, "sha256": scene.data_sha256}
        for scene in wanted.scenes
    ]
    facts = {
        "collection": wanted.collection.pk,
        "year": wanted.year,
        "roles": list(wanted.roles),
        "left_out": list(wanted.left_out),
    }
    return SceneJob(
        actor=actor,
        title=f"{wanted.title}: {wanted.collection.title}"[:255],
        files=files,
        digest=wanted.digest,
        size=sum(scene.data_size for scene in wanted.scenes),
        options={"composite": facts, "title": wanted.title},
        received_at=clock(),
    )


@transaction.atomic
def finish_composite(*, job_id: UUID, run: int, loaded: Loaded) -> Scene:
    """Register a composite, withdraw what it replaces and close the load: all or nothing.

    Raises:
        RunSuperseded: the load is no longer this run's.
        BadComposite: a scene was withdrawn meanwhile.
        BadScene: the same scenes became a composite meanwhile.
    """
    job = jobs.own_job(job_id, run)
    level = policies.narrowest(scene.publish_level for scene in _sources(job))
    year, source = job.options["composite"]["year"], Collection.objects.get(pk=job.options["composite"]["collection"])
    collection_for(source)
    scene = scenes.register(actor=job.actor, job=job, loaded=loaded)
    if level != PublishLevel(scene.publish_level):
        scenes.show_to(job.actor, scene, level, "")
    for old in _stale(source, footprint_3857__intersects=scene.footprint_3857, acquired_on__year=year):
        if old != scene:
            _replace(job.actor, old, scene.code, _("Đã ghép lại từ các cảnh hiện có: %(code)s.") % {"code": scene.code})
    job.scene = scene
    jobs.end_job(job, JobState.DONE)
    return scene


def _sources(job: SceneJob) -> list[Scene]:
    """The scenes of an order, locked: whoever withdraws or hides one waits, and then finds the composite."""
    found = list(Scene.objects.select_for_update().filter(pk__in=[file["id"] for file in job.files]).order_by("pk"))
    for scene in found:
        if scene.withdrawn_at is not None:
            raise BadComposite("sources_moved", name=scene.code)
    return found


def _stale(collection: Collection, **where: Any) -> list[Scene]:
    """Composites whose scenes are no longer the ones of their year and place, locked."""
    standing = Scene.objects.composites().filter(collection=code_of(collection), withdrawn_at=None, **where)
    rows = list(standing.select_for_update(of=("self",)).order_by("pk"))
    years = {_year(scene) for scene in rows}
    wanted = [one for year in years for faulty in (False, True) for one in wanted_of(collection, year, faulty=faulty)]
    current = {one.digest for one in wanted}
    return [scene for scene in rows if scene.source_digest not in current]


def _year(composite: Scene) -> int:
    return int(composite.acquired_on.year)


def _overlaps(composite: Scene, wanted: Wanted) -> bool:
    ground = shapely.box(*composite.bounds_3857)
    return any(shapely.box(*scene.bounds_3857).intersects(ground) for scene in wanted.scenes)


def _replace(actor: Any, old: Scene, code: str, reason: str) -> None:
    old.lineage = old.lineage | {_ENDED: code}
    old.save(update_fields=["lineage"])
    scenes.take_out(actor, old, reason)
