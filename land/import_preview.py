"""What a check shows besides its report: samples of the columns, and shapes for a small map.

Those of plots are read from the check's temporary tables, so in its transaction.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gis import crs
from land.loading import staging

Feature = dict[str, Any]  # of GeoJSON

PREVIEW_NAME = "preview.geojson"
MOST_FEATURES = 2_000
SHARES = {"refused": 600, "kept": 400}  # the rest is for new plots; changes come page by page
_SAMPLE_ROWS, _SAMPLES, _SAMPLE_WIDTH = 200, 3, 40
_WHERE = {
    "refused": "r.outcome = 'refused'",
    "kept": "r.outcome = 'faulty' AND r.plot_id IS NULL",
    "new": "r.outcome = 'good' AND r.plot_id IS NULL",
}
_COLUMNS = "ST_AsBinary(coalesce(r.geom, r.disputed, r.anchor)), r.name, r.payload"


def samples(columns: list[str]) -> dict[str, list[str]]:
    """Some different texts of every column."""
    found: dict[str, list[str]] = {column: [] for column in columns}
    rows = next(staging.read_rows("true", "r.raw", size=_SAMPLE_ROWS), [])
    for _number, raw in rows:
        for column, value in zip(columns, staging.loaded(raw), strict=False):
            text = " ".join(str(value).split())[:_SAMPLE_WIDTH] if value is not None else ""
            if text and text not in found[column] and len(found[column]) < _SAMPLES:
                found[column].append(text)
    return found


def write_preview(folder: Path) -> int:
    """Write the shapes of new and of refused rows as GeoJSON in WGS 84. Returns how many features."""
    features: list[Feature] = []
    for kind in _WHERE:
        features += _staged(kind, min(SHARES.get(kind, MOST_FEATURES), MOST_FEATURES - len(features)))
    return write_features(folder, features)


def write_features(folder: Path, features: list[Feature]) -> int:
    """Write the preview's file. Returns how many features."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (folder / PREVIEW_NAME).write_text(text, encoding="utf-8")
    return len(features)


def features_of(shapes: Sequence[Any], told: Iterable[Mapping[str, Any]]) -> Iterator[Feature]:
    """Shapes in the legal CRS as features in WGS 84; one that has no place there is left out.

    Args:
        told: for each shape its `kind` (see static/imports/preview.js), `row` and `name`.
    """
    moved = crs.transform(np.asarray(shapes, dtype=object), crs.LEGAL, crs.CRS84)
    for shape, properties in zip(moved, told, strict=True):
        yield from _feature(shape, **properties)


def features_of_changes(changes: Iterable[Mapping[str, Any]]) -> Iterator[Feature]:
    """Boundaries before and after, of changes as the check wrote them."""
    for change in changes:
        told = change["geometry"] or {}
        for when in ("before", "after"):
            if told.get(when):
                properties = {"kind": when, "row": change["row"], "code": change["code"]}
                yield {"type": "Feature", "geometry": told[when], "properties": properties}


def _staged(kind: str, limit: int) -> Iterator[Feature]:
    if limit <= 0:
        return
    rows = next(
        staging.read_rows(f"{_WHERE[kind]} AND coalesce(r.geom, r.anchor) IS NOT NULL", _COLUMNS, size=limit), []
    )
    shapes = shapely.from_wkb([bytes(row[1]) for row in rows])
    yield from features_of(shapes, ({"kind": kind, "row": row[0], "name": _name(*row[2:])} for row in rows))


def _name(name: str, payload: Any) -> str:
    values = staging.loaded(payload)["values"]
    return name or "/".join(str(values[key]) for key in ("sheet_number", "parcel_number") if values.get(key))


def _feature(shape: Any, **properties: Any) -> Iterator[Feature]:
    # A wrong zone can put a point where there are no degrees.
    if shape is None or shape.is_empty or not np.isfinite(shapely.get_coordinates(shape)).all():
        return
    rounded = shapely.set_precision(shape, 1e-7, mode="pointwise")
    yield {"type": "Feature", "geometry": json.loads(shapely.to_geojson(rounded)), "properties": properties}
