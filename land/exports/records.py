"""One plot as one reader may see it, with its neighbours: what pages, drawings and papers are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Point

from gis import crs
from gis.http.problems import NotFound
from gis.layers import Layer, Rows
from land import colours
from land.actions.derive import to_geos, to_shapely
from land.corners import Ring, corners
from land.exports.rows import Column, columns, has_sample, read, written
from land.layers import PLOTS
from land.models import Plot
from land.past import Past
from land.sketch import Neighbour

MOST_NEIGHBOURS = 200


@dataclass(frozen=True)
class Record:
    """A plot for one reader.

    Attributes:
        code: its code.
        columns, values: what this reader sees, in the layer's order; hidden values are None.
        geom: boundary in the legal CRS, or None.
        point: where it lies, or None.
        updated_at: last change of the record; None for a past state.
        sample: made-up data.
        past: which past state, None for today's.
    """

    code: str
    columns: tuple[Column, ...]
    values: tuple[Any, ...]
    geom: MultiPolygon | None
    point: Point | None
    updated_at: datetime | None
    sample: bool
    past: Past | None = None

    def value(self, name: str) -> Any:
        """A value by its outward name; None where this reader has no such field."""
        return dict(zip((column.name for column in self.columns), self.values, strict=True)).get(name)

    def text(self, name: str) -> str:
        """A value as a person reads it."""
        for column, value in zip(self.columns, self.values, strict=True):
            if column.name == name:
                return written(column, value)
        return ""

    def heading(self, name: str) -> str:
        """The title of a field."""
        return next((column.heading for column in self.columns if column.name == name), "")

    @property
    def rings(self) -> list[Ring]:
        """Corners of the boundary; none without one."""
        return corners(self.geom) if self.geom is not None else []

    @property
    def sheet_and_parcel(self) -> str:
        """12/345, as labels on maps write it."""
        return sheet_and_parcel(self.value("sheet_number"), self.value("parcel_number"))

    @property
    def colour(self) -> str:
        """Official colour of the land use on record."""
        return colours.colours([self.value("land_use") or ""]).get(self.value("land_use") or "", "#e6e6e6")


def sheet_and_parcel(sheet: str | None, parcel: str | None) -> str:
    """12/345; "" where one of them is unknown."""
    return f"{sheet}/{parcel}" if sheet and parcel else ""


def read_plot(user: Any, code: str, past: Past | None = None) -> Record:
    """The plot of a code for this reader; a plot that ended is still readable.

    Args:
        user: the reader; None or AnonymousUser is the public.
        code: plot code.
        past: give this state instead of today's.

    Raises:
        NotFound: no such plot, or none this reader may know of.
    """
    own = Plot.objects.visible_to(user).filter(code=code)
    rows = own if past is None else past.rows(user).filter(code=code)
    updated_at = own.values_list("updated_at", flat=True).first() if past is None else None
    record = read_row(PLOTS, rows, user, code, updated_at=updated_at, sample=has_sample(own), past=past)
    if record is None:
        raise NotFound(_("Không có khu đất %(code)s hoặc bạn không được xem.") % {"code": code})
    return record


def read_row(layer: Layer, rows: Rows, user: Any, code: str, **known: Any) -> Record | None:
    """One row of a layer for this reader.

    Args:
        rows: narrowed to the row, and to what the reader may know of.
        known: what the layer does not declare: `updated_at`, `sample`, `past`.
    """
    chosen = columns(layer, user)
    chunk = next(read(layer, rows, user, crs.LEGAL, chosen), None)
    if chunk is None:
        return None
    return Record(code, chosen, chunk.values[0], chunk.shapes[0], chunk.anchors[0], **known)


def neighbours(record: Record, user: Any, within_m: float | None = None) -> list[Neighbour]:
    """Other plots this reader may know of around this one, the nearest first.

    Args:
        record: the plot.
        user: the reader.
        within_m: how far around its bounding box; by default as far as a sketch shows.
    """
    centre = record.geom if record.geom is not None else record.point
    if centre is None:
        return []
    west, south, east, north = centre.bounds
    around = within_m if within_m is not None else max(60.0, 0.4 * max(east - west, north - south))
    window = Polygon.from_bbox((west - around, south - around, east + around, north + around))
    window.srid = crs.LEGAL.srid
    rows = PLOTS.rows(user) if record.past is None else record.past.rows(user)
    found = (
        rows.filter(geom__bboverlaps=window)
        .exclude(code=record.code)
        .order_by(Distance("geom", to_geos(centre)), "number")
        .values_list("code", "sheet_number", "parcel_number", "land_use__colour", "geom")
    )
    return [_neighbour(*row) for row in found[:MOST_NEIGHBOURS]]


def _neighbour(code: str, sheet: str, parcel: str, colour: str | None, geom: Any) -> Neighbour:
    lines: Sequence[str] = [line for line in (code, sheet_and_parcel(sheet, parcel)) if line]
    return Neighbour("\n".join(lines), to_shapely(geom), colour or "")
