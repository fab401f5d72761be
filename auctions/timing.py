"""Deadlines of a lot: what a timetable has to keep, and the terms that run, by `worktime` and its dated rules."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency
from auctions.models import Lot, LotEvent, TaxNotice
from auctions.workflow import Duty, LotState, SaleBy, Step
from worktime.actions import meet_term, start_term, void_term
from worktime.clock import Due, latest
from worktime.errors import NoRule
from worktime.lengths import Length, Unit
from worktime.models import Term, TermRule
from worktime.plans import Subject, TermPlan
from worktime.reading import calendar_of, rule
from worktime.workflow import TermState

FILES = "auction.files_until"
TAX_NOTICE, FIRST, FULL = "auction.tax_notice", "auction.first_payment", "auction.full_payment"
_MEETS: Final = {
    LotState.REGISTRATION_CLOSED: FILES,
    LotState.PAYMENT_50: FIRST,
    LotState.PAID: FULL,
}
# Terms that a state begins by the law alone.
_BY_LAW: Final = {
    LotState.SOLD_PROVISIONAL: tuple(Duty.values),
    LotState.FAILED: tuple(Duty.values),
    LotState.RECOGNISED: (TAX_NOTICE,),
}
_OPENS, _CLOSES = time(8, 0), time(17, 0)  # suggested hours where the calendar knows none
_STOPPED: Final = frozenset({LotState.SUSPENDED, LotState.CANCELLED, LotState.WITHDRAWN})


def timetable_faults(lot: Lot, now: datetime) -> Iterable[tuple[str, str]]:
    """Field and sentence for everything that keeps a lot from being posted now."""
    needed = {
        "files_from": _("Chưa ghi thời gian bán hồ sơ."),
        "files_until": _("Chưa ghi hạn bán, nhận hồ sơ."),
        "deposit_until": _("Chưa ghi hạn nộp tiền đặt trước."),
        "view_from": _("Chưa ghi thời gian xem đất."),
        "view_until": _("Chưa ghi thời gian xem đất."),
        "session_at": _("Chưa ghi thời điểm đấu giá."),
        "venue": _("Chưa ghi nơi đấu giá."),
    }
    lacking = [(name, sentence) for name, sentence in needed.items() if not getattr(lot, name)]
    yield from lacking
    if not lacking:
        yield from _posting(lot, now)
        yield from _files(lot, now)
        yield from _viewing(lot, now)


@dataclass(frozen=True)
class Held:
    """When and by whom a session is held: what its lawful days are counted back from.

    Attributes:
        organisation_id: whose office hours count; None: the general ones.
        by_project: land for an investment project is among the lots.
        shortened: by the shortened procedure.
    """

    session_at: datetime
    organisation_id: int | None = None
    by_project: bool = False
    shortened: bool = False


def held(lot: Lot) -> Held:
    """The session of a lot whose moment is known."""
    assert lot.session_at is not None
    short = lot.auction is not None and lot.auction.shortened
    return Held(lot.session_at, lot.organisation_id, lot.sale_by == SaleBy.PROJECT, short)


def last_posting_end(session: Held) -> datetime:
    """The midnight after the last day on which a lot may be posted for its session."""
    if session.shortened:
        return _back_from(session, "auction.posting_short").at
    if session.by_project:
        with suppress(NoRule):  # before Law 37/2024 projects had no posting of their own
            return _back_from(session, "auction.posting_project").at
    return _back_from(session, "auction.posting").at


def last_files_day(session: Held) -> Due:
    """The last day on which files are sold and taken."""
    return _back_from(session, f"{FILES}_short" if session.shortened else FILES)


def _back_from(session: Held, code: str) -> Due:
    found = rule(code, _day(session.session_at))
    return latest(calendar_of(session.organisation_id), found.length, session.session_at, found.roll)


@dataclass(frozen=True)
class Suggestion:
    """A timetable that keeps the law, worked out from the moment of the session.

    Attributes:
        last_posting_day: the last day on which it may be posted.
        files_from: the opening of the next working day after now.
        files_until: the close of the office on the last lawful day.
        view_from, view_until: the least number of days, ending the day before files end.
        too_late: the last day for posting is over.
    """

    last_posting_day: date
    files_from: datetime
    files_until: datetime
    deposit_until: datetime
    view_from: datetime
    view_until: datetime
    too_late: bool


def suggest(session: Held, now: datetime) -> Suggestion:
    """What a timetable has to keep, as moments to be filled in.

    Raises:
        NoRule, NoCalendar, CalendarEnds: the law or the days off of that time are not known.
    """
    calendar = calendar_of(session.organisation_id)
    posting_end, files = last_posting_end(session), last_files_day(session)
    closes = files.closes_at or _at(files.day, _CLOSES)
    days = int(rule("auction.viewing", _day(now)).amount)
    last_view = files.day - timedelta(days=1)
    return Suggestion(
        last_posting_day=_day(posting_end - timedelta(minutes=1)),
        files_from=_at(calendar.next_working_day(_day(now)), _OPENS),
        files_until=closes,
        deposit_until=closes,
        view_from=_at(last_view - timedelta(days=days - 1), _OPENS),
        view_until=_at(last_view, _CLOSES),
        too_late=now >= posting_end,
    )


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone())


def _posting(lot: Lot, now: datetime) -> Iterable[tuple[str, str]]:
    end = last_posting_end(held(lot))
    if now >= end:
        last = _day(end - timedelta(days=1))
        yield (
            "session_at",
            _("Muộn để niêm yết cho phiên này: hạn cuối là ngày %(day)s. Hãy dời phiên đấu giá.")
            % {"day": f"{last:%d/%m/%Y}"},
        )
    if lot.files_from is not None and lot.files_from < now:
        yield "files_from", _("Hồ sơ không thể được bán trước khi niêm yết.")


def _files(lot: Lot, now: datetime) -> Iterable[tuple[str, str]]:
    """Files are sold without a break to the last lawful day, no longer and no shorter (art 38)."""
    assert lot.files_until is not None
    last = last_files_day(held(lot))
    if _day(lot.files_until) != last.day:
        yield (
            "files_until",
            _("Hồ sơ phải được bán, nhận đến hết ngày %(day)s (%(law)s).")
            % {
                "day": f"{last.day:%d/%m/%Y}",
                "law": rule(FILES, last.day).source,
            },
        )
    elif lot.files_until <= now:
        yield "files_until", _("Hạn nhận hồ sơ đã qua.")


def _viewing(lot: Lot, now: datetime) -> Iterable[tuple[str, str]]:
    assert lot.view_from is not None
    assert lot.view_until is not None
    wanted = int(rule("auction.viewing", _day(now)).amount)
    if (_day(lot.view_until) - _day(lot.view_from)).days + 1 < wanted:
        yield "view_until", _("Phải cho xem đất ít nhất %(days)d ngày.") % {"days": wanted}
    if lot.session_at is not None and lot.view_until >= lot.session_at:
        yield "view_until", _("Việc xem đất phải xong trước phiên đấu giá.")


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def subject_of(lot: Lot) -> Subject:
    """The lot as terms name it."""
    return Subject("lot", str(lot.pk), lot.code)


def running(lot: Lot) -> dict[str, Term]:
    """The open terms of a lot, by kind."""
    return {term.kind: term for term in Term.objects.about("lot", str(lot.pk)).open()}


def follow(lot: Lot, step: Step, act: LotEvent, now: datetime) -> None:
    """Begin and end terms as a step brings it."""
    state = LotState(lot.state)
    if state in _STOPPED or step.verb in {"try_again", "cancel_recognition"}:
        _void_all(lot, now, act.reason or step.verb)
    if state in {LotState.POSTED, LotState.REGISTRATION_OPEN} and FILES not in running(lot):
        _start_backward(lot)
    if state in _MEETS:
        close(lot, _MEETS[state], now)
    if state == LotState.FAILED and act.before == LotState.SOLD_PROVISIONAL:
        return  # the duties after the session run since the sale
    for code in _BY_LAW.get(state, ()):
        _start_by_law(lot, code, now, _organisation(lot) if code in Duty.values else None)


def _organisation(lot: Lot) -> Agency | None:
    return lot.organisation.agency if lot.organisation is not None else None


def _start_by_law(lot: Lot, code: str, at: datetime, agency: Agency | None = None) -> None:
    """No term where no rule is known for the day: the law before it was not read. The desk says so (`without_rule`)."""
    with suppress(NoRule):
        _start(lot, rule(code, _day(at)).plan, at, agency)


def _start(lot: Lot, plan: TermPlan, at: datetime, agency: Agency | None = None) -> Term:
    return start_term(actor=None, subject=subject_of(lot), plan=plan, started_at=at, agency=agency)


def _start_backward(lot: Lot) -> None:
    assert lot.session_at is not None
    code = f"{FILES}_short" if held(lot).shortened else FILES
    plan = replace(rule(code, _day(lot.session_at)).plan, kind=FILES)
    _start(lot, plan, lot.session_at, _organisation(lot))


def start_payment(lot: Lot, notice: TaxNotice, now: datetime) -> None:
    """The notice came: its term is met, the terms of payment run from its day by the approved plan."""
    close(lot, TAX_NOTICE, now)
    day = notice.issued_on
    since = datetime.combine(day, time.min, timezone.get_default_timezone())
    for code, days in ((FIRST, lot.first_payment_days), (FULL, lot.payment_days)):
        plan = rule(code, day).plan
        _start(lot, replace(plan, length=Length(days, Unit.CALENDAR_DAYS)) if days else plan, since)


def close(lot: Lot, kind: str, now: datetime) -> Term | None:
    """What was due is done; None where nothing of the kind was due."""
    term = running(lot).get(kind)
    return None if term is None else meet_term(actor=None, term=term, at=now)


def _void_all(lot: Lot, now: datetime, reason: str) -> None:
    for term in running(lot).values():
        void_term(actor=None, term=term, at=now, reason=reason)


@dataclass(frozen=True)
class Unruled:
    """A duty that has no deadline, because no rule is known for the day that it would run from.

    Attributes:
        day: when what it runs from happened.
        first: the earliest rule that is known; it holds from a later day.
    """

    day: date
    first: TermRule


def without_rule(lot: Lot) -> list[Unruled]:
    """What a lot in its state waits for without a term: it is said so, and no deadline is made up."""
    day = _day(lot.state_since)
    known = {one.code for one in TermRule.objects.on_day(day).filter(code__in=_BY_LAW.get(LotState(lot.state), ()))}
    begun = set(Term.objects.about("lot", str(lot.pk)).values_list("kind", flat=True))
    lacking = [code for code in _BY_LAW.get(LotState(lot.state), ()) if code not in known | begun]
    rules = (TermRule.objects.filter(code=code).order_by("period").first() for code in lacking)
    return [Unruled(day, first) for first in rules if first is not None]


def payment_due(lot: Lot) -> datetime | None:
    """The end of the term of payment that runs now; None before the notice."""
    open_terms = running(lot)
    term = open_terms.get(FIRST if lot.state == LotState.RECOGNISED else FULL)
    return term.due_at if term is not None and term.state == TermState.RUNNING else None
