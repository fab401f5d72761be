"""What the worklists read: records with a known fault, plots without a boundary; counted by unit and kind of fault."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.scopes import scope_of
from land.models import Plot
from land.querysets import PlotQuerySet, internal_reach

# Kind of fault -> its words, and the notes that are of it: codes of the import's sentences, or names of fields.
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "boundary": (
        _("Ranh giới"),
        (
            "geom",
            "geometry_empty",
            "geometry_not_area",
            "geometry_impossible",
            "geometry_crossing",
            "geometry_collapsed",
            "corners_too_few",
            "wkt_unreadable",
            "outside_unit",
            "overlap_row",
            "overlap_plot",
        ),
    ),
    "area": (_("Diện tích"), ("area_m2", "area_differs")),
    "number": (_("Số tờ, số thửa"), ("parcel_number", "sheet_number", "parcel_held")),
    "duplicate": (_("Trùng lặp"), ("duplicate_parcel", "duplicate_shape", "duplicate_row")),
    "unit": (_("Đơn vị hành chính"), ("unit", "unit_unknown", "unit_ambiguous")),
    "land_use": (_("Loại đất"), ("land_use", "land_use_unknown")),
    "manager": (_("Đơn vị quản lý"), ("managing_agency",)),
    "decision": (_("Quyết định"), ("decision_number",)),
    "value": (_("Giá trị thiếu hoặc không đọc được"), ("value_unreadable", "required_empty")),
    "by_hand": (_("Do cán bộ ghi"), ("by_hand",)),
}
OTHER = "other"
_KIND_OF = {name: kind for kind, (_title, names) in KINDS.items() for name in names}


def waiting(user: Any) -> PlotQuerySet:
    """Active records "cần rà soát" that the reader sees from inside; none of them is public."""
    return _inside(user).needing_review()


def without_boundary(user: Any) -> PlotQuerySet:
    """Active plots "chưa có ranh giới" that the reader sees from inside."""
    return _inside(user).filter(geom=None)


def narrowed(rows: PlotQuerySet, *, unit: str = "", kind: str = "") -> PlotQuerySet:
    """Of one unit, with one kind of fault."""
    if unit:
        rows = rows.filter(unit=unit)
    if kind in KINDS:
        wanted = Q()
        for name in KINDS[kind][1]:
            wanted |= Q(review_notes__contains=[{"code": name}]) | Q(review_notes__contains=[{"field": name}])
        rows = rows.filter(wanted)
    return rows


def by_unit(rows: PlotQuerySet) -> list[tuple[str, str, int]]:
    """(uid, name, how many), by name."""
    counted = rows.order_by("unit__name").values_list("unit_id", "unit__name").annotate(n=Count("pk"))
    return [(uid, name, number) for uid, name, number in counted]


def by_kind(rows: PlotQuerySet) -> list[tuple[str, str, int]]:
    """(kind of fault, words, how many records have it), in the order of KINDS; notes of no known kind are left out."""
    counts: dict[str, int] = {}
    for notes in rows.values_list("review_notes", flat=True):
        for kind in {_KIND_OF.get(note.get("code") or note.get("field", ""), OTHER) for note in notes or []}:
            counts[kind] = counts.get(kind, 0) + 1
    return [(kind, str(title), counts[kind]) for kind, (title, _names) in KINDS.items() if kind in counts]


def _inside(user: Any) -> PlotQuerySet:
    reach = internal_reach(scope_of(user))
    rows: PlotQuerySet = Plot.objects.visible_to(user).active()
    if reach is None:
        return rows.none()
    return rows if isinstance(reach, bool) else rows.filter(reach)
