"""Which tiles hold more features than a phone can take."""

from itertools import product

from django.db import connections
from django.db.models import F, Sum, Value

from gis.db.versions import layer_version
from gis.db.wall import is_known
from gis.layers import Layer, Tally
from gis.query.literals import mercator_box
from gis.query.question import Question
from gis.query.sql import condition
from gis.tiles.matrix import Tile

MOST_DRAWN = 4_000  # features of a tile; more of them are half a megabyte

# (connection, layer) -> version of the data, and plots of the public by cell of the sums' grid.
_counted: dict[tuple[str, str], tuple[int, dict[tuple[int, int], int]]] = {}


def is_crowded(question: Question, tile: Tile) -> bool:
    """Whether a tile holds more than MOST_DRAWN of the rows.

    The public's whole register is counted once for each version of the data; other rows up to the limit and no further.
    """
    layer, user = question.layer, question.user
    tally = layer.tally(user) if question.is_plain and not is_known(user) else None
    if tally and not connections[tally.cells.db].in_atomic_block:
        cells = _cells(layer, tally)
        shift = tally.zoom - tile.z
        held = product(
            range(tile.x << shift, (tile.x + 1) << shift),
            range(tile.y << shift, (tile.y + 1) << shift),
        )
        return sum(cells.get(cell, 0) for cell in held) > MOST_DRAWN
    inside = question.rows().filter(condition("({0} && {1})", F(layer.geometry.anchor), mercator_box(tile.bounds)))
    return len(inside.order_by().values_list(Value(1))[: MOST_DRAWN + 1]) > MOST_DRAWN


def _cells(layer: Layer, tally: Tally) -> dict[tuple[int, int], int]:
    key = (tally.cells.db, layer.name)
    version = layer_version(layer.name, tally.cells.db)
    if key not in _counted or _counted[key][0] != version:
        summed = tally.cells.values_list("x", "y").annotate(held=Sum("n")).order_by()
        _counted[key] = version, {(x, y): held for x, y, held in summed}
    return _counted[key][1]
