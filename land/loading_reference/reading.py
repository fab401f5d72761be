"""A file of a reference layer, read whole: texts decoded, coordinates in the legal CRS, shapes valid."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from django.utils.translation import gettext_lazy as _

from gis.systems.guess import Reading, Sample, read_coordinates
from gis.text.errors import TextError
from land.actions.reference_drafts import Row
from land.loading import reading as file_reading
from land.loading.findings import Finding
from land.loading.geometries import GRID_M, boundaries_of
from land.loading.staging import Progress
from land.loading.tables import GEOMETRY, SourceTable, as_objects
from land.loading.texts import Decoder
from land.loading_reference.columns import Columns, map_columns
from land.loading_reference.rows import Setting, rows_of
from land.loading_reference.told import Refused, Told, Unclear, joined, told, told_error
from land.workflow import ReferenceKind

_FIRST = 10_000  # rows by which encoding and coordinate system are told
_PIECE = 2_000
_SAMPLE = 500
_NO_AREA, _NO_SHAPE = _("không có hình vùng"), _("không có hình")


class RefusedRow(NamedTuple):
    """A row that cannot enter.

    Attributes:
        row: its number as a person sees it.
        why: the reason.
        cells: its texts in the columns that were read; what no field takes may name people and is not repeated.
        shape: as the file has it, moved into the legal CRS; None where there is none, or no place on the map for it.
    """

    row: int
    why: Told
    cells: tuple[str, ...]
    shape: Any = None


@dataclass
class ReferenceFile:
    """What a file gives.

    Attributes:
        rows: for `actions.load_reference`; `numbers` the numbers of the file's rows that they come from.
        mended: numbers of the rows whose shape was repaired by less than the tolerance.
        headings: all columns; `ignored` those that were not read, `fields` field -> column of the others.
        read: how many rows the file has.
        findings: remarks about the file.
    """

    sha256: str
    rows: list[Row] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    read: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Options:
    """How a person says the file is to be read; empty ones are found out."""

    layer: str | None = None
    srid: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    swap_axes: bool = False


def read_reference(path: Path, setting: Setting, options: Options, progress: Progress | None = None) -> ReferenceFile:
    """Read a file.

    Raises:
        Unreadable: the file gives no rows.
        Unclear: columns are missing, or the coordinate system must be confirmed.
    """
    found = ReferenceFile(_sha256(path))
    with file_reading.read(path, layer=options.layer, srid=options.srid, encoding=options.encoding) as table:
        first = next(table.chunks(_FIRST))
        wanted = "" if table.encoding.lower() in {"iso-8859-1", "utf-8", "utf-8-sig", "utf-16"} else table.encoding
        decoder = Decoder(table.columns, first, wanted, table.encoding)
        found.headings = tuple(decoder.names(table.columns))
        columns = map_columns(setting.kind, found.headings, options.columns)
        found.ignored, found.fields = columns.ignored, columns.fields
        found.findings += decoder.findings
        has_shapes = setting.kind != ReferenceKind.LAND_PRICE
        system = _system(table, first, setting, options, found) if has_shapes else None
        for piece in table.chunks(_PIECE):
            _read_piece(decoder.frame(piece), columns, setting, system, found)
            if progress:
                progress("read", found.read, table.count)
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
        sentence = _("“%(file)s” không có hình; lớp “%(layer)s” cần hình trên bản đồ.")
        layer = told(ReferenceKind(setting.kind).label)
        raise Unclear("shapes", told(sentence, file=table.name, layer=layer), "")
    chosen = shapes[:: max(1, len(shapes) // _SAMPLE)][:_SAMPLE]
    system = read_coordinates(table.crs, Sample(chosen), setting.places.ground, swapped=options.swap_axes)
    found.findings += [Finding(remark.code, params=remark.params) for remark in system.remarks]
    if system.blocked or system.system is None:
        named = joined(Told(finding.text("vi"), finding.text("en")) for finding in system.remarks)
        sentence = _("Chưa rõ hệ tọa độ của “%(file)s”. %(named)s")
        mends = [finding.mend() for finding in system.remarks if finding.mend()]
        hint = " ".join([*mends, *_proposal(system)])
        raise Unclear(
            "system",
            told(sentence, file=table.name, named=named),
            hint,
            columns=found.headings,
            fields=found.fields,
            proposal=system.proposal,
            drawn=_placed(chosen, system) if system.system is not None else (),
        )
    return system


def _proposal(system: Reading) -> list[str]:
    options = [f"--srid {system.proposal['srid']}"] if "srid" in system.proposal else []
    options += ["--swap-axes"] if "swap_axes" in system.proposal else []
    return [f"Nếu đúng, hãy thêm {' '.join(options)}."] if options else []


def _read_piece(frame: Any, columns: Columns, setting: Setting, system: Reading | None, found: ReferenceFile) -> None:
    numbers = [int(number) for number in frame.index]
    refused: dict[int, Told] = {}
    shapes = _shapes(frame, numbers, setting, system, found, refused)
    for number, cells in zip(numbers, _cells(frame, columns), strict=True):
        found.read += 1
        if system is not None and shapes.get(number) is None:
            continue  # refused with its shape
        try:
            made = list(rows_of(setting, cells, shapes.get(number)))
        except Refused as error:
            refused[number] = error.told
        except TextError as error:
            refused[number] = told_error(error)
        else:
            found.rows += made
            found.numbers += [number] * len(made)
    left_out = sorted(refused)
    drawn = _as_drawn(frame, left_out, system)
    for number, shape in zip(left_out, drawn, strict=True):
        read = (frame.at[number, name] for name in columns.fields.values())
        texts = tuple(str(value) if _is_filled(value) else "" for value in read)
        found.refused.append(RefusedRow(number, refused[number], texts, shape))


def _as_drawn(frame: Any, numbers: list[int], system: Reading | None) -> list[Any]:
    """Shapes of some rows with their faults, in the legal CRS."""
    if system is None or not numbers:
        return [None] * len(numbers)
    return _placed(as_objects(frame.geometry.loc[numbers].tolist()), system)


def _placed(shapes: Any, system: Reading) -> list[Any]:
    moved = system.to_legal(shapely.force_2d(shapes))
    return [shape if _has_place(shape) else None for shape in moved]


def _has_place(shape: Any) -> bool:
    return shape is not None and not shape.is_empty and bool(np.isfinite(shapely.get_coordinates(shape)).all())


def _cells(frame: Any, columns: Columns) -> Iterator[dict[str, Any]]:
    names = [name for name in columns.fields.values() if name in frame.columns and name != GEOMETRY]
    fields = {name: field for field, name in columns.fields.items()}
    for values in zip(*(frame[name].tolist() for name in names), strict=True) if names else [()] * len(frame):
        filled = {fields[name]: value for name, value in zip(names, values, strict=True) if _is_filled(value)}
        yield filled


def _is_filled(value: Any) -> bool:
    return value is not None and value == value and str(value).strip() != ""


def _shapes(
    frame: Any,
    numbers: list[int],
    setting: Setting,
    system: Reading | None,
    found: ReferenceFile,
    refused: dict[int, Told],
) -> dict[int, Any]:
    """Shapes by row number; rows without a usable one are put to the refused."""
    if system is None:
        return {}
    column = as_objects(list(frame.geometry))
    if setting.kind == ReferenceKind.ROAD_LINES:
        return _roads(column, numbers, system, refused)
    areas = boundaries_of(column, numbers, system.to_legal, expected=True)
    shapes: dict[int, Any] = {}
    for number, geom, findings in zip(numbers, areas.geoms, areas.findings, strict=True):
        faults = [finding for finding in findings if finding.code != "geometry_mended"]
        if geom is None or faults:
            refused[number] = joined(_sentence(finding) for finding in faults) if faults else told(_NO_AREA)
            continue
        if findings:
            found.mended.append(number)
        shapes[number] = geom
    return shapes


def _sentence(finding: Finding) -> Told:
    return Told(*(f"{finding.text(lang)} {finding.mend(lang)}".strip() for lang in ("vi", "en")))


def _roads(column: Any, numbers: list[int], system: Reading, refused: dict[int, Told]) -> dict[int, Any]:
    filled = np.array([shape is not None and not shape.is_empty for shape in column])
    refused |= {number: told(_NO_SHAPE) for number, has in zip(numbers, filled, strict=True) if not has}
    moved = shapely.set_precision(system.to_legal(shapely.force_2d(column[filled])), GRID_M, mode="pointwise")
    kept = [number for number, has in zip(numbers, filled, strict=True) if has]
    return dict(zip(kept, moved, strict=True))
