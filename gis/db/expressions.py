"""SQL expressions that Django has no name for."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, FloatField, Func

from gis import crs

CELL_ZOOM = 16
CELL_SIDE_M = 2 * crs.HALF_WORLD_M / (1 << CELL_ZOOM)  # 611 m of EPSG:3857


class ToMercator(Func):
    """A stored geometry in EPSG:3857, generalised on request; fit for generated columns.

    Low zooms drop vertices with ST_Simplify(preserve collapsed), measured 2-9 times faster than the topology
    preserving one.
    """

    function = "ST_Transform"

    def __init__(self, column: str, simplify: float | None = None) -> None:
        self.simplify = simplify
        super().__init__(F(column))

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        template = f"ST_Transform(%(expressions)s, {crs.WEB_MERCATOR.srid})"
        if self.simplify:
            template = f"ST_Simplify({template}, {float(self.simplify)}, true)"
        return super().as_sql(compiler, connection, template=template, **extra)


class Span(Func):
    """Diagonal of a stored geometry's box, in units of its system; fit for generated columns."""

    def __init__(self, column: str) -> None:
        super().__init__(F(column))

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        sides = "(ST_XMax({0}) - ST_XMin({0})) ^ 2 + (ST_YMax({0}) - ST_YMin({0})) ^ 2"
        template = f"sqrt({sides.format('%(expressions)s')})"
        return super().as_sql(compiler, connection, template=template, **extra)


class Corners(Func):
    """The box of a geometry as [west, south, east, north] in its own system; four empty values without one.

    Numbers instead of a shape: to read ten plots and ask GEOS for their extents was a fifth of a search.
    """

    template = "ARRAY[ST_XMin({0}), ST_YMin({0}), ST_XMax({0}), ST_YMax({0})]".replace("{0}", "%(expressions)s")
    arity = 1
    output_field = ArrayField(FloatField())


class ArrayIntersection(Func):
    """The elements of a text array that are among fixed words, in the words' order; fit for generated columns."""

    def __init__(self, column: str, words: Iterable[str]) -> None:
        self.words = sorted(words)
        super().__init__(F(column))

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        # unnest() is not allowed in a generated column; array_remove of a CASE per word is.
        column = "%(expressions)s"
        cases = ", ".join(f"CASE WHEN '{word}' = ANY({column}) THEN '{word}' END" for word in self.words)
        template = f"array_remove(ARRAY[{cases}]::varchar(20)[], NULL)"
        return super().as_sql(compiler, connection, template=template, **extra)


class MercatorCell(Func):
    """The tile of CELL_ZOOM in which a stored point lies, as column * 65,536 + row; fit for generated columns."""

    def __init__(self, column: str) -> None:
        super().__init__(F(column))

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        place = f"ST_Transform(%(expressions)s, {crs.WEB_MERCATOR.srid})"
        half, side = repr(crs.HALF_WORLD_M), repr(CELL_SIDE_M)
        column, row = f"ST_X({place}) + {half}", f"{half} - ST_Y({place})"
        template = f"floor(({column}) / {side})::bigint * {1 << CELL_ZOOM} + floor(({row}) / {side})::bigint"
        return super().as_sql(compiler, connection, template=template, **extra)


__all__ = ["CELL_SIDE_M", "CELL_ZOOM", "ArrayIntersection", "Corners", "MercatorCell", "Span", "ToMercator"]
