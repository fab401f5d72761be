"""Shapes of a file that a person sends for one plot, in the legal CRS; the system is told as in an import."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gis.systems.guess import Reading, Remark, Sample, read_coordinates
from land.errors import BadFile
from land.loading.drawings import outlines_of_drawing
from land.loading.geometries import GRID_M
from land.loading.reading import read
from land.loading.tables import DRAWING, as_objects
from territory.ground import ground_on

# The mends of an import name its options; here they are fields of the form.
_CHOOSE: Any = gettext_lazy("Hãy chọn ở ô “Hệ tọa độ” rồi gửi lại tệp.")
_CONFIRM: Any = gettext_lazy("Nếu đúng, hãy chọn hệ đó ở ô “Hệ tọa độ” rồi gửi lại tệp.")
_MENDS: dict[str, Any] = {
    "crs_ambiguous": _CHOOSE,
    "crs_unknown": _CHOOSE,
    "crs_assumed": gettext_lazy("Nếu sai, hãy chọn ở ô “Hệ tọa độ” rồi gửi lại tệp."),
    "zone_wrong": _CONFIRM,
    "degrees_for_metres": _CONFIRM,
    "metres_for_degrees": _CONFIRM,
    "axes_swapped": gettext_lazy("Nếu đúng, hãy đánh dấu “Trong tệp, tọa độ bắc đứng trước” rồi gửi lại tệp."),
}
_SILENT = frozenset({"shift_unknowable"})  # said of every file in WGS 84; one shape cannot tell it


@dataclass(frozen=True)
class FileShapes:
    """What a file holds.

    Attributes:
        shapes: geometries in the legal CRS.
        remarks: sentences on how the coordinates were read, none of them a refusal.
    """

    shapes: list[Any]
    remarks: list[str]


def shapes_of_file(path: Path, *, srid: str = "", swapped: bool = False) -> FileShapes:
    """Read a file; closed linework of a drawing becomes areas, its texts are left out.

    Args:
        srid: system that the person chose; "" for the file's own, or, when it declares none, the one that fits.
        swapped: the person says that north comes first in the file.

    Raises:
        Unreadable: the file gives no rows.
        BadFile: its coordinates cannot be meant as they are declared, or mean nothing here.
    """
    with read(path, srid=srid or None) as table:
        frame = table.frame()
        system = table.crs
        found = outlines_of_drawing(frame) if table.kind == DRAWING else list(frame.geometry)
    shapes = as_objects([shapely.force_2d(shape) for shape in found if shape is not None and not shape.is_empty])
    if not len(shapes):
        raise BadFile(_("Tệp không có hình nào."))
    reading = read_coordinates(system, Sample(shapes), ground_on(timezone.localdate()), swapped=swapped)
    _refuse(reading)
    moved = shapely.set_precision(reading.to_legal(shapes), GRID_M, mode="pointwise")
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise BadFile(_("Tọa độ trong tệp không phải là số hoặc ngoài phạm vi của hệ tọa độ."))
    told = [_sentence(remark) for remark in reading.remarks if remark.code not in _SILENT]
    return FileShapes(list(moved), told)


def _refuse(reading: Reading) -> None:
    if reading.faults:
        first = reading.faults[0]
        raise BadFile(_sentence(first), [{"code": first.code, "detail": first.text()}])


def _sentence(remark: Remark) -> str:
    language = get_language() or "vi"
    mend = _MENDS.get(remark.code) or remark.mend(language)
    return f"{remark.text(language)} {mend}".strip()
