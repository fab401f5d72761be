"""Loading and withdrawing versions of reference layers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg import sql

from audit.actions import Entry, record
from gis.db import versions
from gis.db.clock import clock
from gis.db.numbers import take_numbers
from gis.tiles.matrix import SIZE
from land import policies
from land.actions.overlay import refresh_planned_uses
from land.actions.plots import require
from land.actions.reference_drafts import ParcelRow, PriceRow, Row, SetDraft
from land.actions.reference_rows import MODEL_OF, ROW_OF, objects_of
from land.errors import BadChange, ReferenceTaken
from land.models import ReferenceSet
from land.reference_layers import DRAWN_KINDS, LAYER_OF_KIND
from land.workflow import PLAN_KINDS, ReferenceKind
from territory.models import AdminUnit

SERIES = "reference_set"
_BATCH = 2000
_RIM = 1 / 64  # share of a tile: vector tiles reach this far over their edge


@dataclass(frozen=True)
class Loaded:
    """What a load did: the set, whether it is new, and the codes of the versions that it ended."""

    set: ReferenceSet
    created: bool
    ended: tuple[str, ...] = ()


@transaction.atomic
def load_reference(*, actor: Any, draft: SetDraft, rows: Sequence[Row], reason: str = "") -> Loaded:
    """Enter a version of a reference layer; the version before it ends on its first day and stays readable.

    Raises:
        NotAllowed: not the actor's layer or unit.
        BadChange: the draft or a row contradicts itself.
        ReferenceTaken: another version stands for the same days.
    """
    _may_load(actor, draft.kind, draft.unit_id)
    _check(draft, rows)
    standing = list(_locked(_standing_beside(draft)))
    if same := _same(standing, draft):
        return Loaded(same, created=False)
    ended, end = _room(standing, draft)
    for other in ended:
        other.period = DateRange(other.period.lower, draft.start)
        other.save(update_fields=["period"])
    made = _entered(actor, draft, end, rows)
    _announce(draft.kind, [made, *ended])
    entries = [_entry("reference.loaded", made, reason)]
    entries += [_entry("reference.ended", other, f"Thay bằng {made.code}") for other in ended]
    record(actor=actor, entries=entries)
    return Loaded(made, created=True, ended=tuple(other.code for other in ended))


def foresee_reference(*, actor: Any, draft: SetDraft, rows: Sequence[Row]) -> Loaded:
    """What `load_reference` would do now, and nothing done: the set is not stored and has no number yet.

    Raises:
        NotAllowed, BadChange, ReferenceTaken: as loading would.
    """
    _may_load(actor, draft.kind, draft.unit_id)
    _check(draft, rows)
    standing = list(_standing_beside(draft))
    if same := _same(standing, draft):
        return Loaded(same, created=False)
    ended, end = _room(standing, draft)
    return Loaded(_made(actor, draft, end, rows), created=True, ended=tuple(other.code for other in ended))


@transaction.atomic
def withdraw_reference(*, actor: Any, reference: ReferenceSet, reason: str) -> ReferenceSet:
    """Take a wrongly loaded version back; its rows stay in the database and are shown to nobody.

    The version it had ended does not rise again: load that one, or the right one, from the day on.

    Raises:
        NotAllowed: not the actor's layer or unit.
        BadChange: withdrawn already, or no reason given.
    """
    allowed = policies.can_load_reference(actor, reference.kind, reference.unit_id)
    require(allowed, _("Bạn không có quyền thu hồi lớp tham chiếu này."))
    current: ReferenceSet = _locked(ReferenceSet.objects.all()).get(pk=reference.pk)
    if current.withdrawn_at is not None:
        raise BadChange(_("Bộ dữ liệu %(code)s đã được thu hồi.") % {"code": current.code})
    if not reason.strip():
        raise BadChange(_("Hãy ghi lý do thu hồi."))
    current.withdrawn_at, current.withdrawn_reason = clock(), reason
    current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _announce(ReferenceKind(current.kind), [current])
    record(actor=actor, entries=[_entry("reference.withdrawn", current, reason)])
    return current


def _may_load(actor: Any, kind: str, unit_id: str | None) -> None:
    allowed = policies.can_load_reference(actor, kind, unit_id)
    require(allowed, _("Bạn không có quyền nạp lớp tham chiếu này."))


def _series(draft: SetDraft) -> str:
    return draft.series or f"{draft.kind}:{draft.unit_id or 'all'}"


def _standing_beside(draft: SetDraft) -> Any:
    """The versions of the draft's series, in order of time."""
    return ReferenceSet.objects.standing().filter(series=_series(draft)).order_by("period")


