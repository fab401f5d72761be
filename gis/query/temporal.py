"""Temporal predicates: Allen's relations between days, moments and intervals."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import DateField, DateTimeField
from django.utils.translation import gettext as _

from gis.query.errors import QueryError
from gis.query.parser import Node
from gis.query.scalars import calendar_day, instant, scalar
from gis.query.sql import Sql, condition
from gis.query.terms import Context, Term, arguments, property_name

# {0} {1} are start and end of the first operand, {2} {3} of the second. An interval holds both its ends.
RELATIONS = {
    "t_after": "({0} > {3})",
    "t_before": "({1} < {2})",
    "t_contains": "({0} < {2} AND {1} > {3})",
    "t_disjoint": "({1} < {2} OR {0} > {3})",
    "t_during": "({0} > {2} AND {1} < {3})",
    "t_equals": "({0} = {2} AND {1} = {3})",
    "t_finishedby": "({0} < {2} AND {1} = {3})",
    "t_finishes": "({0} > {2} AND {1} = {3})",
    "t_intersects": "({0} <= {3} AND {1} >= {2})",
    "t_meets": "({1} = {2})",
    "t_metby": "({0} = {3})",
    "t_overlappedby": "({0} > {2} AND {0} < {3} AND {1} > {3})",
    "t_overlaps": "({0} < {2} AND {1} > {2} AND {1} < {3})",
    "t_startedby": "({0} = {2} AND {1} > {3})",
    "t_starts": "({0} = {2} AND {1} < {3})",
}
BOTH_MAY_BE_INSTANTS = frozenset({"t_after", "t_before", "t_disjoint", "t_equals", "t_intersects"})
NO_INSTANT = frozenset(RELATIONS) - BOTH_MAY_BE_INSTANTS - {"t_during", "t_contains"}


@dataclass(frozen=True)
class Period:
    """Start and end of an operand, in days or in moments."""

    start: Any
    end: Any
    kind: str
    interval: bool


def temporal(ctx: Context, op: str, args: list[Node]) -> Sql:
    """The condition of a temporal operator.

    Raises:
        QueryError: an operand is no time, or an instant where only intervals make sense.
    """
    first, second = (_period(ctx, op, node) for node in arguments(op, args, 2))
    _guard(op, first, second)
    if first.kind != second.kind:
        first, second = _as_moments(first), _as_moments(second)
    return condition(RELATIONS[op], first.start, first.end, second.start, second.end)


def _guard(op: str, first: Period, second: Period) -> None:
    wrong = (
        (op in NO_INSTANT and not (first.interval and second.interval))
        or (op == "t_during" and not second.interval)
        or (op == "t_contains" and not first.interval)
    )
    if wrong:
        raise QueryError(_("Phép %(op)s cần một khoảng thời gian.") % {"op": op}, name=op, mend="INTERVAL('..', '..')")


def _period(ctx: Context, op: str, node: Node) -> Period:
    if isinstance(node, dict) and set(node) == {"interval"}:
        return _interval(ctx, node["interval"])
    term = scalar(ctx, node)
    _guard_kind(term, op, node)
    return Period(term.value, term.value, term.kind, interval=False)


def _guard_kind(term: Term, op: str, node: Node) -> None:
    if term.kind not in ("date", "date-time"):
        name = property_name(node) or op
        raise QueryError(
            _("Phép %(op)s cần ngày hoặc thời điểm, “%(name)s” là %(kind)s.")
            % {"op": op, "name": name, "kind": term.kind},
            name=name,
            mend="DATE('YYYY-MM-DD')",
        )


def _interval(ctx: Context, bounds: Any) -> Period:
    if not isinstance(bounds, list) or len(bounds) != 2:
        raise QueryError(_("INTERVAL cần hai đầu."), name="interval", mend="INTERVAL('2024-01-01', '..')")
    ends = [None if bound == ".." else _bound(ctx, bound) for bound in bounds]
    kinds = {end.kind for end in ends if end}
    kind = "date" if kinds <= {"date"} else "date-time"
    written = [end.literal for end in ends if end and end.literal is not None]
    if len(written) == 2 and len(kinds) == 1 and written[0] > written[1]:
        raise QueryError(_("Khoảng thời gian kết thúc trước khi bắt đầu."), name="interval")
    start = _end_value(ends[0], kind, "-infinity", last=False)
    return Period(start, _end_value(ends[1], kind, "infinity", last=True), kind, interval=True)


def _bound(ctx: Context, bound: Node) -> Term:
    if isinstance(bound, str):
        is_day = len(bound) == 10
        return scalar(ctx, {"date": bound} if is_day else {"timestamp": bound})
    term = scalar(ctx, bound)
    _guard_kind(term, "interval", bound)
    return term


def _end_value(end: Term | None, kind: str, unbounded: str, *, last: bool) -> Any:
    output: Any = DateField() if kind == "date" else DateTimeField()
    if end is None:
        return Sql(f"'{unbounded}'::{'date' if kind == 'date' else 'timestamptz'}", output_field=output)
    return end.value if end.kind == kind else moment_of(end.value, last=last)


def _as_moments(period: Period) -> Period:
    if period.kind == "date-time":
        return period
    return Period(moment_of(period.start, last=False), moment_of(period.end, last=True), "date-time", period.interval)


def moment_of(day: Any, *, last: bool) -> Sql:
    """The first or last microsecond of a day, here."""
    step = " + interval '1 day - 1 microsecond'" if last else ""
    return Sql(f"(({{0}})::timestamp{step}) AT TIME ZONE '{settings.TIME_ZONE}'", day, output_field=DateTimeField())


__all__ = ["RELATIONS", "calendar_day", "instant", "moment_of", "temporal"]
