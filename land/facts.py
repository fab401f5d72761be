"""Land-use codes and tolerances from data/facts into the database; idempotent."""

import csv
import re
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from land.models import LandUse, Tolerance

_MAPPED = re.compile(r"map to (\w+)")
_OURS = "Giá trị do hệ thống đề xuất, chưa có văn bản của cơ quan có thẩm quyền"
_TOLERANCES = {
    "overlap_m2": 1.0,
    "overlap_share": 0.001,
    "area_share": 0.01,
    "area_floor_m2": 2.0,
    "outside_share": 0.05,
}


@transaction.atomic
def load_land_uses(path: Path) -> int:
    """Enter or refresh the codes of land_use_codes.csv. Returns how many."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    LandUse.objects.bulk_create(
        [
            LandUse(
                code=row["code"],
                name_vi=row["name_vi"],
                name_en=row["name_en"],
                group=row["group"],
                parent_code=row["parent"],
                colour=row["hex"],
                colour_confidence=row["rgb_confidence"],
                status=row["status"][:100],
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_vi", "name_en", "group", "parent_code", "colour", "colour_confidence", "status"],
    )
    for row in rows:
        found = _MAPPED.search(row["status"])
        if found:
            LandUse.objects.filter(code=row["code"]).update(replaced_by=found.group(1))
    return len(rows)


@transaction.atomic
def load_tolerances() -> None:
    """Enter our own tolerances where none is set; an official's value is never overwritten."""
    for kind, value in _TOLERANCES.items():
        if not Tolerance.objects.filter(kind=kind).exists():
            Tolerance.objects.create(kind=kind, value=value, period=DateRange(date(2025, 1, 1), None), source=_OURS)
