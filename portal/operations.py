"""How the service is, for those who run it: the page `/operations/` and `/metrics` show the same numbers."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count

from gis.work import backlog
from gis.work.backlog import Queue
from gis.work.told import kept_sentence
from imagery.models import SampleRun, Scene, SceneJob
from imagery.workflow import JobState, SceneFault
from land.models import ImportJob
from notices.standing import ChannelStanding, channels

_LOADS = {"imports": ImportJob, "scenes": SceneJob, "sample": SampleRun}


@dataclass(frozen=True)
class Health:
    """Numbers of one moment.

    Attributes:
        loads: kind of load ("imports", "scenes", "sample") -> state -> how many.
        failed: name of a task -> jobs that ended with an error and wait for a person; `stalled` those under way whose
            worker is not heard of.
        faults: SceneFault -> scenes in the catalogue whose files have it.
        free_bytes: room where files are written; 0 also where there is no such place.
    """

    queues: list[Queue]
    failed: Mapping[str, int]
    stalled: Mapping[str, int]
    workers: int
    loads: Mapping[str, Mapping[str, int]]
    scenes: int
    faults: Mapping[str, int]
    free_bytes: int
    channels: list[ChannelStanding]


def health() -> Health:
    """Numbers of now; they name no plot and no person."""
    standing = Scene.objects.filter(withdrawn_at=None).order_by()
    faulty = dict(standing.exclude(fault="").values_list("fault").annotate(Count("pk")))
    return Health(
        queues=backlog.queues(),
        failed=backlog.failed_by_task(),
        stalled=backlog.stalled_by_task(),
        workers=backlog.workers(),
        loads={name: _by_state(model) for name, model in _LOADS.items()},
        scenes=standing.count(),
        faults={fault.value: faulty.get(fault.value, 0) for fault in SceneFault},
        free_bytes=_free_bytes(),
        channels=channels(),
    )


def _free_bytes() -> int:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free
    except OSError:  # not mounted: the page and the numbers are wanted then most of all
        return 0


def _by_state(model: Any) -> dict[str, int]:
    return dict(model.objects.order_by().values_list("state").annotate(Count("pk")))


def sample_error(language: str) -> str:
    """Why the sample's pictures could not be made; "" where they could."""
    row = SampleRun.objects.filter(state=JobState.FAILED).first()
    return kept_sentence(row.error if row else None, english=language == "en")
