"""Which tiles hold more features than a phone can take."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db import connections
from django.db.models import F, Sum, Value

from gis.db.versions import layer_version
from gis.db.wall import database_of, is_known
from gis.layers import Layer, Tally
from gis.query.literals import mercator_box
from gis.query.question import Question
from gis.query.sql import condition
from gis.tiles.matrix import Tile

# (connection, layer) -> version of the data, and the public's plots by cell of the sums' grid; None without sums.
_counted: dict[tuple[str, str], tuple[int, "_Held | None"]] = {}


@dataclass(frozen=True)
class _Held:
    zoom: int
    cells: dict[tuple[int, int], int]

    def by(self, tile: Tile) -> int:
        """How many lie in a tile."""
        shift = self.zoom - tile.z
        columns = range(tile.x << shift, (tile.x + 1) << shift)
        rows = range(tile.y << shift, (tile.y + 1) << shift)
        return sum(self.cells.get(cell, 0) for cell in product(columns, rows))


def is_crowded(question: Question, tile: Tile) -> bool:
    """Whether a tile holds more of the rows than its layer draws one by one.

    The public's whole register is counted once for each version of the data; other rows up to the limit and no further.
    """
    layer, user = question.layer, question.user
    if question.is_plain and not is_known(user) and not connections[database_of(user)].in_atomic_block:
        held = _held(layer, user)
        if held:
            return held.by(tile) > layer.crowd
    inside = question.rows().filter(condition("({0} && {1})", F(layer.shape.anchor), mercator_box(tile.bounds)))
    return len(inside.order_by().values_list(Value(1))[: layer.crowd + 1]) > layer.crowd


def _held(layer: Layer, user: Any) -> _Held | None:
    key = database_of(user), layer.name
    version = layer_version(layer.name, key[0])
    if _counted.get(key, (0, None))[0] != version:
        # Not before: to build the reader's sums was a third of a cold tile of zoom 14 (measured).
        tally = layer.tally(user)
        _counted[key] = version, _count(tally) if tally else None
    return _counted[key][1]


def _count(tally: Tally) -> _Held:
    summed = tally.cells.values_list("x", "y").annotate(held=Sum("n")).order_by()
    return _Held(tally.zoom, {(x, y): held for x, y, held in summed})
