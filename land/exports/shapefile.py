"""Shapefile in a ZIP: UTF-8 with its .cpg, ten-letter field names with a README that explains them."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from gis import crs
from gis.layers import Layer
from land.exports.geopackage import field_arrays, multi
from land.exports.rows import Chunk, Column

CONTENT_TYPE = "application/zip"
_LONGEST_NAME = 10
# Names that officials know from their own shapefiles (DOMAIN 1.3); the others are shortened by rule.
_KNOWN = {
    "code": "MAKHUDAT",
    "name": "TENKHUDAT",
    "address": "DIACHI",
    "unit": "MAXA",
    "unit_name": "TENXA",
    "unit_at_record": "MAXACU",
    "unit_at_record_name": "TENXACU",
    "sheet_number": "SOTO",
    "parcel_number": "SOTHUA",
    "parcel_uid": "MADINHDANH",
    "parcel_uid_provisional": "DDTAMTINH",
    "area_m2": "DIENTICH",
    "area_method": "CANCUDT",
    "area_legal_m2": "DTPHAPLY",
    "area_surveyed_m2": "DTDODAC",
    "area_planar_m2": "DTBANDO",
    "area_geodesic_m2": "DTELIP",
    "land_use": "LOAIDAT",
    "land_use_current": "LOAIDATHT",
    "origin": "NGUONGOC",
    "managing_agency": "MADVQL",
    "managing_agency_name": "DONVIQUANL",
    "using_agency_name": "DONVISUDUN",
    "decision_number": "SOQD",
    "decision_on": "NGAYQD",
    "decision_issuer": "COQUANBH",
    "use_state": "HIENTRANG",
    "public_flags": "TTCONGBO",
    "legal_status": "PHAPLY",
    "handling_plan": "PHUONGAN",
    "published_on": "NGAYCONGKH",
    "source": "NGUON",
    "surveyed_on": "NGAYDO",
    "location_basis": "CANCUVT",
    "flags": "TINHTRANG",
    "publish_level": "MUCCONGKH",
    "review_state": "RASOAT",
    "confidence": "DOTINCAY",
    "note": "GHICHU",
}


def field_names(chosen: Sequence[Column]) -> dict[str, str]:
    """Outward name -> unique name of at most ten ASCII letters."""
    taken: dict[str, str] = {}
    for column in chosen:
        base = _KNOWN.get(column.name) or column.name.replace("_", "").upper()[:_LONGEST_NAME]
        name, number = base, 1
        while name in taken.values():
            number += 1
            name = f"{base[: _LONGEST_NAME - len(str(number))]}{number}"
        taken[column.name] = name
    return taken


def write(
    folder: Path, layer: Layer, chosen: Sequence[Column], chunks: Iterator[Chunk], title: str, facts: Sequence[str]
) -> Path:
    """Write the ZIP into the folder; rows without a boundary go to a second shapefile of points."""
    names = field_names(chosen)
    made: set[str] = set()
    for chunk in chunks:
        bare = shapely.is_missing(chunk.shapes)
        _append(folder, layer.name, layer.shape.kind, names, chosen, chunk, ~bare, chunk.shapes, made)
        _append(folder, f"{layer.name}_points", "Point", names, chosen, chunk, bare, chunk.anchors, made)
    if not made:
        empty = np.empty(0, dtype=object)
        nothing = np.zeros(0, dtype=bool)
        _append(folder, layer.name, layer.shape.kind, names, chosen, Chunk([], empty, empty), nothing, empty, made)
    readme = _readme(title, facts, names, chosen, sorted(made))
    # A byte order mark: Windows's editor of old takes UTF-8 for something else without one.
    (folder / "README.txt").write_text(readme, encoding="utf-8-sig", newline="\r\n")
    target = folder / "export.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            if file != target:
                archive.write(file, file.name)
    return target


def _append(
    folder: Path,
    table: str,
    kind: str,
    names: dict[str, str],
    chosen: Sequence[Column],
    chunk: Chunk,
    rows: Any,
    shapes: Any,
    made: set[str],
) -> None:
    if len(chunk.values) and not rows.any():
        return
    arrays, masks = field_arrays(chosen, [row for row, kept in zip(chunk.values, rows, strict=True) if kept])
    # DBF knows no truth values here: 1 and 0 are read everywhere.
    arrays = [array.astype("int32") if array.dtype == bool else array for array in arrays]
    pyogrio.raw.write(
        str(folder / f"{table}.shp"),
        geometry=shapely.to_wkb(multi(shapes[rows], kind)),
        field_data=arrays,
        fields=np.array([names[column.name] for column in chosen], dtype=object),
        field_mask=masks,
        driver="ESRI Shapefile",
        geometry_type=kind,
        crs=crs.LEGAL.code,
        encoding="UTF-8",
        append=table in made,
    )
    made.add(table)


def _readme(
    title: str, facts: Sequence[str], names: dict[str, str], chosen: Sequence[Column], tables: Sequence[str]
) -> str:
    lines = [title, "=" * len(title), "", *facts, "", f"Tệp / Files: {', '.join(f'{name}.shp' for name in tables)}"]
    lines += [
        f"Hệ tọa độ / CRS: {crs.LEGAL.code} ({crs.LEGAL.title}). Bảng mã / Encoding: UTF-8 (.cpg).",
        "Khu đất chưa có ranh giới nằm trong tệp *_points. / Plots without a boundary are in *_points.",
        "Shapefile giới hạn tên trường 10 ký tự và cắt chữ dài quá 254 byte; GeoPackage thì không.",
        "",
        f"{'Trường':<12}{'Tên đầy đủ':<28}Ý nghĩa",
    ]
    for column in chosen:
        lines.append(f"{names[column.name]:<12}{column.name:<28}{column.heading}")
        used = column.labels or {}
        if 0 < len(used) <= 40:
            lines += [f"{'':<14}{code} = {label}" for code, label in used.items()]
    return "\n".join([*lines, ""])
