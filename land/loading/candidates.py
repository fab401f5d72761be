"""What stage B hands to stage C: rows understood, in the legal CRS, with what was found on the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry import MultiPolygon, Point

from gis.systems.guess import Reading
from land.loading.columns import ColumnMap
from land.loading.findings import Finding


@dataclass(slots=True)
class Candidate:
    """A row that may become a plot or a change of one.

    Attributes:
        row: number as the person sees it.
        values: PlotState attribute names to values; only fields that the file has.
        raw: the row's texts, in step with `Candidates.columns`.
        geom: boundary in the legal CRS; `point` where there is none.
        code: plot code written in the file.
        parcels: (sheet, parcel) numbers held.
        kept: texts that no field takes, for the note.
    """

    row: int
    values: dict[str, Any]
    raw: list[str | None]
    geom: MultiPolygon | None = None
    point: Point | None = None
    code: str = ""
    parcels: list[tuple[str, str]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Candidates:
    """All rows of a file, understood.

    Attributes:
        name: file name.
        format: name of its format.
        columns: attribute columns of the file, decoded.
        mapping: field by column.
        given: PlotState attribute names that the file has a column for.
        reading: how the coordinates are read.
        encoding: encoding of the texts.
        findings: about the file as a whole.
        count: rows, -1 while unknown.
        pieces: size -> the rows in pieces; can be asked for again.
    """

    name: str
    format: str
    columns: tuple[str, ...]
    mapping: ColumnMap
    given: frozenset[str]
    reading: Reading
    encoding: str
    findings: list[Finding]
    count: int
    pieces: Callable[[int], Iterator[list[Candidate]]]

    def chunks(self, size: int = 10_000) -> Iterator[list[Candidate]]:
        """The rows in pieces."""
        return self.pieces(size)

    @property
    def blocked(self) -> bool:
        """Nothing may be committed before a person has confirmed how the file is to be read."""
        return self.reading.blocked or any(finding.code == "nothing_mapped" for finding in self.findings)
