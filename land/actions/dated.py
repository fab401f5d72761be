"""Values that hold for a time: tolerances of the checks, bounds of lease terms. A new one ends the old."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from land import policies
from land.actions.plots import require
from land.errors import BadChange
from land.models import LeaseTermBound, Tolerance
from land.workflow import LeaseKind, LesseeKind

_SHARE = "_share"  # ending of the tolerances that are a part of a whole
_MOST_M2 = 100_000
_MOST_MONTHS = 1_200


@dataclass(frozen=True)
class TermDraft:
    """A bound of lease terms.

    Attributes:
        lessee_kind: "" for every lessee.
        least_months: shortest term, `most_months` the longest; None for no bound on that side.
        mark: how well it is known, as of LeaseTermBound.
    """

    kind: LeaseKind
    lessee_kind: LesseeKind | str
    least_months: int | None
    most_months: int | None
    source: str
    mark: str


@transaction.atomic
def set_tolerance(*, actor: Any, kind: str, value: float, start: date, source: str, reason: str) -> Tolerance:
    """Let a tolerance hold from a day on; the value before it ends there and stays readable.

    Args:
        source: the decision or the paper that gives it.

    Raises:
        NotAllowed.
        BadChange: no tolerance, no source or reason, or another value begins on the same day.
    """
    _may(actor)
    _explained(source, reason)
    most = 1 if kind.endswith(_SHARE) else _MOST_M2
    if not math.isfinite(value) or not 0 <= value <= most:
        raise BadChange.at("value", _("Giá trị phải từ 0 đến %(most)s.") % {"most": most})
    made = Tolerance(kind=kind, value=value, source=source.strip())
    old = _begin(Tolerance.objects.filter(kind=kind), made, start)
    after = {"value": value, "period": str(made.period), "source": made.source}
    before = {"value": old.value, "period": str(old.period), "source": old.source} if old else None
    label = made.get_kind_display()
    record(actor=actor, entries=[Entry("tolerance.set", "tolerance", str(made.pk), label, before, after, reason)])
    return made


@transaction.atomic
def set_lease_term(*, actor: Any, draft: TermDraft, start: date, reason: str) -> LeaseTermBound:
    """Let a bound of lease terms hold from a day on; contracts signed before keep to the one before.

    Raises:
        NotAllowed.
        BadChange: no bound, no source or reason, or another bound begins on the same day.
    """
    _may(actor)
    _explained(draft.source, reason)
    _check_months(draft.least_months, draft.most_months)
    made = LeaseTermBound(
        kind=draft.kind,
        lessee_kind=draft.lessee_kind,
        least_months=draft.least_months,
        most_months=draft.most_months,
        source=draft.source.strip(),
        mark=draft.mark,
    )
    old = _begin(LeaseTermBound.objects.filter(kind=draft.kind, lessee_kind=draft.lessee_kind), made, start)
    label = made.get_kind_display()
    before = _bound(old) if old else None
    entry = Entry("lease_term.set", "lease_term", str(made.pk), label, before, _bound(made), reason)
    record(actor=actor, entries=[entry])
    return made


def _bound(bound: LeaseTermBound) -> dict[str, Any]:
    names = ("lessee_kind", "least_months", "most_months", "source", "mark")
    return {name: getattr(bound, name) for name in names} | {"period": str(bound.period)}


def _may(actor: Any) -> None:
    require(policies.can_date_values(actor), _("Chỉ chuyên viên quản lý đất đai của sở được đổi giá trị này."))


def _explained(source: str, reason: str) -> None:
    if not source.strip():
        raise BadChange.at("source", _("Hãy ghi văn bản làm căn cứ."))
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do thay đổi."))


def _check_months(least: int | None, most: int | None) -> None:
    if least is None and most is None:
        raise BadChange.at("most_months", _("Hãy ghi thời hạn ngắn nhất hoặc dài nhất."))
    if any(months is not None and not 0 < months <= _MOST_MONTHS for months in (least, most)):
        raise BadChange.at("most_months", _("Thời hạn phải từ 1 đến %(most)s tháng.") % {"most": _MOST_MONTHS})
    if least is not None and most is not None and least > most:
        raise BadChange.at("least_months", _("Thời hạn ngắn nhất dài hơn thời hạn dài nhất."))


def _begin(rows: Any, made: Any, start: date) -> Any:
    """Store the row from its first day on, to where a later one begins; returns the one that it ends, or None."""
    others = list(rows.select_for_update().order_by("period"))
    if any(other.period.lower == start for other in others):
        raise BadChange.at("start", _("Đã có giá trị bắt đầu từ ngày này. Hãy chọn ngày khác."))
    later = [other.period.lower for other in others if other.period.lower is not None and other.period.lower > start]
    old = next((other for other in others if start in other.period), None)
    made.period = DateRange(start, min(later, default=None) if old is None else old.period.upper)
    if old is not None:
        old.period = DateRange(old.period.lower, start)
        old.save(update_fields=["period"])
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # two people at once, where there was no row to lock
        raise BadChange.at("start", _("Người khác vừa đổi giá trị này. Hãy tải lại trang rồi thử lại.")) from error
    return old
