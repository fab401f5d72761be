"""What is shown of a change: pictures of its ground, its outline on them, the curve of what changed."""

from datetime import date
from typing import Any
from uuid import UUID

import shapely
from django.urls import reverse
from shapely.geometry.base import BaseGeometry

from gis import crs
from imagery import indices
from imagery.models import ChangeCandidate
from imagery.panel.contexts import Ground, panel_of, terms_of
from imagery.panel.frames import Frame, box_around


def version_of(candidate: ChangeCandidate) -> str:
    """Changes whenever its pictures do."""
    return f"{candidate.plot.version}-{candidate.updated_at:%Y%m%d%H%M%S%f}"


def frame_of_change(candidate: ChangeCandidate) -> Frame:
    """The changed ground in its surroundings, with the plot's boundary."""
    plot = candidate.plot.geom_3857
    shape = shapely.from_wkb(bytes(plot.wkb)) if plot is not None else None
    return Frame(box_around(_extent(candidate).bounds), shape)


def panel_of_change(user: Any, candidate: ChangeCandidate, asked: Any) -> dict[str, Any] | None:
    """The panel of the changed ground; None where its scenes were withdrawn.

    Args:
        asked: as for `panel_of`.
    """
    frame = frame_of_change(candidate)

    def address(scene: UUID) -> str:
        return reverse("change-picture", args=[candidate.pk, scene])

    ground = Ground(frame, address, version_of(candidate), candidate.scene_before_id, candidate.scene_after_id)
    panel = panel_of(user, candidate.plot, asked, ground)
    if panel is None:
        return None
    rows = candidate.evidence.get("curve", [])
    _believe(panel["entries"], {row["day"] for row in rows if row["usable"]})
    names = [index.name for index in indices.ALL if any(index.name in row for row in rows)]
    return panel | {
        "extent": frame.path(_extent(candidate)),
        "terms": terms_of(names),
        "curve": [_line(row, names) for row in rows],
        "marks": f"{candidate.last_clear_on:%Y-%m-%d},{candidate.seen_on:%Y-%m-%d}",
    }


def _believe(lines: list[dict[str, Any]], days: set[str]) -> None:
    """What the method used is not shown as cloudy: masks take new bright roofs for cloud, and it knows better."""
    for line in lines:
        line["clear"] = line["clear"] or line["day"].isoformat() in days


def _line(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {
        "day": date.fromisoformat(row["day"]),
        "clear": row["usable"],
        "values": [(name, row.get(name)) for name in names],
    }


def _extent(candidate: ChangeCandidate) -> BaseGeometry:
    return crs.transform(shapely.from_wkb(bytes(candidate.extent.wkb)), crs.LEGAL, crs.WEB_MERCATOR)
