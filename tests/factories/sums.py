"""What a layer's doors say of its rows, to hold sums kept beside them against counting."""

from typing import Any

from gis.layers import Layer
from gis.query import counts, facets
from gis.query.params import Params
from gis.query.question import read_question
from gis.tiles.matrix import Tile
from gis.tiles.sql import tile_bytes
from tests.factories import mvt


def told(layer: Layer, user: Any, **asked: str) -> tuple[Any, ...]:
    """Number, area, number once more and every facet of a question, nothing remembered."""
    counts.forget()
    question = read_question(layer, user, Params({name: [text] for name, text in asked.items()}))
    found = facets.facets(question)
    values = {
        field.name: sorted((one.value or "", one.value is None, one.count, one.area_m2) for one in values)
        for field, values in found.values.items()
    }
    return found.matched, found.area_m2, counts.matched(question), values


def cells(layer: Layer, user: Any, z: int, x: int, y: int) -> list[Any]:
    """The counted cells of a tile."""
    content = tile_bytes(read_question(layer, user, Params({})), Tile(z, x, y))
    return [(one.first, one.properties) for one in mvt.read(content).get(f"{layer.name}_cells", [])]
