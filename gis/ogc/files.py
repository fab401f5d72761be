"""Items as CSV, GeoJSON, FlatGeobuf and GeoPackage."""

import csv
import io
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

import numpy as np
from pyogrio import raw as ogr

from gis import crs
from gis.http.streaming import file_pieces
from gis.layers import Field
from gis.ogc.rows import Features, Page
from gis.ogc.tables import Batch, batches
from gis.query.order import read_token
from gis.query.question import Question
from gis.styles.attributes import attributes
from gis.styles.geopackage import add_styles
from gis.styles.symbols import shape_of
from gis.text.cells import defused

DTYPES = {
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
    "date": "datetime64[D]",
    "date-time": "datetime64[ms]",
}
_EMPTY = {"int64": 0, "float64": np.nan, "bool": False, "datetime64[D]": "NaT", "datetime64[ms]": "NaT"}
_SCHEMA_EXTENSION = "http://www.geopackage.org/spec121/#extension_schema"
_AT_ONCE = 2_000  # features that the memory holds of a file of any number of them
_BOM = "\ufeff"  # Excel reads UTF-8 only after this mark


def csv_pieces(question: Question, page: Page) -> Iterator[bytes]:
    """CSV as RFC 4180 says, with a byte order mark; the shape as WKT in the last column where it is wanted.

    A spreadsheet opens the file too: text that it would calculate is defused as in the register's own CSV.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    names = [field.name for field in page.fields]
    writer.writerow([*names, "geometry"] if page.geometry else names)
    buffer.seek(0)
    yield (_BOM + buffer.read()).encode()
    for batch in batches(question, page, "ST_AsText({}, 8)"):
        buffer.seek(0)
        buffer.truncate()
        for shape, *values in batch:
            cells = [defused(_cell(value)) if isinstance(value, str | list) else _cell(value) for value in values]
            writer.writerow([*cells, shape or ""] if page.geometry else cells)
        yield buffer.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, list) else str(value)


def geojson_pieces(question: Question, page: Page) -> Iterator[bytes]:
    """One FeatureCollection of everything that matches, or of as many as the page's limit says."""
    yield b'{"type":"FeatureCollection","features":['
    wanted = replace(page, limit=page.limit or _AT_ONCE)
    comma = ""
    while True:
        features = Features(question, wanted)
        for feature in features:
            yield f"{comma}{feature}".encode()
            comma = ","
        if page.limit or not features.next_token:
            break
        wanted = replace(wanted, after=read_token(question.order, features.next_token))
    yield b"]}"


def geopackage_pieces(question: Question, page: Page) -> Iterator[bytes]:
    """A GeoPackage whose columns carry their headings, with the layer's colours inside."""
    with tempfile.TemporaryDirectory(prefix="ogc-") as folder:
        path = os.path.join(folder, f"{question.layer.name}.gpkg")
        _write(question, page, path)
        _name_columns(path, question.layer.name, page.fields)
        _add_styles(path, question, page)
        yield from file_pieces(path)


def flatgeobuf_pieces(question: Question, page: Page) -> Iterator[bytes]:
    """A FlatGeobuf; its driver wants all rows at once, and an index only where every row has a shape."""
    rows = [row for batch in batches(question, page) for row in batch]
    indexed = bool(rows) and all(row[0] is not None for row in rows)
    with tempfile.TemporaryDirectory(prefix="ogc-") as folder:
        path = os.path.join(folder, f"{question.layer.name}.fgb")
        options = {"SPATIAL_INDEX": "YES" if indexed else "NO"}
        _append(question, page, path, rows, driver="FlatGeobuf", layer_options=options)
        yield from file_pieces(path)


def _write(question: Question, page: Page, path: str) -> None:
    written = False
    for batch in batches(question, page):
        _append(question, page, path, batch, driver="GPKG", append=written)
        written = True
    if not written:
        _append(question, page, path, [], driver="GPKG")


def _append(question: Question, page: Page, path: str, batch: Batch, **options: Any) -> None:
    shape = question.layer.geometry
    shapes = np.array([bytes(row[0]) if row[0] is not None else None for row in batch], dtype=object)
    columns = [_column(field, [row[index] for row in batch]) for index, field in enumerate(page.fields, 1)]
    ogr.write(
        path,
        shapes if shape else None,
        [values for values, _ in columns],
        np.array([field.name for field in page.fields], dtype=object),
        field_mask=[mask for _, mask in columns],
        layer=question.layer.name,
        geometry_type=shape.kind if shape else None,
        crs=_crs_text(page) if shape else None,
        **options,
    )


def _crs_text(page: Page) -> str:
    return page.crs.code if page.crs.epsg else crs.WGS84.code  # files keep x, y order, so CRS84 and EPSG:4326 are one


def _column(field: Field, values: list[Any]) -> tuple[Any, Any]:
    dtype = DTYPES.get(field.kind)
    mask = np.array([value is None for value in values], dtype=bool)
    if dtype is None:
        return np.array([_cell(value) if value is not None else None for value in values], dtype=object), mask
    if field.kind == "date-time":
        values = [value.replace(tzinfo=None) if value is not None else None for value in values]
    return np.array([_EMPTY[dtype] if value is None else value for value in values], dtype=dtype), mask


def _name_columns(path: str, table: str, fields: tuple[Field, ...]) -> None:
    """GeoPackage's schema extension: QGIS shows these names as aliases."""
    schema = (
        "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, "
        "description TEXT, mime_type TEXT, constraint_name TEXT, "
        "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), "
        "CONSTRAINT gdc_tn UNIQUE (table_name, name))",
        "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, "
        "value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, "
        "CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))",
    )
    extension = "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')"
    column = "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES (?, ?, ?, ?, ?)"
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in schema:
            connection.execute(statement)
        with suppress(sqlite3.OperationalError):  # a file without any extension has no such table
            connection.executemany(
                extension, [(name, _SCHEMA_EXTENSION) for name in ("gpkg_data_columns", "gpkg_data_column_constraints")]
            )
        rows = [(table, f.name, str(f.title), str(f.title), f"{f.title_en} {f.unit}".strip()) for f in fields]
        connection.executemany(column, rows)


def _add_styles(path: str, question: Question, page: Page) -> None:
    layer, names = question.layer, {field.name for field in page.fields}
    if layer.style is None:
        return
    columns = [column for column in attributes(layer, question.user) if column.name in names]
    with closing(sqlite3.connect(path)) as connection, connection:
        add_styles(connection, {layer.name: shape_of(layer.shape)}, layer.style, columns)
