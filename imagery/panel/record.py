"""The dated record of a plot: every scene that shows it, with what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from gis import crs
from imagery import indices
from imagery.models import Observation, Scene
from imagery.panel.frames import Frame
from imagery.tiles.renderings import Rendering, offered
from land.models import Plot

_MEASURED = "cloud_percent", "clear_percent", "valid_percent", "pixels"
CLEAR_FROM = 80.0  # percent of a plot that must be clear for its numbers to be believed


@dataclass(frozen=True)
class Entry:
    """One scene of the record.

    Attributes:
        cloud: percent of the plot under cloud or its shadow, None where nobody knows; `clear` percent that was
            measured, `seen` percent that the scene shows at all, None where the plot was not measured (no boundary, or
            not yet).
        values: index name -> mean.
    """

    scene: Scene
    roles: tuple[str, ...]
    cloud: float | None = None
    clear: float | None = None
    seen: float | None = None
    pixels: float | None = None
    values: dict[str, float] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The local day."""
        return self.scene.acquired_on

    @property
    def is_clear(self) -> bool:
        """Whether its numbers and its picture can be believed."""
        if self.clear is not None:
            return self.clear >= CLEAR_FROM
        return self.scene.cloud_percent is None or self.scene.cloud_percent < 100 - CLEAR_FROM

    @property
    def sky(self) -> str:
        """clear, part, cloudy or unknown, or "edge" where the scene ends within the ground: what a calendar shows."""
        if self.seen is not None and self.seen < CLEAR_FROM:
            return "edge"
        share = self.cloud if self.cloud is not None else self.scene.cloud_percent
        if share is None:
            return "unknown"
        return "clear" if share < 10 else "part" if share < 60 else "cloudy"


def record_of(user: Any, plot: Plot, frame: Frame) -> list[Entry]:
    """Every scene that shows the plot and that this reader may know of, the oldest first."""
    ground = GEOSGeometry(memoryview(frame.covered.wkb), srid=crs.WEB_MERCATOR.srid)
    scenes = (
        Scene.objects.visible_to(user)
        .of_a_moment()
        .filter(footprint_3857__intersects=ground)
        .select_related("collection")
        .prefetch_related("bands")
        .defer("footprint", "lineage")
        .order_by("acquired_at", "code")
    )
    rows = (
        Observation.objects.visible_to(user)
        .filter(plot=plot.pk)
        .values("scene_id", *_MEASURED, *(index.name for index in indices.ALL))
    )
    measured = {row["scene_id"]: row for row in rows}
    return [_entry(scene, measured.get(scene.pk)) for scene in scenes]


def _entry(scene: Scene, row: dict[str, Any] | None) -> Entry:
    roles = tuple(band.role for band in scene.bands.all())
    if row is None:
        return Entry(scene, roles)
    values = {index.name: row[index.name] for index in indices.ALL if row[index.name] is not None}
    return Entry(scene, roles, row["cloud_percent"], row["clear_percent"], row["valid_percent"], row["pixels"], values)


def clear_of(entries: Sequence[Entry]) -> list[Entry]:
    """The clear ones; of ground that no scene shows enough of, all."""
    return [entry for entry in entries if entry.is_clear] or list(entries)


def looks_of(entries: Sequence[Entry]) -> list[Rendering]:
    """The ways of drawing that the scenes of a record have between them."""
    return offered({role for entry in entries for role in entry.roles})


def drawn(entries: Sequence[Entry], rendering: Rendering) -> list[Entry]:
    """Those that can be drawn so."""
    return [entry for entry in entries if set(rendering.roles) <= set(entry.roles)]
