"""Scenes whose files cannot be read. Whoever finds one has a worker look at it; operators see what it saw."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from procrastinate.exceptions import ConnectorException

from gis.db.clock import clock
from gis.http.policy import forbid_all
from gis.work.queue import order_once
from imagery.errors import SceneBroken
from imagery.models import Scene

TASK, QUEUE = "imagery.check_scene", "imagery"
ROUND = "imagery.check_store"  # every night, all scenes
log = logging.getLogger(__name__)
_QUIET_S = 600.0
_told: dict[UUID, float] = {}  # when this process last told of a scene


def faulty(user: Any) -> QuerySet[Scene]:
    """Scenes that could not be read at their last check, for an operator; for others none."""
    return Scene.objects.faulty_for(user).defer("footprint", "footprint_3857", "lineage")


@contextmanager
def reported() -> Iterator[None]:
    """Report a scene that cannot be read; the error goes on."""
    try:
        yield
    except SceneBroken as error:
        report(error)
        raise


def report(error: SceneBroken) -> None:
    """Write down what broke, and have the scene's files checked, however many readers ask for it meanwhile.

    Nothing is done where a check has found the fault already, and once in ten minutes by one process elsewhere: a check
    may find nothing, and readers go on asking.
    """
    now = monotonic()
    if now - _told.get(error.scene, -_QUIET_S) < _QUIET_S:
        return
    try:
        with transaction.atomic():
            if Scene.objects.filter(pk=error.scene).exclude(fault="").exists():
                return
            _told[error.scene] = now
            log.error("scene %s cannot be read: %s", error.scene, error.what)
            order_check(error.scene)
    except (DatabaseError, ConnectorException):  # the reader is answered all the same, and the nightly round comes
        log.exception("scene %s: no check could be ordered", error.scene)


def incomplete(response: HttpResponse, missed: Sequence[SceneBroken]) -> HttpResponse:
    """What was made without scenes that cannot be read: they are reported, and nobody keeps it."""
    for error in missed:
        report(error)
    forbid_all(response)
    response["Cache-Control"] = "no-store"
    return response


def order_check(scene: UUID) -> None:
    """Queue a check of a scene's files, unless one waits."""
    order_once(TASK, QUEUE, f"{TASK}:{scene}", scene=str(scene))


def order_round() -> None:
    """Queue a look at the files of all scenes, unless one waits: that of the night, now."""
    order_once(ROUND, QUEUE, ROUND, timestamp=int(clock().timestamp()))
