"""Boundaries of a file and the units they are of: found by key, code or name, and refused where they cannot lie."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import shapely

from gis import crs
from gis.text.abbreviations import split_unit_name
from gis.text.fold import fold, normalise_tone
from gis.text.numbers import format_number
from territory.models import AdminUnit

# Boundaries made from points are true to some 200 m: the real ones share 0.79 of the smaller shape and more with them.
_SHARED = 0.5
_OVERLAP_M2 = 1.0
_AREA_SHARE = 0.05


class Remark(NamedTuple):
    """One line of the report: key as the file has it, and the sentence."""

    key: str
    text: str


@dataclass
class Matched:
    """Boundaries by uid of their unit, those that were refused, and what is odd about the others."""

    polygons: dict[str, Any] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def match_polygons(
    polygons: Mapping[str, Any],
    units: Sequence[AdminUnit],
    day: date | None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Matched:
    """Give every boundary to its unit.

    Args:
        polygons: shapes in the legal CRS by the text of the key column.
        units: all units, with the boundaries they have so far.
        day: on which codes and names are meant; None where the column holds our own keys.
    """
    found = Matched()
    finder = _Finder(units, day)
    shapes = {unit.uid: shapely.from_wkb(bytes(unit.geom.wkb)) for unit in units if unit.geom is not None}
    territory = shapely.union_all(list(shapes.values())) if shapes else None
    for number, (key, shape) in enumerate(polygons.items(), start=1):
        if progress:
            progress("check", number, len(polygons))
        unit = finder.unit(key)
        if isinstance(unit, str):
            found.refused.append(Remark(key, unit))
        elif unit.uid in found.polygons:
            found.refused.append(Remark(key, f"{unit.name} ({unit.uid}) đã có ranh giới khác trong tệp. Hãy bỏ một."))
        elif why := _elsewhere(unit, shape, shapes.get(unit.uid), territory):
            found.refused.append(Remark(key, why))
        else:
            found.polygons[unit.uid] = shape
    named = {unit.uid: unit for unit in units if unit.uid in found.polygons}
    found.remarks += [*_overlaps(named, found.polygons), *_areas(named, found.polygons)]
    return found


class _Finder:
    """Finds the unit that a text means."""

    def __init__(self, units: Iterable[AdminUnit], day: date | None) -> None:
        self._by_uid = {unit.uid: unit for unit in units}
        self._living = [unit for unit in self._by_uid.values() if day is not None and day in unit.valid]
        self._day = day

    def unit(self, text: str) -> AdminUnit | str:
        """The unit, or why there is none."""
        key = text.strip()
        if key in self._by_uid:
            return self._by_uid[key]
        if self._day is None:
            return f"Không có đơn vị nào mang khóa {key} (MÃ@NGÀY). Nếu cột ghi mã hoặc tên, hãy thêm --on NGÀY."
        near = self._coded(key) if key.replace(".0", "").isdigit() else self._named(key)
        if not near:
            return f"Ngày {self._day:%d/%m/%Y} không có đơn vị nào mang mã hoặc tên “{key}”."
        if len(near) > 1:
            choices = ", ".join(f"{unit.name} ({unit.code})" for unit in near)
            return f"“{key}” có thể là: {choices}. Hãy dùng cột mã (--key)."
        return near[0]

    def _coded(self, key: str) -> list[AdminUnit]:
        """By code; tables drop leading zeros and write whole numbers with a decimal."""
        number = int(key.replace(".0", ""))
        return [unit for unit in self._living if int(unit.code) == number]

    def _named(self, key: str) -> list[AdminUnit]:
        parted = split_unit_name(key)
        name = _plain(parted.name)
        found = [unit for unit in self._living if _plain(unit.short_name) == name]
        if parted.kind is not None and parted.certain:
            kind = fold(parted.kind.value)
            found = [unit for unit in found if fold(unit.name).startswith(kind)] or found
        return found


def _plain(name: str) -> str:
    folded = fold(normalise_tone(name))
    return folded.lstrip("0") or folded


def _elsewhere(unit: AdminUnit, shape: Any, known: Any, territory: Any) -> str:
    """Why this cannot be the unit's ground; "" when it may be, or when nothing is known to hold it against."""
    ground = known if known is not None else territory
    if ground is None:
        return ""
    least = _SHARED * min(shape.area, known.area) if known is not None else 0.0
    if shape.intersection(ground).area > least:
        return ""
    middle = shape.representative_point()
    longitude, latitude = crs.transform_points(middle.x, middle.y, crs.LEGAL, crs.CRS84)
    where = f"nằm ở kinh độ {float(longitude):.4f}, vĩ độ {float(latitude):.4f}"
    apart = shape.distance(ground) / 1000
    whose = f"ranh giới đang có của {unit.name}" if known is not None else "địa bàn"
    far = f"cách {whose} {_number(apart, 1)} km" if apart >= 0.1 else f"gần như không trùng với {whose}"
    return f"Hình {where}, {far}. Hãy kiểm tra hệ tọa độ, kinh tuyến trục, thứ tự tọa độ, và khóa của đơn vị."


def _overlaps(units: Mapping[str, AdminUnit], shapes: Mapping[str, Any]) -> list[Remark]:
    """Ground that two units of one level hold on the same day."""
    uids, told = list(shapes), []
    listed = np.array([shapes[uid] for uid in uids], dtype=object)
    for one, other in shapely.STRtree(listed).query(listed, predicate="intersects").T:
        first, second = units[uids[one]], units[uids[other]]
        if one >= other or first.level != second.level or not _meet(first.valid, second.valid):
            continue
        area = shapes[first.uid].intersection(shapes[second.uid]).area
        if area > _OVERLAP_M2:
            told.append(Remark(first.uid, f"{first.name} chồng lên {second.name} ({second.uid}) {_number(area)} m²"))
    return told


def _meet(one: Any, other: Any) -> bool:
    start = max(one.lower or date.min, other.lower or date.min)
    return start < min(one.upper or date.max, other.upper or date.max)


def _areas(units: Mapping[str, AdminUnit], shapes: Mapping[str, Any]) -> list[Remark]:
    """Areas far from the published ones."""
    told = []
    for uid, shape in shapes.items():
        official = units[uid].area_official_ha
        if not official:
            continue
        share = shape.area / 10_000 / float(official) - 1
        if abs(share) > _AREA_SHARE:
            measured, published = _number(shape.area / 10_000, 1), _number(float(official), 1)
            text = f"diện tích theo hình {measured} ha, công bố {published} ha, lệch {_number(100 * share, 1)} %"
            told.append(Remark(uid, f"{units[uid].name}: {text}"))
    return told


def _number(value: float, decimals: int = 0) -> str:
    return format_number(Decimal(str(value)), "vi", decimals)
