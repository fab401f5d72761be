"""Where the rows of a question lie, and when they happened."""

from datetime import datetime

from django.db.models import F, Max, Min

from gis import crs
from gis.query.compiled import aliased, compiled, fetch, raw
from gis.query.question import Question


def bounds(question: Question) -> list[float] | None:
    """CRS84 box round the matching rows, a row without boundary by its anchor; None where nothing has a place."""
    geometry = question.layer.geometry
    if geometry is None:
        return None
    rows = question.rows()
    anchor = {"_anchor": F(geometry.anchor)} if geometry.anchor else {}
    inner = compiled(aliased(rows, {"_geom": raw(geometry.tiles[-1][1]), **anchor}))
    if inner is None:
        return None
    place = "COALESCE(q.c__geom, q.c__anchor)" if anchor else "q.c__geom"
    box = (
        f"SELECT ST_Transform(ST_SetSRID(ST_Extent({place})::geometry, {crs.WEB_MERCATOR.srid}), {crs.CRS84.srid}) AS b"
    )
    corners = "ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b)"
    found = fetch(rows.db, f"SELECT {corners} FROM ({box} FROM ({inner[0]}) q) e", inner[1])[0]  # noqa: S608
    return [round(value, 7) for value in found] if found[0] is not None else None


def lifetime(question: Question) -> tuple[datetime | None, datetime | None]:
    """First and last moment at which matching rows happened; None where there are none, or they are no events."""
    span = question.layer.happened
    if span is None:
        return None, None
    found = question.rows().aggregate(first=Min(span.first), last=Max(span.last))
    return found["first"], found["last"]
