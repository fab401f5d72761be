"""Putting right what a lease says: all of a draft, some of one in force, and the part of the plot that it is for."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import shapely
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon

from land.actions.derive import to_geos, to_shapely
from land.actions.lease_rows import facts, log, plot_to_lease, save, with_lessee
from land.actions.lease_terms import (
    Instalment,
    LeaseDraft,
    check_draft,
    check_neighbours,
    check_part,
    check_term,
    check_words,
    values_of,
)
from land.errors import BadChange, LeaseStep, StaleVersion
from land.models import Lease, LesseePerson, Plot, RentDue
from land.workflow import LEASE_MENDABLE, LeaseState, LesseeKind

_FIELDS = (
    "kind",
    "contract_number",
    "contract_on",
    "purpose",
    "organisation",
    "area_m2",
    "period",
    "whole_plot",
    "part",
)


@transaction.atomic
def amend_lease(
    *,
    actor: Any,
    lease: Lease,
    draft: LeaseDraft,
    rent: Sequence[Instalment],
    reason: str = "",
    seen: str = "",
) -> Lease:
    """Write what the contract says anew. One in force keeps its kind, term and area; its lessee is of the same kind.

    Args:
        draft: an empty lessee means that it stays; the drawn part stays as well where a part is leased.
        rent: what takes the place of the instalments on which nothing was paid.
        reason: needed for a lease in force.
        seen: `fingerprint` of what the editor saw.

    Raises:
        NotAllowed: the plot is not the actor's.
        StaleVersion: somebody put it right meanwhile.
        LeaseStep: it is over.
        BadChange: the draft contradicts itself or the contract, or nothing changes.
    """
    plot = plot_to_lease(actor, lease.plot)
    current = _mendable(lease)
    if seen and seen != fingerprint(current):
        raise StaleVersion(_("Hợp đồng này vừa được người khác sửa. Hãy tải lại trang, xem khác biệt rồi sửa tiếp."))
    draft = with_lessee(draft, current)
    if draft.lessee_kind != current.lessee_kind:
        raise BadChange.at("lessee_kind", _("Đổi đối tượng thuê thì phải lập hợp đồng khác."))
    paid = [Instalment(row.due_on, row.amount) for row in current.rent.filter(paid_on__isnull=False)]
    check_words(draft, [*paid, *rent])
    before = _said(current)
    _write(current, draft, _area(current, plot, draft, reason))
    renamed, replanned = _rename(current, draft.lessee), _replan(current, rent)
    save(current, *_FIELDS)
    after = _said(current)
    was, now = (
        {name: said[name] for name in before if before[name] != after[name]} | planned
        for said, planned in zip((before, after), replanned, strict=True)
    )
    if renamed:
        now["lessee_changed"] = True  # the log names nobody
    if not now:
        raise BadChange(_("Không có gì thay đổi."))
    log(actor, "lease.amended", current, reason, was, now)
    return current


def fingerprint(lease: Lease) -> str:
    """What an editor has seen of a lease, to tell whether somebody changed it since."""
    rent = list(lease.rent.order_by("due_on").values_list("due_on", "amount", "paid_amount"))
    return hashlib.sha256(repr((sorted(_said(lease).items()), rent)).encode()).hexdigest()[:32]


@transaction.atomic
def draw_part(*, actor: Any, lease: Lease, part: MultiPolygon | None, reason: str = "") -> Lease:
    """Say which part of the plot is leased (legal CRS); None takes the drawing back. The contract's area stays.

    Args:
        reason: needed for a lease in force.

    Raises:
        NotAllowed, LeaseStep: as for `amend_lease`.
        BadChange: the whole plot is leased, or the part is not valid or lies outside.
        LeaseOverlap: the part is leased to somebody else.
    """
    plot = plot_to_lease(actor, lease.plot)
    current = _mendable(lease)
    if current.whole_plot:
        raise BadChange(_("Hợp đồng thuê toàn bộ khu đất không có phần đất thuê riêng."))
    check_part(plot, part, whole_plot=False)
    if current.state != LeaseState.DRAFT and not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do sửa."))
    before = {"part": _wkt(current)}
    current.part = to_geos(part)
    if current.state != LeaseState.DRAFT:
        check_neighbours(current)
    save(current, "part")
    log(actor, "lease.part_drawn", current, reason, before, {"part": _wkt(current)})
    return current


def _mendable(lease: Lease) -> Lease:
    current: Lease = Lease.objects.select_for_update().get(pk=lease.pk)
    if current.state not in LEASE_MENDABLE:
        raise LeaseStep(
            _("Hợp đồng %(contract_number)s đang ở tình trạng “%(state)s”, chỉ còn để tra cứu.")
            % {"contract_number": current.contract_number, "state": current.get_state_display()}
        )
    return current


def _said(lease: Lease) -> dict[str, Any]:
    """What the log says of a lease that is put right."""
    names = ("contract_on", "purpose", "whole_plot")
    said = facts(lease) | {name: getattr(lease, name) for name in names}
    said |= {"lease_kind": str(lease.kind), "part": _wkt(lease)}
    if lease.lessee_kind != LesseeKind.PERSON:
        said["organisation"] = lease.organisation
    return said


def _wkt(lease: Lease) -> str:
    """The leased part in the legal CRS to the millimetre; "" where none is drawn."""
    return "" if lease.part is None else shapely.to_wkt(to_shapely(lease.part), rounding_precision=3)


def _check_agreed(lease: Lease, draft: LeaseDraft, reason: str) -> None:
    """What was signed for changes by a renewal or an end; the rest needs a reason."""
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do sửa."))
    if (draft.kind, _term(draft), draft.whole_plot) != (lease.kind, lease.period, lease.whole_plot):
        raise BadChange(
            _("Hợp đồng đã ký: muốn đổi hình thức, thời hạn hoặc diện tích thì gia hạn, hoặc chấm dứt rồi lập mới.")
        )


def _area(lease: Lease, plot: Plot, draft: LeaseDraft, reason: str) -> Decimal:
    """The leased area: as drafted, or as it was signed for."""
    if lease.state == LeaseState.DRAFT:
        return check_draft(plot, draft, [])
    _check_agreed(lease, draft, reason)
    return lease.area_m2


def _term(draft: LeaseDraft) -> DateRange:
    return DateRange(draft.start, draft.last_day + timedelta(days=1))


def _write(lease: Lease, draft: LeaseDraft, area: Decimal) -> None:
    signed_on = lease.contract_on
    part = None if draft.whole_plot else lease.part
    for name, value in (values_of(draft) | {"area_m2": area, "period": _term(draft), "part": part}).items():
        setattr(lease, name, value)
    if lease.state != LeaseState.DRAFT and lease.contract_on != signed_on:
        check_term(lease)  # the bounds are those of the day of the contract


def _rename(lease: Lease, lessee: str) -> bool:
    """Write the lessee's name where it belongs; whether it changed."""
    if lease.lessee_kind == LesseeKind.PERSON:
        return bool(LesseePerson.objects.filter(lease=lease.pk).exclude(name=lessee).update(name=lessee))
    changed, lease.organisation = lease.organisation != lessee, lessee
    return changed


def _replan(lease: Lease, rent: Sequence[Instalment]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put these instalments in place of the unpaid ones; what the log says of both, ({}, {}) for no change."""
    unpaid = lease.rent.filter(paid_on=None)
    was = sorted(unpaid.values_list("due_on", "amount"))
    now = sorted((item.due_on, item.amount) for item in rent)
    if was == now:
        return {}, {}
    gone = [row.pk for row in unpaid if (row.due_on, row.amount) not in now]
    RentDue.objects.filter(pk__in=gone).delete()
    fresh = [RentDue(lease=lease, due_on=day, amount=amount) for day, amount in now if (day, amount) not in was]
    RentDue.objects.bulk_create(fresh)
    before, after = ({"rent": [f"{day:%d/%m/%Y}: {amount}" for day, amount in rows]} for rows in (was, now))
    return before, after
