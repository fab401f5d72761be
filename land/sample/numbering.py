"""Map sheets and parcel numbers: a grid of sheets per old commune, renumbered when communes merged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import shapely
from shapely.geometry import MultiPolygon, box

from land.sample.facts import CommuneFacts
from land.sample.spec import SampleParcel

_SHEET_M = {"ward": 500.0, "town": 500.0, "rural": 1000.0, "island": 1000.0}
_ROW_M = 55.0  # parcels are numbered in rows of about this height

Cell = tuple[int, int]


class Sheets:
    """Sheets of every commune and the shift of their numbers at each merger."""

    def __init__(self, facts: Iterable[CommuneFacts], land: dict[str, MultiPolygon]) -> None:
        self._facts = {commune.code: commune for commune in facts}
        self._cells = {code: _cells(land[code], _SHEET_M[commune.kind]) for code, commune in self._facts.items()}
        self._shift = self._shifts()
        self._next: dict[tuple[str, int], int] = defaultdict(lambda: 1)

    def _shifts(self) -> dict[tuple[str, str], int]:
        """(commune, unit) -> what is added to its sheet numbers there; the largest predecessor keeps its own."""
        members: dict[str, list[str]] = defaultdict(list)
        for code, commune in self._facts.items():
            for uid, _ in commune.steps:
                members[uid].append(code)
        shifts: dict[tuple[str, str], int] = {}
        for uid, codes in members.items():
            total = 0
            for code in sorted(codes, key=lambda code: (-len(self._cells[code]), code)):
                shifts[code, uid] = total
                total += len(self._cells[code])
        return shifts

    def sheet_at(self, code: str, x: float, y: float) -> int:
        """Number of the sheet of 2024 that holds a place."""
        size = _SHEET_M[self._facts[code].kind]
        return self._cells[code][int(x // size), int(y // size)]

    def take(self, code: str, sheet: int, count: int, gap: int) -> list[int]:
        """The next free parcel numbers of a sheet, after a gap of others' parcels."""
        first = self._next[code, sheet] + gap
        self._next[code, sheet] = first + count
        return list(range(first, first + count))

    def parcels(
        self, code: str, sheet: int, numbers: Sequence[int], start: date, end: date | None
    ) -> list[SampleParcel]:
        """The parcel numbers through all mergers between two days."""
        found: list[SampleParcel] = []
        steps = self._facts[code].steps
        for index, (uid, first) in enumerate(steps):
            after = steps[index + 1][1] if index + 1 < len(steps) else None
            begin = max(start, first) if first else start
            until = min((day for day in (after, end) if day), default=None)
            if until is not None and until <= begin:
                continue
            name = str(sheet + self._shift[code, uid])
            found += [SampleParcel(uid, name, str(number), begin, until) for number in numbers]
        return found


def _cells(land: MultiPolygon, size: float) -> dict[Cell, int]:
    west, south, east, north = land.bounds
    columns = range(int(west // size), int(east // size) + 1)
    rows = range(int(north // size), int(south // size) - 1, -1)
    shapely.prepare(land)
    cells = [
        (column, row)
        for row in rows
        for column in columns
        if land.intersects(box(column * size, row * size, (column + 1) * size, (row + 1) * size))
    ]
    return {cell: number for number, cell in enumerate(cells, start=1)}


def reading_order(x: float, y: float) -> tuple[int, float]:
    """Sort key in which parcels of a sheet are numbered: rows from north to south, west to east."""
    return (-int(y // _ROW_M), x)
