"""Shapes of a checked reference layer for a small map: what would be loaded, and what is refused."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from shapely.geometry import GeometryCollection, box

from land.actions.reference_drafts import ParcelRow, PriceRow, RoadRow, Row, ZoneRow
from land.import_preview import MOST_FEATURES, SHARES, Feature, features_of, write_features
from land.loading_reference.reading import ReferenceFile


def write_preview(folder: Path, found: ReferenceFile) -> int:
    """Write the shapes as GeoJSON in WGS 84; a price table has none. Returns how many features."""
    features = list(_refused(found))
    features += _new(found, MOST_FEATURES - len(features))
    return write_features(folder, features) if features else 0


def write_doubtful(folder: Path, shapes: Sequence[Any]) -> int:
    """Write shapes whose coordinate system a person has to confirm. Returns how many features."""
    # Beside the communes, degrees away, a parcel is less than a pixel: its middle is drawn as a dot as well.
    drawn = [GeometryCollection([shape, box(*shape.bounds).centroid]) for shape in shapes if shape is not None]
    features = list(features_of(drawn, ({"kind": "kept"} for _shape in drawn)))
    return write_features(folder, features) if features else 0


def _refused(found: ReferenceFile) -> Iterator[Feature]:
    rows = _spread([row for row in found.refused if row.shape is not None], SHARES["refused"])
    return features_of([row.shape for row in rows], ({"kind": "refused", "row": row.row} for row in rows))


def _new(found: ReferenceFile, most: int) -> Iterator[Feature]:
    pairs = zip(found.numbers, found.rows, strict=True)
    drawn = _spread([(number, row) for number, row in pairs if not isinstance(row, PriceRow)], most)
    told = ({"kind": "new", "row": number, "name": _name(row)} for number, row in drawn)
    return features_of([row.geom for _number, row in drawn], told)


def _spread(items: Sequence[Any], most: int) -> Sequence[Any]:
    """At most so many, from all over the file: its first rows lie in one corner of the plan."""
    return items[:: -(-len(items) // most)] if len(items) > most else items


def _name(row: Row) -> str:
    match row:
        case ParcelRow():
            return f"{row.sheet_number}/{row.parcel_number}"
        case ZoneRow():
            return f"{row.land_use_code} {row.label}".strip()
        case RoadRow():
            return row.name
    return ""
