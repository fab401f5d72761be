"""Who may do what to scenes (CONTRACT, rights table). `None` is an operator's own command on the server."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from accounts.roles import Role
from accounts.scopes import has_role
from imagery.models import ChangeCandidate, Scene, SceneJob
from imagery.workflow import CHANGE_AFTER, CHANGE_BY_MACHINE, CHANGE_DECIDED, JOB_AFTER, ChangeState, JobState
from land.workflow import PublishLevel

Actor = Any
_FEWEST_FIRST = (PublishLevel.RESTRICTED, PublishLevel.INTERNAL, PublishLevel.PUBLIC)


def can_load_scenes(user: Actor) -> bool:
    """Bring files in: the department's land manager."""
    return user is None or has_role(user, Role.LAND_MANAGER)


def can_open_scene_desk(user: Actor) -> bool:
    """See what is loaded, is being loaded and failed: who loads, and who looks after the machines."""
    return user is not None and has_role(user, Role.LAND_MANAGER, Role.ADMIN)


def can_move_job(user: Actor, job: SceneJob, target: JobState) -> bool:
    """Try again or give up."""
    return can_load_scenes(user) and target in JOB_AFTER[JobState(job.state)]


def can_resume_job(user: Actor, job: SceneJob) -> bool:
    """Hand files whose worker died to another worker."""
    return can_load_scenes(user) and job.state in job.RUNNING


def can_publish_scene(user: Actor, scene: Scene) -> bool:
    """Change the publication level: an act of its own."""
    return can_load_scenes(user) and scene.withdrawn_at is None


def narrowest(levels: Iterable[str]) -> PublishLevel:
    """The level of what is made of scenes: shown to those who may see all of them."""
    found = set(levels)
    return next(level for level in _FEWEST_FIRST if level in found)


def can_withdraw_scene(user: Actor, scene: Scene) -> bool:
    """Take a scene out of the catalogue."""
    return can_load_scenes(user) and scene.withdrawn_at is None


def can_review_changes(user: Actor) -> bool:
    """Walk through the candidates and decide: the department's land manager."""
    return user is not None and has_role(user, Role.LAND_MANAGER)


def change_steps(user: Actor, candidate: ChangeCandidate, target: ChangeState) -> list[ChangeState]:
    """The states by which a person brings a candidate to another one, that one last; none where it may not be.

    Whoever decides on a candidate that nobody took up has looked at it, too: it passes through triage.
    """
    if not can_review_changes(user):
        return []
    state = ChangeState(candidate.state)
    path = [ChangeState.TRIAGE] if state == ChangeState.CANDIDATE and target in CHANGE_DECIDED else []
    steps = [*path, target]
    taken = list(pairwise([state, *steps]))
    return steps if all(b in CHANGE_AFTER[a] for a, b in taken) and CHANGE_BY_MACHINE.isdisjoint(taken) else []


def change_verbs(user: Actor, candidate: ChangeCandidate) -> list[str]:
    """The acts a screen may offer for this candidate."""
    verbs = {
        "take_up": ChangeState.TRIAGE,
        "put_back": ChangeState.CANDIDATE,
        "confirm": ChangeState.CONFIRMED,
        "dismiss": ChangeState.DISMISSED,
    }
    return [verb for verb, target in verbs.items() if change_steps(user, candidate, target)]


def can_read_audit(user: Actor) -> bool:
    """See who loaded, published and withdrew scenes."""
    return has_role(user, Role.LAND_MANAGER, Role.INSPECTOR)
