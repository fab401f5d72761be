"""Names and succession of units, and land-use codes, from the project's own facts."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "data" / "facts"
REFORM = date(2025, 7, 1)

_KINDS = {"Phường": "ward", "Thị trấn": "town", "Xã": "rural", "Huyện": "island"}


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    """A commune of 2024 and what became of it.

    Attributes:
        code: of 2024; Côn Đảo, which had no communes, by its district.
        kind: ward, town, rural or island.
        steps: (uid, first day) of the unit that held it, from the first known one to today's.
    """

    code: str
    name: str
    kind: str
    district: str
    district_code: str
    steps: tuple[tuple[str, date | None], ...]
    unit_name: str

    @property
    def unit_uid(self) -> str:
        """Today's unit."""
        return self.steps[-1][0]


@lru_cache
def communes() -> tuple[CommuneFacts, ...]:
    """The communes of 2024 and Côn Đảo, by code."""
    units = {row["uid"]: row for row in _rows("admin_units.csv")}
    found = [_commune(row, units) for row in _rows("commune_succession.csv")]
    return tuple(sorted(found, key=lambda commune: commune.code))


def _commune(row: dict[str, str], units: dict[str, dict[str, str]]) -> CommuneFacts:
    code = row["code_2024"] or row["district_code_2024"]
    first, last = f"{code}@initial", f"{row['code_2025_07']}@{REFORM.isoformat()}"
    steps: list[tuple[str, date | None]] = [(first, None)]
    for day in (date(2025, 1, 1), date(2025, 3, 1)):
        uid = f"{row['code_2025_01']}@{day.isoformat()}"
        if uid in units:
            steps.append((uid, day))
    steps.append((last, REFORM))
    return CommuneFacts(
        code,
        units[first]["name"],
        _KINDS[units[first]["unit_type"]],
        row["district_2024"],
        row["district_code_2024"],
        tuple(steps),
        units[last]["name"],
    )


@lru_cache
def current_leaf_codes() -> tuple[str, ...]:
    """Land-use codes in force that have no finer code in force."""
    rows = [row for row in _rows("land_use_codes.csv") if row["status"].startswith("current")]
    parents = {row["parent"] for row in rows}
    return tuple(row["code"] for row in rows if row["code"] not in parents)


@lru_cache
def unit_names() -> dict[str, str]:
    """Name of every unit by uid."""
    return {row["uid"]: row["name"] for row in _rows("admin_units.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
