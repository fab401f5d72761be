"""Reads the units' names, dates and successions from data/facts, and polygons from real files."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from gis.crs import UnknownCrs
from gis.geometry import to_multipolygon
from gis.systems.guess import Ground, Reading, Sample, read_coordinates
from gis.systems.names import crs_of_srid


@dataclass(frozen=True)
class UnitFact:
    """One row of admin_units.csv; `end` is the first day after the unit."""

    uid: str
    code: str
    name: str
    unit_type: str
    short_name: str
    level: str
    parent_code: str
    start: date | None
    end: date | None
    successor_codes: tuple[str, ...]
    legal_start: str
    legal_end: str
    area_official_ha: Decimal | None


def read_units(path: Path) -> list[UnitFact]:
    """All units of the facts file.

    Raises:
        ValueError: a row is incomplete; the row is named.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [_unit(number, row) for number, row in enumerate(csv.DictReader(file), start=2)]


def _unit(number: int, row: Mapping[str, str]) -> UnitFact:
    if not (row["uid"] and row["code"] and row["name"] and row["level"]):
        raise ValueError(f"dòng {number}: thiếu uid, code, name hoặc level")
    last_day = _day(row["valid_to"])
    return UnitFact(
        uid=row["uid"],
        code=row["code"],
        name=row["name"],
        unit_type=row["unit_type"],
        short_name=row["short_name"],
        level=row["level"],
        parent_code=row["parent_code"],
        start=_day(row["valid_from"]),
        end=last_day + timedelta(days=1) if last_day else None,
        successor_codes=tuple(code for code in row["successor_codes"].split(",") if code),
        legal_start=row["legal_start"],
        legal_end=row["legal_end"],
        area_official_ha=Decimal(row["area_official_ha"]) if row["area_official_ha"] else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def successions(units: Iterable[UnitFact]) -> Iterator[tuple[str, str, date]]:
    """(predecessor uid, successor uid, date): a successor starts on the day its predecessor ends.

    Communes of HCMC's level "province" aside, a unit passes to units of its own level; Côn Đảo district passed to a
    special zone, which is of the commune level.
    """
    everyone = list(units)
    for unit in everyone:
        for code in unit.successor_codes:
            heirs = [other for other in everyone if other.code == code and other.start == unit.end]
            same = [other for other in heirs if other.level == unit.level] or heirs
            for heir in same:
                if unit.end is not None:
                    yield unit.uid, heir.uid, unit.end


@dataclass(frozen=True)
class PolygonFile:
    """How a file of unit polygons is read.

    Attributes:
        key: column with the units' keys.
        layer: where the file has several.
        srid: system that a person says stands over the file's own.
        swapped: a person says that north comes first in the file.
    """

    path: Path
    key: str
    layer: str | None = None
    srid: str = ""
    swapped: bool = False


def read_polygons(file: PolygonFile, *, ground: Ground, uids: Collection[str]) -> tuple[dict[str, Any], Reading]:
    """Unit polygons of a file by key, in the legal CRS, and how their coordinates were read.

    Args:
        ground: where the territory lies.
        uids: keys of the units that are known; a file may hold others, which tell nothing of this ground.

    Raises:
        ValueError: no such column, no CRS or one that the ground contradicts, or a geometry that is no polygon; the
            row is named.
    """
    frame = pyogrio.read_dataframe(file.path, layer=file.layer)
    if file.key not in frame.columns:
        raise ValueError(f"Tệp không có cột “{file.key}”. Các cột: {', '.join(frame.columns)}")
    reading = _reading(frame, file, ground, uids)
    found: dict[str, Any] = {}
    for number, (uid, shape) in enumerate(zip(frame[file.key], frame.geometry, strict=True), start=1):
        if shape is None or shape.is_empty:
            continue
        try:
            moved = reading.to_legal(shapely.force_2d(shape))
            found[str(uid)] = to_multipolygon(shapely.make_valid(moved))
        except ValueError as error:
            raise ValueError(f"đối tượng {number} ({uid}): {error}") from error
    return found, reading


def _reading(frame: Any, file: PolygonFile, ground: Ground, uids: Collection[str]) -> Reading:
    system = _named(file.srid) if file.srid else frame.crs
    if system is None:
        raise ValueError(
            "Tệp không cho biết hệ tọa độ. Hãy lưu lại kèm hệ tọa độ (ví dụ EPSG:4326), hoặc nêu bằng --srid."
        )
    known = frame.geometry[frame[file.key].astype(str).isin(set(uids))]
    shapes = np.asarray(known if len(known) else frame.geometry, dtype=object)
    reading = read_coordinates(system, Sample(shapes), ground, swapped=file.swapped)
    if reading.faults:
        told = " ".join(f"{remark.text()} {remark.mend()}" for remark in reading.faults)
        options = [f"--srid {reading.proposal['srid']}"] if "srid" in reading.proposal else []
        raise ValueError(f"{told} {' '.join(options)}".strip())
    return reading


def _named(srid: str) -> Any:
    try:
        return crs_of_srid(srid)
    except UnknownCrs as error:
        raise ValueError(f"Không biết hệ tọa độ “{srid}”. Ví dụ dùng được: 5899, 9210, 3405, 4326.") from error
