"""Deadlines of a lot: what a timetable has to keep, and the terms that run, by `worktime` and its dated rules."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency
from auctions.models import Lot, LotEvent, TaxNotice
from auctions.workflow import LotState, SaleBy, Step
from worktime.actions import meet_term, start_term, void_term
from worktime.clock import Due, latest
from worktime.errors import NoRule
from worktime.lengths import Length, Unit
from worktime.models import Term
from worktime.plans import Subject, TermPlan
from worktime.reading import calendar_of, rule
from worktime.workflow import TermState

FILES, REFUND, IN_REGISTER, TO_OWNER = (
    "auction.files_until", "auction.refund", "auction.result_in_register", "auction.dossier_to_owner"
)  # fmt: skip
TAX_NOTICE, FIRST, FULL = "auction.tax_notice", "auction.first_payment", "auction.full_payment"
# What the organisation has to do after the session, and says when it is done.
DUTIES: Final = (REFUND, IN_REGISTER, TO_OWNER)
_AFTER_SESSION: Final = frozenset({LotState.SOLD_PROVISIONAL, LotState.FAILED})
_MEETS: Final = {
    LotState.REGISTRATION_CLOSED: FILES,
    LotState.PAYMENT_50: FIRST,
    LotState.PAID: FULL,
}
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


def _is_short(lot: Lot) -> bool:
    return lot.auction is not None and lot.auction.shortened


def last_posting_end(lot: Lot) -> datetime:
    """The midnight after the last day on which the lot may be posted for its session."""
    if _is_short(lot):
        return _back_from_session(lot, "auction.posting_short").at
    if lot.sale_by == SaleBy.PROJECT:
        with suppress(NoRule):  # before Law 37/2024 projects had no posting of their own
            return _back_from_session(lot, "auction.posting_project").at
    return _back_from_session(lot, "auction.posting").at


def last_files_day(lot: Lot) -> Due:
    """The last day on which files are sold and taken."""
    return _back_from_session(lot, f"{FILES}_short" if _is_short(lot) else FILES)


def _back_from_session(lot: Lot, code: str) -> Due:
    assert lot.session_at is not None
    found = rule(code, _day(lot.session_at))
    return latest(calendar_of(lot.organisation_id), found.length, lot.session_at, found.roll)


def _posting(lot: Lot, now: datetime) -> Iterable[tuple[str, str]]:
    end = last_posting_end(lot)
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
    last = last_files_day(lot)
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
    if state in _AFTER_SESSION and act.before != LotState.SOLD_PROVISIONAL:
        for code in DUTIES:
            _start_by_law(lot, code, now, lot.organisation_id)
    if state == LotState.RECOGNISED:
        _start_by_law(lot, TAX_NOTICE, now)


def _start_by_law(lot: Lot, code: str, at: datetime, agency_id: int | None = None) -> None:
    """No term where no rule is known for the day: the law before it was not read, and none is made up."""
    with suppress(NoRule):
        _start(lot, rule(code, _day(at)).plan, at, agency_id)


def _start(lot: Lot, plan: TermPlan, at: datetime, agency_id: int | None = None) -> Term:
    agency = Agency.objects.get(pk=agency_id) if agency_id else None
    return start_term(actor=None, subject=subject_of(lot), plan=plan, started_at=at, agency=agency)


def _start_backward(lot: Lot) -> None:
    assert lot.session_at is not None
    code = f"{FILES}_short" if _is_short(lot) else FILES
    plan = replace(rule(code, _day(lot.session_at)).plan, kind=FILES)
    _start(lot, plan, lot.session_at, lot.organisation_id)


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


def payment_due(lot: Lot) -> datetime | None:
    """The end of the term of payment that runs now; None before the notice."""
    open_terms = running(lot)
    term = open_terms.get(FIRST if lot.state == LotState.RECOGNISED else FULL)
    return term.due_at if term is not None and term.state == TermState.RUNNING else None
