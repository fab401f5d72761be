"""Writing administrative units."""

from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from audit.actions import Entry, record
from gis import crs
from gis.db import versions
from gis.text.fold import fold
from territory.loading.facts import UnitFact, successions
from territory.models import AdminUnit, UnitSuccession


@transaction.atomic
def load_unit_facts(*, actor: Any, units: Iterable[UnitFact]) -> int:
    """Enter or refresh the units' names, dates and successions; polygons are left as they are. Returns the count."""
    facts = list(units)
    parents = {(fact.code, fact.level): fact.name for fact in facts}
    rows = [
        AdminUnit(
            uid=fact.uid,
            code=fact.code,
            name=fact.name,
            short_name=fact.short_name,
            unit_type=fact.unit_type,
            level=fact.level,
            valid=DateRange(fact.start, fact.end),
            parent_code=fact.parent_code,
            legal_start=fact.legal_start,
            legal_end=fact.legal_end,
            area_official_ha=fact.area_official_ha,
            search_text=fold(f"{fact.name} {_parent_name(fact, parents)} {fact.code}"),
        )
        for fact in facts
    ]
    names = [field.name for field in AdminUnit._meta.concrete_fields if not field.generated]
    kept = {"uid", "geom", "geometry_source", "illustrative"}
    AdminUnit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["uid"],
        update_fields=[name for name in names if name not in kept],
    )
    UnitSuccession.objects.all().delete()
    UnitSuccession.objects.bulk_create(
        UnitSuccession(predecessor_id=old, successor_id=new, on_date=day) for old, new, day in successions(facts)
    )
    record(actor=actor, entries=[Entry("units.loaded", "units", "facts", after={"count": len(rows)})])
    versions.bump("units")
    return len(rows)


def _parent_name(fact: UnitFact, names: Mapping[tuple[str, str], str]) -> str:
    """People write "phường 10 Vũng Tàu": the district's or province's name must find the commune too."""
    above = {"commune": ("district", "province"), "district": ("province",)}.get(fact.level, ())
    return next((names[fact.parent_code, level] for level in above if (fact.parent_code, level) in names), "")


@transaction.atomic
def load_unit_polygons(*, actor: Any, polygons: Mapping[str, Any], source: str, illustrative: bool) -> list[str]:
    """Set the polygons of units by uid (shapely, legal CRS). Returns the keys that name no unit."""
    units = {unit.uid: unit for unit in AdminUnit.objects.filter(uid__in=polygons).select_for_update()}
    for uid, unit in units.items():
        unit.geom = GEOSGeometry(memoryview(shapely.to_wkb(polygons[uid])), srid=crs.LEGAL.srid)
        unit.geometry_source = source
        unit.illustrative = illustrative
    AdminUnit.objects.bulk_update(units.values(), ["geom", "geometry_source", "illustrative"])
    after = {"count": len(units), "source": source, "illustrative": illustrative}
    record(actor=actor, entries=[Entry("units.polygons_loaded", "units", "polygons", after=after)])
    versions.bump("units")
    return sorted(set(polygons) - set(units))
