"""Rows of a question as GeoJSON features, made by the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DataError, connections
from django.db.models import F

from gis.crs import CRS84, WEB_MERCATOR, WGS84, Crs
from gis.layers import Field, Layer
from gis.query.compiled import aliased, compiled, out_of_range, raw
from gis.query.order import write_token
from gis.query.question import Question

DECIMALS_DEGREES = 8
DECIMALS_METRES = 4
PIECE_ROWS = 500


@dataclass(frozen=True)
class Page:
    """What is wanted of a question's rows.

    Attributes:
        fields: properties in order.
        crs: system of the coordinates.
        limit: most rows.
        after: sort values of the last row of the page before.
        geometry: whether the shape is wanted.
    """

    fields: tuple[Field, ...]
    crs: Crs = CRS84
    limit: int = 10
    after: Sequence[Any] | None = None
    geometry: bool = True


def geometry_sql(layer: Layer, system: Crs, *, turned: bool = True) -> tuple[str, str]:
    """The column to read, and SQL with {} for it.

    Args:
        layer: whose geometry.
        system: wanted system.
        turned: coordinates in the authority's axis order; files keep x first.
    """
    if system.srid == layer.shape.system.srid:
        return layer.shape.column, "ST_FlipCoordinates({})" if turned and system.latitude_first else "{}"
    if system in (CRS84, WGS84, WEB_MERCATOR):
        # The stored EPSG:3857 column was made with the pinned datum shift; from there it is plain arithmetic, measured
        # several times faster than the shift itself.
        column = layer.shape.tiles[-1][1]
        if system == WEB_MERCATOR:
            return column, "{}"
        degrees = f"ST_Transform({{}}, {CRS84.srid})"
        return column, f"ST_FlipCoordinates({degrees})" if turned and system.latitude_first else degrees
    return layer.shape.column, f"ST_Transform({{}}, {system.srid})"


def geojson_sql(place: str, system: Crs) -> str:
    """SQL that writes a geometry, which is SQL too and in this system already, as GeoJSON."""
    if system == CRS84:
        place = f"ST_ForcePolygonCCW({place})"  # RFC 7946: outer rings run counterclockwise
    return f"ST_AsGeoJSON({place}, {decimals(system)}, 0)"


def decimals(system: Crs) -> int:
    """Decimals of coordinates: about a millimetre in degrees, a tenth of one in metres."""
    return DECIMALS_METRES if system.metres or system == WEB_MERCATOR else DECIMALS_DEGREES


class Features:
    """Iterates over features as JSON text and remembers how to continue."""

    def __init__(self, question: Question, page: Page) -> None:
        self._question = question
        self._page = page
        self.returned = 0
        self.next_token = ""

    def __iter__(self) -> Iterator[str]:
        statement = self._statement()
        if statement is None:
            return
        using, sql, params = statement
        order = self._question.order
        with connections[using].cursor() as cursor:
            try:
                cursor.execute(sql, params)
            except DataError:
                raise out_of_range() from None
            last: tuple[Any, ...] = ()
            while rows := cursor.fetchmany(PIECE_ROWS):
                for row in rows:
                    if self.returned == self._page.limit:
                        self.next_token = write_token(order, last[1:])
                        return
                    self.returned += 1
                    last = row
                    yield row[0]

    def _statement(self) -> tuple[str, str, tuple[Any, ...]] | None:
        question, page = self._question, self._page
        rows = question.in_order(page.after)
        columns = {field.name: question.layer.value(question.user, field) for field in page.fields}
        column, shape = geometry_sql(question.layer, page.crs) if page.geometry else ("", "")
        sorted_by = {f"_s{index}": key.value for index, key in enumerate(question.order)}
        geometry = {"_geom": raw(column)} if page.geometry else {}
        every = {"_key": F(question.layer.key), **geometry, **sorted_by, **columns}
        inner = compiled(aliased(rows, every)[: page.limit + 1])
        if inner is None:
            return None
        sql, params = inner
        sorts = "".join(f", q.c__s{index}" for index in range(len(question.order)))
        outer = f"SELECT {_feature(page, shape)}{sorts} FROM ({sql}) q"  # noqa: S608
        return rows.db, outer, params


def _feature(page: Page, shape: str) -> str:
    geometry = "'null'"
    if page.geometry:
        geometry = f"COALESCE({geojson_sql(shape.format('q.c__geom'), page.crs)}, 'null')"
    # Names come from the declaration of the layer, never from a request.
    pairs = ", ".join(f'q."c_{field.name}" AS "{field.name}"' for field in page.fields)
    properties = f"(SELECT row_to_json(r)::text FROM (SELECT {pairs}) r)" if pairs else "'{}'"  # noqa: S608
    parts = ('{"type":"Feature","id":', "to_json(q.c__key::text)::text", ',"geometry":', geometry, ',"properties":')
    head = " || ".join(f"'{part}'" if index % 2 == 0 else part for index, part in enumerate(parts))
    return f"{head} || {properties} || '}}'"
