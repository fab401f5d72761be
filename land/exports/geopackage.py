"""GeoPackage in the legal CRS, with QGIS styles, Vietnamese field titles and code labels inside."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from gis import crs
from gis.layers import Layer
from gis.styles.geopackage import add_styles
from gis.styles.symbols import Shape, shape_of
from land.exports.rows import Chunk, Column

CONTENT_TYPE = "application/geopackage+sqlite3"
_SCHEMA_SPEC = "http://www.geopackage.org/spec121/#extension_schema"
_TABLES = """
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
_POINTS = "_points"


@dataclass(frozen=True)
class About:
    """What the file says of itself."""

    title: str
    description: str


def write(path: Path, layer: Layer, chosen: Sequence[Column], chunks: Iterator[Chunk], about: About) -> Path:
    """Write the rows; those without a boundary go to a second table of points, so none is lost.

    Args:
        path: file to make.
        layer: names the table and its kind of geometry.
        chosen, chunks: the table, geometries in the legal CRS.
        about: identifier and description of the contents.
    """
    table, points = layer.name, f"{layer.name}{_POINTS}"
    made: set[str] = set()
    for chunk in chunks:
        bare = shapely.is_missing(chunk.shapes)
        _append(path, table, layer.shape.kind, chosen, chunk, ~bare, chunk.shapes, about, made)
        if bare.any():
            _append(path, points, "Point", chosen, chunk, bare, chunk.anchors, about, made)
    if table not in made:
        empty = Chunk([], np.empty(0, dtype=object), np.empty(0, dtype=object))
        nothing = np.zeros(0, dtype=bool)
        _append(path, table, layer.shape.kind, chosen, empty, nothing, empty.shapes, about, made)
    with closing(sqlite3.connect(path)) as database, database:
        _describe(database, [name for name in (table, points) if name in made], chosen)
        if layer.style is not None:
            shapes: dict[str, Shape] = {table: shape_of(layer.shape), points: "point"}
            add_styles(database, {name: shapes[name] for name in shapes if name in made}, layer.style, chosen)
    return path


def field_arrays(chosen: Sequence[Column], values: Sequence[tuple[Any, ...]]) -> tuple[list[Any], list[Any]]:
    """Columns as arrays with masks of what is unknown, as GDAL takes them."""
    arrays, masks = [], []
    for index, column in enumerate(chosen):
        own = [row[index] for row in values]
        arrays.append(_array(column.field.kind, own))
        masks.append(np.array([value is None for value in own], dtype=bool))
    return arrays, masks


def _array(kind: str, values: list[Any]) -> Any:
    if kind == "number":
        return np.array([np.nan if value is None else float(value) for value in values], dtype="float64")
    if kind == "integer":
        return np.array([value or 0 for value in values], dtype="int64")
    if kind == "boolean":
        return np.array([bool(value) for value in values], dtype=bool)
    if kind == "date":
        return np.array(values, dtype="datetime64[D]")
    if kind == "date-time":
        return np.array([value and value.isoformat() for value in values], dtype=object)
    return np.array([",".join(value) if isinstance(value, list) else value for value in values], dtype=object)


def multi(shapes: Any, kind: str) -> Any:
    """Single parts as multi ones where the table wants those."""
    makers = {"MultiPolygon": shapely.multipolygons, "MultiLineString": shapely.multilinestrings}
    if kind not in makers:
        return shapes
    return np.array([None if shape is None else _as(shape, kind, makers[kind]) for shape in shapes], dtype=object)


def _as(shape: Any, kind: str, make: Any) -> Any:
    return shape if shape.geom_type == kind else make([shape])


def _append(
    path: Path,
    table: str,
    kind: str,
    chosen: Sequence[Column],
    chunk: Chunk,
    rows: Any,
    shapes: Any,
    about: About,
    made: set[str],
) -> None:
    if table in made and not rows.any():
        return
    if not rows.any() and len(chunk.values):
        return
    arrays, masks = field_arrays(chosen, [row for row, kept in zip(chunk.values, rows, strict=True) if kept])
    suffix = " – chưa có ranh giới" if table.endswith(_POINTS) else ""
    options = {} if table in made else {"IDENTIFIER": f"{about.title}{suffix}", "DESCRIPTION": about.description}
    pyogrio.raw.write(
        str(path),
        geometry=shapely.to_wkb(multi(shapes[rows], kind)),
        field_data=arrays,
        fields=np.array([column.name for column in chosen], dtype=object),
        field_mask=masks,
        layer=table,
        driver="GPKG",
        geometry_type=kind,
        crs=crs.LEGAL.code,
        append=table in made or bool(made),
        layer_options=options,
    )
    made.add(table)


def _describe(database: sqlite3.Connection, tables: Sequence[str], chosen: Sequence[Column]) -> None:
    database.executescript(_TABLES)
    for extension in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        database.execute(
            "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) VALUES (?, ?, ?, ?)",
            (extension, "gpkg_schema", _SCHEMA_SPEC, "read-write"),
        )
    for column in chosen:
        constraint = f"{column.name}_codes" if _has_domain(column) else None
        for table in tables:
            database.execute(
                "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, constraint_name) "
                "VALUES (?, ?, ?, ?, ?)",
                (table, column.name, column.heading, column.heading, constraint),
            )
        if constraint and column.labels:
            database.executemany(
                "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description) "
                "VALUES (?, 'enum', ?, ?)",
                [(constraint, code, label) for code, label in column.labels.items()],
            )


def _has_domain(column: Column) -> bool:
    return bool(column.labels) and column.field.kind != "string-array"
