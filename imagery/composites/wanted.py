"""Which composites there should be: the scenes of a series and a year, by the ground they share."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from imagery.composites.method import ITERATIONS, METHOD, TOLERANCE
from imagery.models import Collection, Scene
from imagery.workflow import BandRole

LEAST = 3  # scenes: of two there is no median
_UNUSED = (BandRole.ALPHA, BandRole.OTHER)


@dataclass(frozen=True)
class Wanted:
    """A composite that there should be.

    Attributes:
        scenes: in the order of their dates; with their bands.
        roles: of the bands that it gets, in the order of BandRole.
        left_out: codes of scenes that lack one of them.
        digest: of the scenes' pixels and of the method: the same digest, the same picture.
    """

    collection: Collection
    year: int
    scenes: tuple[Scene, ...]
    roles: tuple[BandRole, ...]
    left_out: tuple[str, ...]
    digest: str

    @property
    def title(self) -> str:
        """What its scene is called; data, as the titles of scenes are."""
        return f"Ảnh ghép năm {self.year}"


def years_of(collection: Collection) -> list[int]:
    """Years with enough scenes that can be read, by the local day."""
    days = _scenes(collection).filter(fault="").values_list("acquired_on", flat=True)
    return sorted(year for year, count in Counter(day.year for day in days).items() if count >= LEAST)


def wanted_of(collection: Collection, year: int, *, faulty: bool = False) -> list[Wanted]:
    """The composites of a year, one for each piece of ground that scenes cover together, from west to east.

    Args:
        faulty: with the scenes whose files cannot be read: what was made of them while they could be is good for as
            long as they stand in the catalogue.
    """
    rows = _scenes(collection).filter(acquired_on__year=year).order_by("acquired_at", "code")
    if not faulty:
        rows = rows.filter(fault="")
    scenes = list(rows.prefetch_related("bands").defer("footprint", "lineage"))
    groups = (_wanted(collection, year, group) for group in grouped(scenes))
    return [wanted for wanted in groups if wanted.roles and len(wanted.scenes) >= LEAST]


def _scenes(collection: Collection) -> Any:
    return Scene.objects.of_a_moment().filter(collection=collection, withdrawn_at=None)


def grouped(scenes: Sequence[Scene]) -> list[list[Scene]]:
    """Scenes with pixels of one size whose boxes lie over each other, also by way of others."""
    groups = []
    for zoom in sorted({scene.zoom for scene in scenes}):
        boxes = [(scene, shapely.box(*scene.bounds_3857)) for scene in scenes if scene.zoom == zoom]
        grounds = shapely.get_parts(shapely.union_all([box for _, box in boxes]))
        for ground in sorted(grounds, key=lambda part: part.bounds):
            groups.append([scene for scene, box in boxes if ground.contains(box.centroid)])
    return groups


def _wanted(collection: Collection, year: int, group: Sequence[Scene]) -> Wanted:
    have = {scene.pk: _roles(scene) for scene in group}
    most = Counter(have.values()).most_common()
    # Of what is equally common the larger set: a scene that lacks a band must not take it from all others.
    roles = max((roles for roles, count in most if count == most[0][1]), key=lambda roles: (len(roles), roles))
    used = [scene for scene in group if set(roles) <= set(have[scene.pk])]
    left_out = tuple(scene.code for scene in group if scene not in used)
    return Wanted(collection, year, tuple(used), roles, left_out, _digest(used, roles))


def _roles(scene: Scene) -> tuple[BandRole, ...]:
    have = {band.role for band in scene.bands.all()}
    return tuple(role for role in BandRole if role in have and role not in _UNUSED)


def _digest(scenes: Iterable[Scene], roles: Iterable[BandRole]) -> str:
    """The id stands for the quality mask: neither of a scene's files ever changes."""
    lines = [f"{METHOD} {TOLERANCE} {ITERATIONS}", " ".join(roles)]
    lines += sorted(f"{scene.pk} {scene.data_sha256}" for scene in scenes)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
