"""What actions take: plain data, checked by the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shapely.geometry import MultiPolygon, Point

from land.actions.periods import Undone
from land.models import Plot


@dataclass(slots=True)
class ParcelDraft:
    """A parcel number held from `start` (None: always) until `end` (None: still)."""

    unit_id: str
    sheet_number: str
    parcel_number: str
    start: date | None = None
    end: date | None = None
    identifier: str = ""


@dataclass(slots=True)
class FlagDraft:
    """A flag that is up since `start` (None: since an unknown day)."""

    kind: str
    start: date | None
    note: str = ""


@dataclass(slots=True)
class PlotDraft:
    """A plot to enter. Geometry in the legal CRS (EPSG:5899, metres), as shapely objects.

    Attributes:
        values: PlotState attribute names to values; derived ones (areas by map, search text, point) are computed.
        geom: boundary, None for a plot without one.
        point: where it lies when there is no boundary.
        valid_from: since when this was so in the world; None for an unknown start.
    """

    values: dict[str, Any]
    geom: MultiPolygon | None = None
    point: Point | None = None
    parcels: list[ParcelDraft] = field(default_factory=list)
    flags: list[FlagDraft] = field(default_factory=list)
    valid_from: date | None = None


@dataclass(slots=True)
class PlotRevision:
    """Changes to one plot.

    Attributes:
        changes: attribute names to new values; "geom" takes a shapely MultiPolygon in the legal CRS or None.
        valid_from: since when it is so in the world; None corrects the current period from its start.
        expected_version: the version that the editor saw.
        undoes: a version that is taken back, period by period; `changes` is what the plot's row says then.
        parcels: every parcel number that the plot shall hold and have held; None leaves them as they are.
    """

    plot: Plot
    changes: Mapping[str, Any]
    valid_from: date | None = None
    expected_version: int | None = None
    parcels: Sequence[ParcelDraft] | None = None
    undoes: Undone | None = None


def headline_area(values: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    """The area the register leads with, and its method: the legal paper before the survey before the map."""
    for method in ("legal", "surveyed", "planar"):
        area = values.get(f"area_{method}_m2")
        if area is not None:
            return Decimal(area), method
    return None, ""
