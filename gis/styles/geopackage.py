"""QGIS styles inside a GeoPackage: the table `layer_styles`, which QGIS reads when it opens the file."""

import sqlite3
from collections.abc import Mapping, Sequence

from gis.layers import Style, Swatch
from gis.styles.attributes import Titled
from gis.styles.qml import qml
from gis.styles.sld import sld
from gis.styles.symbols import Shape

_TABLE = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));
INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES
  ('layer_styles', 'attributes', 'layer_styles', 'QGIS');
"""
_STYLE = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, "
    "styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '')"
)


def add_styles(
    database: sqlite3.Connection, tables: Mapping[str, Shape], style: Style, columns: Sequence[Titled]
) -> None:
    """Dress a GeoPackage's tables; the legend shows only the codes that are in the file.

    Args:
        database: the file, open for writing.
        tables: name -> kind of geometry of each table.
        style: the layer's.
        columns: the tables' columns; nothing is added where the field that colours the rows is not among them.
    """
    if style.field and style.field not in {column.name for column in columns}:
        return
    database.executescript(_TABLE)
    legend = _present(database, tables, style)
    geometry = dict(database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    for table, shape in tables.items():
        drawn = qml(style, legend, columns, shape), sld(style, legend, layer=table, shape=shape, version="1.1.0")
        name = style.field or table
        database.execute(_STYLE, (table, geometry.get(table, ""), name, *drawn, str(style.title)))


def _present(database: sqlite3.Connection, tables: Mapping[str, Shape], style: Style) -> Sequence[Swatch]:
    if not style.field:
        return ()
    codes: set[str] = set()
    for table in tables:  # the layer's own names, never a request's
        codes |= {row[0] for row in database.execute(f'SELECT DISTINCT "{style.field}" FROM "{table}"')}  # noqa: S608
    return [swatch for swatch in style.swatches() if swatch.code in codes]