def _same(standing: Sequence[ReferenceSet], draft: SetDraft) -> ReferenceSet | None:
    """The set that was made of this file for this day."""
    wanted = (draft.file_sha256, draft.start)
    return next((other for other in standing if wanted[0] and (other.file_sha256, other.period.lower) == wanted), None)


def _locked(sets: Any) -> Any:
    """Sets locked against other loaders, not against rows that point at them.

    An editor of a boundary writes planned uses of these sets while this loader waits for the lock on planned uses: a
    full lock here and the two would wait for each other.
    """
    return sets.select_for_update(no_key=True)


def _check(draft: SetDraft, rows: Sequence[Row]) -> None:
    named = {"tên": draft.title, "số quyết định": draft.decision_number, "cơ quan ban hành": draft.issuer}
    if missing := [name for name, value in {**named, "nguồn": draft.source}.items() if not value.strip()]:
        raise BadChange(_("Bộ dữ liệu còn thiếu: %(names)s.") % {"names": ", ".join(missing)})
    if draft.end is not None and draft.end <= draft.start:
        raise BadChange(_("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
    if not rows:
        raise BadChange(_("Bộ dữ liệu không có đối tượng nào."))
    wanted = ROW_OF[draft.kind]
    if strange := next((row for row in rows if not isinstance(row, wanted)), None):
        raise BadChange(
            _("%(name)s không thuộc lớp “%(label)s”.") % {"name": type(strange).__name__, "label": draft.kind.label}
        )
    _check_units(draft, rows)
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, PriceRow) and not row.geom.is_valid:
            detail = shapely.is_valid_reason(row.geom)
            raise BadChange(
                _("Đối tượng thứ %(number)s có hình không hợp lệ (%(detail)s). Hãy sửa rồi nạp lại.")
                % {"number": number, "detail": detail}
            )


def _check_units(draft: SetDraft, rows: Sequence[Row]) -> None:
    """Parcels of a unit's map lie in it or in what it was made of: the right to load is a right for a unit."""
    if draft.unit_id is None:
        return
    own = {draft.unit_id, *AdminUnit.objects.filter(successors=draft.unit_id).values_list("pk", flat=True)}
    strange = {row.unit_id for row in rows if isinstance(row, ParcelRow)} - own
    if strange:
        raise BadChange(_("Có thửa đất của đơn vị khác: %(names)s.") % {"names": ", ".join(sorted(strange))})


def _room(standing: Sequence[ReferenceSet], draft: SetDraft) -> tuple[list[ReferenceSet], date | None]:
    """The versions that end on the draft's first day, and the day on which it ends itself."""
    ended, end = [], draft.end
    for other in standing:
        if (other.kind, other.unit_id) != (draft.kind, draft.unit_id):
            # Whoever may load one layer must not end another by naming its series.
            sentence = _("Chuỗi phiên bản này là của lớp hoặc địa bàn khác (%(code)s).")
            raise BadChange.at("series", sentence % {"code": other.code})
        start, stop = other.period.lower, other.period.upper
        if start == draft.start:
            raise ReferenceTaken(
                _("%(code)s (“%(title)s”) đã có hiệu lực từ cùng ngày. Hãy thu hồi bộ đó trước khi nạp lại.")
                % {"code": other.code, "title": other.title}
            )
        if start > draft.start:
            end = min(start, end or start)
        elif stop is None or stop > draft.start:
            if draft.end is not None and (stop is None or stop > draft.end):
                raise ReferenceTaken(
                    _(
                        "%(code)s (“%(title)s”) còn hiệu lực sau ngày hết hiệu lực của bộ mới. Hãy bỏ ngày "
                        "hết hiệu lực hoặc dùng một chuỗi phiên bản khác."
                    )
                    % {"code": other.code, "title": other.title}
                )
            ended.append(other)
    return ended, end


def _made(actor: Any, draft: SetDraft, end: date | None, rows: Sequence[Row]) -> ReferenceSet:
    return ReferenceSet(
        kind=draft.kind,
        series=_series(draft),
        title=draft.title,
        decision_number=draft.decision_number,
        decision_on=draft.decision_on,
        issuer=draft.issuer,
        scale=draft.scale,
        unit_id=draft.unit_id,
        period=DateRange(draft.start, end),
        source=draft.source,
        file_sha256=draft.file_sha256,
        row_count=len(rows),
        sample=draft.sample,
        loaded_at=clock(),
        loaded_by="hệ thống" if actor is None else str(actor)[:200],
    )


def _entered(actor: Any, draft: SetDraft, end: date | None, rows: Sequence[Row]) -> ReferenceSet:
    made = _made(actor, draft, end, rows)
    made.code = f"TC-{take_numbers(SERIES)[0]:06d}"
    model: Any = MODEL_OF[draft.kind]
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            objects = objects_of(made, rows)
            while batch := [item for _, item in zip(range(_BATCH), objects, strict=False)]:
                model.objects.bulk_create(batch)
    except IntegrityError as error:
        raise _taken(error) from error
    return made


def _taken(error: IntegrityError) -> Exception:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if constraint == "one_reference_set_at_a_time":
        return ReferenceTaken(_("Một phiên bản khác vừa được nạp cho cùng thời gian. Hãy tải lại rồi thử lại."))
    if constraint in _SENTENCES:
        return BadChange(str(_SENTENCES[constraint]))
    return error


_SENTENCES = {
    "one_price_of_a_place": gettext_lazy("Bảng giá có hai dòng cho cùng đường, đoạn, vị trí và loại đất."),
    "price_is_positive": gettext_lazy("Bảng giá có dòng giá bằng không hoặc âm."),
    "price_of_a_position_or_a_zone": gettext_lazy("Mỗi dòng giá cần đường và vị trí từ 1 đến 4, hoặc khu vực."),
    "road_width_is_positive": gettext_lazy("Lộ giới phải lớn hơn 0 m."),
}


def announce_turning(*, today: date) -> list[str]:
    """Mark the layers new whose versions begin or end today: tiles of yesterday show yesterday's plan.

    Returns:
        Names of the layers.
    """
    turning = ReferenceSet.objects.standing().filter(Q(period__startswith=today) | Q(period__endswith=today))
    kinds = {ReferenceKind(kind) for kind in turning.values_list("kind", flat=True)}
    for kind in sorted(kinds):
        versions.bump(LAYER_OF_KIND[kind].name, _cells(kind, [item.pk for item in turning]))
    return sorted({LAYER_OF_KIND[kind].name for kind in kinds})


def _announce(kind: ReferenceKind, sets: Sequence[ReferenceSet]) -> None:
    """Planned uses follow a plan; the tiles of all ground that the sets cover are new."""
    if kind in PLAN_KINDS:
        refresh_planned_uses(sets=[sets[0].pk])
    versions.bump(LAYER_OF_KIND[kind].name, _cells(kind, [item.pk for item in sets]))


def _cells(kind: ReferenceKind, sets: Sequence[Any]) -> list[tuple[int, int]]:
    """Zoom-12 cells that rows of these sets touch, the buffer of tiles included; none of a table."""
    if kind not in DRAWN_KINDS:
        return []
    side = 2 * SIZE / 2**versions.CELL_ZOOM
    statement = sql.SQL(
        "SELECT DISTINCT x, y FROM {table} AS r, "
        "generate_series(floor((ST_XMin(r.geom_3857) + %(size)s) / %(side)s - %(rim)s)::int, "
        "floor((ST_XMax(r.geom_3857) + %(size)s) / %(side)s + %(rim)s)::int) AS x, "
        "generate_series(floor((%(size)s - ST_YMax(r.geom_3857)) / %(side)s - %(rim)s)::int, "
        "floor((%(size)s - ST_YMin(r.geom_3857)) / %(side)s + %(rim)s)::int) AS y WHERE r.set_id = ANY(%(sets)s)"
    ).format(table=sql.Identifier(MODEL_OF[kind]._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"size": SIZE, "side": side, "rim": _RIM, "sets": list(sets)})
        return [(int(x), int(y)) for x, y in cursor.fetchall()]


def _entry(verb: str, reference: ReferenceSet, reason: str) -> Entry:
    after = {
        "kind": reference.kind,
        "series": reference.series,
        "decision_number": reference.decision_number,
        "period": str(reference.period),
        "rows": reference.row_count,
        "file_sha256": reference.file_sha256,
    }
    return Entry(verb, "reference_set", str(reference.pk), reference.code, after=after, reason=reason)
