"""A file of a reference layer, read whole: texts decoded, coordinates in the legal CRS, shapes valid."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gis.systems.guess import Reading, Remark, Sample, read_coordinates
from land.actions.reference_drafts import Row
from land.errors import BadChange
from land.loading import reading as file_reading
from land.loading.findings import Finding
from land.loading.geometries import GRID_M, boundaries_of
from land.loading.tables import GEOMETRY, SourceTable
from land.loading.texts import Decoder
from land.loading_reference.columns import Columns, map_columns
from land.loading_reference.rows import Refused, Setting, rows_of
from land.workflow import ReferenceKind

_PIECE = 10_000
_SAMPLE = 500


@dataclass
class ReferenceFile:
    """What a file gives.

    Attributes:
        rows: for `actions.load_reference`.
        refused: (row number, why).
        mended: numbers of the rows whose shape was repaired by less than the tolerance.
        ignored: columns that were not read.
        notes: sentences about the file.
    """

    sha256: str
    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Options:
    """How a person says the file is to be read; empty ones are found out."""

    layer: str | None = None
    srid: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    swap_axes: bool = False


def read_reference(path: Path, setting: Setting, options: Options) -> ReferenceFile:
    """Read a file.

    Raises:
        Unreadable: the file gives no rows.
        BadChange: columns are missing, or the coordinate system must be confirmed; the sentence says how.
    """
    found = ReferenceFile(_sha256(path))
    with file_reading.read(path, layer=options.layer, srid=options.srid, encoding=options.encoding) as table:
        first = next(table.chunks(_PIECE))
        wanted = "" if table.encoding.lower() in {"iso-8859-1", "utf-8", "utf-8-sig", "utf-16"} else table.encoding
        decoder = Decoder(table.columns, first, wanted, table.encoding)
        columns = map_columns(setting.kind, decoder.names(table.columns), options.columns)
        found.ignored = columns.ignored
        found.notes += [finding.text() for finding in decoder.findings]
        has_shapes = setting.kind != ReferenceKind.LAND_PRICE
        system = _system(table, first, setting, options, found) if has_shapes else None
        for piece in table.chunks(_PIECE):
            _read_piece(decoder.frame(piece), columns, setting, system, found)
    return found


def _sha256(path: Path) -> str:
    """Of the file, or of all files of a folder (File Geodatabase) in order."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as content:
                while piece := content.read(1 << 20):
                    digest.update(piece)
    return digest.hexdigest()


def _system(table: SourceTable, first: Any, setting: Setting, options: Options, found: ReferenceFile) -> Reading:
    """How coordinates are meant: what the file declares, unless the ground says otherwise; then a person confirms."""
    shapes = np.array([shape for shape in first.geometry if shape is not None and not shape.is_empty], dtype=object)
    if not len(shapes):
        raise BadChange(f"“{table.name}” không có hình; lớp “{setting.kind.label}” cần hình trên bản đồ.")
    chosen = shapes[:: max(1, len(shapes) // _SAMPLE)][:_SAMPLE]
    system = read_coordinates(table.crs, Sample(chosen), setting.places.ground, swapped=options.swap_axes)
    found.notes += [f"{finding.text()} {finding.mend()}".strip() for finding in system.remarks]
    if system.blocked or system.system is None:
        named = " ".join(_sentence(finding) for finding in system.remarks)
        raise BadChange(f"Chưa rõ hệ tọa độ của “{table.name}”. {named}{_proposal(system)}".strip())
    return system


def _sentence(finding: Finding | Remark) -> str:
    return f"{finding.text()} {finding.mend()}".strip()


def _proposal(system: Reading) -> str:
    if not system.proposal:
        return ""
    options = [f"--srid {system.proposal['srid']}"] if "srid" in system.proposal else []
    options += ["--swap-axes"] if "swap_axes" in system.proposal else []
    return f" Nếu đúng, hãy thêm {' '.join(options)}."


def _read_piece(frame: Any, columns: Columns, setting: Setting, system: Reading | None, found: ReferenceFile) -> None:
    numbers = [int(number) for number in frame.index]
    shapes = _shapes(frame, numbers, setting, system, found)
    for number, cells in zip(numbers, _cells(frame, columns), strict=True):
        if system is not None and shapes.get(number) is None:
            continue  # refused with its shape
        try:
            found.rows += list(rows_of(setting, cells, shapes.get(number)))
        except Refused as error:
            found.refused.append((number, str(error)))


def _cells(frame: Any, columns: Columns) -> Iterator[dict[str, Any]]:
    names = [name for name in columns.fields.values() if name in frame.columns and name != GEOMETRY]
    fields = {name: field for field, name in columns.fields.items()}
    for values in zip(*(frame[name].tolist() for name in names), strict=True) if names else [()] * len(frame):
        filled = {fields[name]: value for name, value in zip(names, values, strict=True) if _is_filled(value)}
        yield filled


def _is_filled(value: Any) -> bool:
    return value is not None and value == value and str(value).strip() != ""


def _shapes(
    frame: Any, numbers: list[int], setting: Setting, system: Reading | None, found: ReferenceFile
) -> dict[int, Any]:
    if system is None:
        return {}
    column = np.empty(len(frame), dtype=object)
    column[:] = list(frame.geometry)
    if setting.kind == ReferenceKind.ROAD_LINES:
        return _roads(column, numbers, system, found)
    areas = boundaries_of(column, numbers, system.to_legal, expected=True)
    shapes: dict[int, Any] = {}
    for number, geom, findings in zip(numbers, areas.geoms, areas.findings, strict=True):
        faults = [finding for finding in findings if finding.code != "geometry_mended"]
        if geom is None or faults:
            why = " ".join(_sentence(finding) for finding in faults) or "không có hình vùng"
            found.refused.append((number, why))
            continue
        if findings:
            found.mended.append(number)
        shapes[number] = geom
    return shapes


def _roads(column: Any, numbers: list[int], system: Reading, found: ReferenceFile) -> dict[int, Any]:
    filled = np.array([shape is not None and not shape.is_empty for shape in column])
    found.refused += [(number, "không có hình") for number, has in zip(numbers, filled, strict=True) if not has]
    moved = shapely.set_precision(system.to_legal(shapely.force_2d(column[filled])), GRID_M, mode="pointwise")
    kept = [number for number, has in zip(numbers, filled, strict=True) if has]
    return dict(zip(kept, moved, strict=True))
