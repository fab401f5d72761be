"""Administrative units to choose from, without their polygons."""

from typing import Any

from django.utils.translation import gettext as _

from territory.models import AdminUnit

HEAVY = ("geom", "geom_3857", "geom_low")


def communes() -> Any:
    """Wards, communes and the special zone of today, by name."""
    return AdminUnit.objects.filter(level="commune", valid__endswith=None).defer(*HEAVY).order_by("name")


def all_communes() -> Any:
    """Those of today and of before, as papers name them."""
    return AdminUnit.objects.on_papers().defer(*HEAVY).order_by("valid__endswith", "name")


def choices(rows: Any) -> list[tuple[str, str]]:
    """(uid, name) with the years of units that are no more."""
    return [(row.pk, label(row)) for row in rows]


def label(unit: AdminUnit) -> str:
    """The name, and until when it was one."""
    end = unit.valid.upper
    return (
        unit.name if end is None else _("%(name)s (đến trước %(day)s)") % {"name": unit.name, "day": f"{end:%d/%m/%Y}"}
    )
