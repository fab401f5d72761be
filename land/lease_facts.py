"""Bounds of lease terms into the database; idempotent, and an official's entry is never overwritten."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from land.models import LeaseTermBound
from land.workflow import LeaseKind

_LAW = date(2024, 8, 1)  # the Land Law 2024 came into force
# (kind, lessee, most months, source). All marked U: nobody has shown us the paragraph; an official confirms them.
_BOUNDS = (
    (LeaseKind.COMMUNE_FUND, "", 120, "Luật Đất đai 2024, điều 179: mỗi lần thuê không quá 10 năm"),
    (LeaseKind.SHORT, "", 60, "Nghị định 102/2024/NĐ-CP, điều 43: cho thuê ngắn hạn tối đa 5 năm"),
    (LeaseKind.ANNUAL, "", 840, "Luật Đất đai 2024, điều 172: thông thường đến 50 năm, không quá 70 năm"),
    (LeaseKind.ONCE, "", 840, "Luật Đất đai 2024, điều 172: thông thường đến 50 năm, không quá 70 năm"),
)


@transaction.atomic
def load_lease_terms() -> int:
    """Enter the bounds where none is set for a kind of lease. Returns how many were entered."""
    made = 0
    for kind, lessee, most, source in _BOUNDS:
        if not LeaseTermBound.objects.filter(kind=kind, lessee_kind=lessee).exists():
            LeaseTermBound.objects.create(
                kind=kind, lessee_kind=lessee, most_months=most, period=DateRange(_LAW, None), source=source, mark="U"
            )
            made += 1
    return made
