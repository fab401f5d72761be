"""Rows of a box in two parts: its inner cells, which an index counts without reading shapes, and its rim."""

from dataclasses import dataclass
from math import ceil, floor

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Expression, F, Value

from gis.crs import HALF_WORLD_M
from gis.db.expressions import CELL_SIDE_M, CELL_ZOOM
from gis.layers import Rows
from gis.query.place import Corners, InBox, upright
from gis.query.question import Question
from gis.query.sql import condition, either

# Below, what the rim costs more than it spares; above, the box holds more than anybody waits for exactly.
FEWEST, MOST = 100, 4_096
_MARGIN_M = 1.0  # an anchor at the very edge may be brought outside by the last digit of a transformation


@dataclass(frozen=True)
class Part:
    """Some rows of a question.

    Attributes:
        rows: the rows, and where `only` is given others beside them.
        only: which of them count. Not a filter: to spare some of a test that is said to be dear, the planner would read
            an index of the whole register first (200 ms instead of 50 on a million plots, measured).
    """

    rows: Rows
    only: Expression | None = None


def parted(question: Question) -> list[Part] | None:
    """A question about a box and coded values in parts that share no row; None for other questions.

    An anchor lies inside its boundary: a row whose anchor lies in an inner cell touches the box. Of any other row that
    does, the own box reaches over the rim.
    """
    box = question.conditions.get("bbox")
    coded = {field.name for field in question.layer.fields_for(question.user) if field.facet}
    if question.day or question.moment or not isinstance(box, InBox) or not box.geometry.cell:
        return None
    if not question.conditions.keys() <= coded | {"bbox"}:
        return None
    columns, lines = _inner(box.box)
    if not FEWEST <= len(columns) * len(lines) <= MOST:
        return None
    rows = question.rows(without="bbox")
    cells = _constant([(x << CELL_ZOOM) + y for x in columns for y in lines])
    inside = condition("({0} = ANY({1}))", F(box.geometry.cell), cells)
    outside = condition("({0} = ANY({1}) IS NOT TRUE)", F(box.geometry.cell), cells)
    return [Part(rows.filter(inside)), Part(rows.filter(_over(box, _rim(box.box, columns, lines)), outside), only=box)]


def _inner(box: Corners) -> tuple[range, range]:
    """Columns and rows of the cells that lie wholly in a box."""
    west, south, east, north = box
    columns = range(
        ceil((west + _MARGIN_M + HALF_WORLD_M) / CELL_SIDE_M), floor((east - _MARGIN_M + HALF_WORLD_M) / CELL_SIDE_M)
    )
    lines = range(
        ceil((HALF_WORLD_M - north + _MARGIN_M) / CELL_SIDE_M), floor((HALF_WORLD_M - south - _MARGIN_M) / CELL_SIDE_M)
    )
    return columns, lines


def _rim(box: Corners, columns: range, lines: range) -> list[Corners]:
    """What is left of the box around its inner cells, as four boxes."""
    west, south, east, north = box
    left, right = columns.start * CELL_SIDE_M - HALF_WORLD_M, columns.stop * CELL_SIDE_M - HALF_WORLD_M
    top, bottom = HALF_WORLD_M - lines.start * CELL_SIDE_M, HALF_WORLD_M - lines.stop * CELL_SIDE_M
    return [
        (west, south, left, north),
        (right, south, east, north),
        (west, south, east, bottom),
        (west, top, east, north),
    ]


def _over(box: InBox, rim: list[Corners]) -> Expression:
    """The own box of a row, or the anchor of a row without a boundary, touches the rim: what an index finds."""
    shape, anchor = F(box.geometry.tiles[-1][1]), F(box.geometry.anchor)
    strips = [upright(strip) for strip in rim]
    return either(
        [
            *(condition("({0} && {1})", shape, strip) for strip in strips),
            condition("({0} IS NULL AND {1} && {2})", F(box.geometry.column), anchor, upright(box.box)),
        ]
    )


def _constant(cells: list[int]) -> Expression:
    return Value(cells, output_field=ArrayField(BigIntegerField()))
