"""Refused rows as files that can be mended and imported again: CSV for Excel, GeoPackage for QGIS."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely
from django.db import connection

from gis import crs
from land.loading import staging
from land.loading.report import finding_of

CSV_NAME, GPKG_NAME = "dong-bi-tu-choi.csv", "dong-bi-tu-choi.gpkg"
_OWN = ("Dòng", "Lỗi", "Cách sửa", "Mã lỗi", "Tọa độ lỗi (X bắc; Y đông)")
_COLUMNS = (
    "r.raw, ST_AsBinary(coalesce(r.geom, r.disputed)), ST_AsBinary(CASE WHEN r.basis = 'point' THEN r.anchor END)"
)


def write_refused(folder: Path, columns: tuple[str, ...], layer: str) -> dict[str, str]:
    """Write the refused rows with their findings. Returns the files by kind; none when no row was refused.

    Args:
        folder: existing folder.
        columns: headings of the imported file.
        layer: name of the layer.
    """
    sheet, package = folder / CSV_NAME, folder / GPKG_NAME
    headings = [*_OWN, *columns]
    written = False
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*headings, "WKT (EPSG:5899)"])
        for rows in staging.read_rows("r.outcome = 'refused'", _COLUMNS):
            told = _findings([row[0] for row in rows])
            lines, shapes = [], []
            for number, raw, geom, point in rows:
                cells = [*told.get(number, [number, "", "", "", ""]), *_padded(staging.loaded(raw), len(columns))]
                shape = shapely.from_wkb(bytes(geom or point)) if geom or point else None
                writer.writerow([*map(_safe, cells), shape.wkt if shape is not None else ""])
                lines.append(cells)
                shapes.append(shape)
            append_package(package, headings, lines, shapes, layer, append=written)
            written = True
    if not written:
        sheet.unlink()
        return {}
    return {"refused_csv": str(sheet), "refused_gpkg": str(package)}


def _findings(rows: list[int]) -> dict[int, list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row, code, column_name, params, x, y FROM import_finding WHERE row = ANY(%s) ORDER BY row, code",
            [rows],
        )
        found: dict[int, list[Any]] = {}
        for row in cursor.fetchall():
            finding = finding_of(row)
            if finding.severity == "error":
                found.setdefault(finding.row or 0, []).append(finding)
    return {row: [row, *_joined(findings)] for row, findings in found.items()}


def _joined(findings: list[Any]) -> Iterator[str]:
    yield " | ".join(finding.text() for finding in findings)
    yield " | ".join(dict.fromkeys(finding.mend() for finding in findings if finding.mend()))
    yield ", ".join(dict.fromkeys(finding.code for finding in findings))
    yield " | ".join(f"{finding.y:.2f}; {finding.x:.2f}" for finding in findings if finding.x is not None)


def append_package(
    path: Path, headings: list[str], lines: list[list[Any]], shapes: list[Any], layer: str, *, append: bool
) -> None:
    """Write rows with their shapes into a GeoPackage.

    Args:
        lines: cells of each row in the order of the headings.
        shapes: in the legal CRS, of any type, None for a row that has none.
        append: the layer is there already and gets these rows too.
    """
    names = _package_names(headings)
    columns = {name: [_text(line[at]) for line in lines] for at, name in enumerate(names)}
    frame = gpd.GeoDataFrame(columns, geometry=shapes)
    pyogrio.write_dataframe(
        frame.set_crs(f"EPSG:{crs.LEGAL.epsg}"),
        path,
        driver="GPKG",
        layer=layer[:60] or "tu_choi",
        append=append,
        geometry_type="Unknown",
        promote_to_multi=False,
    )


def _package_names(headings: list[str]) -> list[str]:
    """Column names that GeoPackage can hold: not twice, whatever the case, and not its own."""
    taken = {"fid", "geom", "geometry"}
    names = []
    for heading in headings:
        name, number = heading, 2
        while name.casefold() in taken:
            name, number = f"{heading} ({number})", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "@"} else value


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _padded(values: list[Any], width: int) -> list[Any]:
    return [*values, *[None] * (width - len(values))][:width]
