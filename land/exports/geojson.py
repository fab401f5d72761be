"""GeoJSON as RFC 7946 has it: CRS84, outer rings counter-clockwise, coordinates to about a millimetre."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from gis.layers import Layer
from land.exports.rows import Chunk, Column, plain

DECIMALS = 8
CONTENT_TYPE = "application/geo+json"


def geometry(shape: Any) -> dict[str, Any] | None:
    """One geometry in CRS84 as a GeoJSON object; None stays None."""
    if shape is None:
        return None
    rounded = shapely.transform(shapely.orient_polygons(shape), lambda points: np.round(points, DECIMALS))
    return dict(shapely.geometry.mapping(rounded))


def feature(identifier: str, shape: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    """One feature."""
    values = {name: plain(value) for name, value in properties.items()}
    return {"type": "Feature", "id": identifier, "geometry": geometry(shape), "properties": values}


def collection(
    layer: Layer, chosen: Sequence[Column], chunks: Iterator[Chunk], about: Mapping[str, Any]
) -> Iterator[bytes]:
    """A FeatureCollection, streamed; `about` becomes foreign members before the features."""
    head = json.dumps({"type": "FeatureCollection", **about}, ensure_ascii=False)[:-1]
    yield f'{head}, "features": ['.encode()
    names = [column.name for column in chosen]
    key = next(index for index, column in enumerate(chosen) if column.field.source == layer.key)
    comma = ""
    for chunk in chunks:
        for values, shape in zip(chunk.values, chunk.placed(), strict=True):
            item = feature(values[key], shape, dict(zip(names, values, strict=True)))
            yield f"{comma}\n{json.dumps(item, ensure_ascii=False)}".encode()
            comma = ","
    yield b"\n]}\n"
