"""Before and after: what a row would change of the plot that it matches."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import shapely
from django.db import connection
from shapely.geometry import MultiPolygon

from gis import crs
from gis.geometry import is_parcel_identifier
from land.actions.parcel_numbers import NUMBERS
from land.loading import staging
from land.loading.renumbered import IDENTIFIER, Numbers, held_by, numbers_of
from land.models import Plot
from land.workflow import ReviewState

# Formats round coordinates (GeoJSON to a centimetre): a border that moved less than 2 cm all along stays (checks.sql).
_CHANGED_SHAPE = """
SELECT r.row, ST_Area(ST_SymDifference(p.geom, r.geom)) FROM import_row r JOIN land_plot p ON p.id = r.plot_id
WHERE r.row = ANY(%s) AND r.geom IS NOT NULL AND p.geom IS NOT NULL AND NOT r.stays
"""
# Faults that are looked for only where the boundary or this field changed (checks.sql).
_JUDGED_WITH = {
    "area_differs": "area_legal_m2",
    "outside_unit": "unit_id",
    "overlap_row": "geom",
    "overlap_plot": "geom",
    "duplicate_shape": "geom",
    "duplicate_parcel": "parcel_number",
}
_CUT_BYTES = 248  # a shapefile keeps 254 bytes of a text; the rest is not a change


@dataclass(frozen=True)
class FieldChange:
    """One field before and after."""

    name: str
    title: str
    before: Any
    after: Any


@dataclass
class PlotChange:
    """What one row would change of one plot.

    Attributes:
        plot: as read, with the version that the comparison saw.
        fields: changed fields, without the boundary.
        moved_m2: area of the symmetric difference of the boundaries; None when the boundary stays, 0 for a plot that
            had none.
        boundary: new boundary in the legal CRS.
        numbers: what becomes of its parcel numbers; None leaves them.
    """

    row: int
    plot: Plot
    fields: list[FieldChange] = field(default_factory=list)
    moved_m2: float | None = None
    boundary: MultiPolygon | None = None
    numbers: Numbers | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the row says what the register says."""
        return not self.fields and self.boundary is None

    def changes(self) -> dict[str, Any]:
        """What the action takes beside the numbers, which the record only follows."""
        following = frozenset[str]() if self.numbers is None else self.numbers.following
        values = {change.name: change.after for change in self.fields if change.name not in following}
        return values | ({"geom": self.boundary} if self.boundary is not None else {})

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; shapes as GeoJSON in WGS 84 for a map."""
        told: dict[str, Any] = {
            "code": self.plot.code,
            "row": self.row,
            "version": self.plot.version,
            "fields": [
                {"name": item.name, "title": item.title, "before": _plain(item.before), "after": _plain(item.after)}
                for item in self.fields
            ],
            "geometry": None,
        }
        if self.boundary is not None:
            before = shapely.from_wkb(bytes(self.plot.geom.wkb)) if self.plot.geom else None
            told["geometry"] = {
                "moved_m2": round(self.moved_m2 or 0.0, 1),
                "before": geojson(before),
                "after": geojson(self.boundary),
            }
        return told


def geojson(shape: Any) -> Any:
    """A shape of the legal CRS as GeoJSON in WGS 84."""
    if shape is None:
        return None
    moved = shapely.set_precision(crs.transform(shape, crs.LEGAL, crs.CRS84), 1e-8, mode="pointwise")
    return json.loads(shapely.to_geojson(moved))


def compare(given: frozenset[str], outcomes: tuple[str, ...] = ("good", "faulty")) -> Iterator[PlotChange]:
    """Changes that the staged rows would make, one for each matched row, also where nothing differs.

    Args:
        given: attributes that the file has a column for.
    """
    columns = "r.plot_id, r.matched_by, r.payload, r.unit_id, r.outcome, ST_AsBinary(r.geom)"
    for rows in staging.read_rows("r.plot_id IS NOT NULL AND r.outcome = ANY(%s)", columns, [list(outcomes)]):
        plots = Plot.objects.in_bulk([row[1] for row in rows])
        moved = _moved([row[0] for row in rows])
        found: list[PlotChange] = []
        named: list[tuple[str, str | None]] = []
        for number, plot_id, matched_by, payload, unit, outcome, wkb in rows:
            plot = plots[plot_id]
            values = staging.decode(staging.loaded(payload))
            has_moved = wkb is not None and (number in moved or plot.geom is None)
            change = PlotChange(number, plot, _fields(plot, values, given, matched_by == "code", outcome, has_moved))
            if has_moved:
                change.moved_m2 = moved.get(number, 0.0)
                change.boundary = shapely.from_wkb(bytes(wkb))
            found.append(change)
            named.append((matched_by, values.get("unit_at_record_id") or unit or None))
        _settle_numbers(found, named)
        yield from found


def _settle_numbers(changes: list[PlotChange], named: list[tuple[str, str | None]]) -> None:
    """Parcel numbers are judged by those that the plot holds; its record names the leading one alone."""
    watched = {*NUMBERS, *IDENTIFIER}
    wanted = [
        (change, how)
        for change, how in zip(changes, named, strict=True)
        if any(item.name in watched for item in change.fields)
    ]
    held = held_by(change.plot for change, _how in wanted)
    for change, (matched_by, unit) in wanted:
        after = {item.name: item.after for item in change.fields}
        change.numbers = numbers_of(change.plot, after, unit, matched_by, held.get(change.plot.pk, []))
        if change.numbers is None or not change.numbers.renumbers:
            change.fields = [item for item in change.fields if item.name not in NUMBERS]


def _moved(rows: list[int]) -> dict[int, float]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED_SHAPE, [rows])
        return {row: float(area) for row, area in cursor.fetchall()}


def _fields(
    plot: Plot, values: Mapping[str, Any], given: frozenset[str], by_code: bool, outcome: str, has_moved: bool
) -> list[FieldChange]:
    """Fields that differ. An empty cell clears a field only in a file that names plots by code: an export come back."""
    found = []
    for name in sorted(given & values.keys()):
        before, after = getattr(plot, name), values[name]
        if name == "note" and not after and not by_code:
            continue
        if _same(before, after) or (after in (None, "") and not by_code):
            continue
        if name == "unit_id" and not after:
            continue
        found.append(FieldChange(name, _title(name), before, after))
    found = [change for change in found if not _is_own_number(plot, change)]
    if any(change.name == "parcel_uid" for change in found):
        issued = is_parcel_identifier(str(values["parcel_uid"]))
        found.append(_state(plot, "parcel_uid_provisional", not issued))
    if outcome == "good" and plot.review_state == ReviewState.NEEDS_REVIEW and _settles(plot, found, has_moved):
        found += [_state(plot, "review_state", str(ReviewState.CHECKED)), _state(plot, "review_notes", [])]
    return [change for change in found if not _same(change.before, change.after)]


def _settles(plot: Plot, found: list[FieldChange], has_moved: bool) -> bool:
    """The row that was kept with a fault comes changed, and without it; what stayed was not judged again."""
    changed = {change.name for change in found}
    codes = {note.get("code") for note in plot.review_notes or []} & set(_JUDGED_WITH)
    return has_moved or (bool(changed) and all(_JUDGED_WITH[code] in changed for code in codes))


def _state(plot: Plot, name: str, after: Any) -> FieldChange:
    return FieldChange(name, _title(name), getattr(plot, name), after)


def _is_own_number(plot: Plot, change: FieldChange) -> bool:
    """A provisional identifier in an export that was made before the boundary moved is nobody's wish."""
    return change.name == "parcel_uid" and plot.parcel_uid_provisional and not change.after


def _same(before: Any, after: Any) -> bool:
    if before in (None, "") and after in (None, ""):
        return True
    if isinstance(before, str) and isinstance(after, str):
        if len(after.encode()) > _CUT_BYTES and before.startswith(after):
            return True
        return " ".join(before.split()) == " ".join(after.split())
    if isinstance(before, Decimal) or isinstance(after, Decimal):
        return before is not None and after is not None and Decimal(before) == Decimal(after)
    return bool(before == after)


def _title(name: str) -> str:
    return str(getattr(Plot._meta.get_field(name), "verbose_name", name))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str | list) else str(value)


__all__ = ["FieldChange", "PlotChange", "compare", "geojson"]
