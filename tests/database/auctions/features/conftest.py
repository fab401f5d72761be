"""Words that all scenarios share: where a lot stands, what is refused, what the public log says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_bdd import given, parsers, then, when

from auctions import timing
from auctions.actions import sessions
from auctions.models import LedgerEntry, Lot
from auctions.workflow import Duty, Failure, LotState, Readiness, SaleBy, Verb
from gis.http.problems import DomainError
from tests.factories import auctions
from tests.factories.auctions import People

MILLION = 1_000_000


@dataclass
class Case:
    """What a scenario is about: the people, the lot, and how the last act ended."""

    who: People
    lot: Lot | None = None
    error: DomainError | None = None
    timetable: dict[str, Any] = field(default_factory=dict)
    bids: tuple[Any, ...] = ()
    result: Any = None

    def try_to(self, act: Callable[[], Any]) -> None:
        """Do an act; a refusal is kept for the next line, and has written nothing."""
        assert self.error is None, f"nobody looked at: {self.error}"
        try:
            with transaction.atomic():
                act()
        except DomainError as error:
            self.error = error
        if self.lot is not None:
            self.lot.refresh_from_db()


@pytest.fixture
def case(calendar) -> Case:
    return Case(auctions.people())


def amount(text: str) -> int:
    """Đồng of "5.250" triệu đồng."""
    return int(text.replace(".", "")) * MILLION


def day(text: str) -> date:
    number, month, year = text.split("/")
    return date(int(year), int(month), int(number))


def moment(text: str) -> datetime:
    """The instant of "09:00 ngày 11/09/2026" in Việt Nam."""
    hour, on = text.split(" ngày ")
    return datetime.combine(day(on), time.fromisoformat(hour), timezone.get_default_timezone())


def by_label(choices: Any) -> Mapping[str, Any]:
    """Members by the words that people read."""
    return {str(member.label): member for member in choices}


STATES, CONDITIONS, KINDS = by_label(LotState), by_label(Readiness), by_label(SaleBy)
FAILURES, VERBS = by_label(Failure), by_label(Verb)
TERMS = {
    "trả tiền đặt trước": Duty.REFUND,
    "thông báo nộp tiền": timing.TAX_NOTICE,
    "nộp đợt một": timing.FIRST,
    "nộp đủ tiền": timing.FULL,
}


@given(parsers.parse('một lô ở tình trạng "{state}"'))
def lot_at(case: Case, state: str) -> None:
    case.lot = auctions.at_state(STATES[state], case.who)


@when(parsers.parse("đồng hồ máy chủ điểm {at}"))
def clock_strikes(case: Case, at: str) -> None:
    case.try_to(lambda: sessions.advance_lots(now=moment(at)))


@when(parsers.re(r"đấu giá viên mở phiên lúc (?P<at>.+) (?P<two>và xác nhận|mà không xác nhận) có từ hai người"))
def open_session(case: Case, at: str, two: str) -> None:
    admitted = two == "và xác nhận"
    case.try_to(
        lambda: sessions.open_session(actor=case.who.auctioneer, lot=case.lot, two_admitted=admitted, now=moment(at))
    )


@then(parsers.parse('lô ở tình trạng "{state}"'))
def stands_at(case: Case, state: str) -> None:
    assert case.error is None, case.error
    assert case.lot.get_state_display() == state


@then(parsers.parse('lô vẫn ở tình trạng "{state}"'))
def still_stands_at(case: Case, state: str) -> None:
    assert case.lot.get_state_display() == state


@then(parsers.parse('việc đó bị từ chối vì "{why}"'))
def is_refused(case: Case, why: str) -> None:
    assert case.error is not None, "nobody refused it"
    assert why in str(case.error)
    case.error = None


@then(parsers.parse('lý do không thành là "{why}"'))
def failed_because(case: Case, why: str) -> None:
    assert case.lot.failure == FAILURES[why]
    assert case.lot.attempts.get(number=case.lot.attempt).failure == FAILURES[why]


@then(parsers.re(r'nhật ký công khai ghi việc "(?P<verb>[^"]+)"( với lý do "(?P<reason>[^"]+)")?'))
def public_log_says(case: Case, verb: str, reason: str | None) -> None:
    said = [
        (act.verb, act.reason)
        for act in case.lot.events.visible_to(None).using("default").filter(verb=VERBS[verb])
        if LedgerEntry.objects.filter(lot=case.lot, payload__contains=f'"act":"{act.verb}"').exists()
    ]
    assert (VERBS[verb], reason or said[-1][1]) in said


@then(parsers.parse('hạn "{name}" là hết ngày {last}'))
def term_ends(case: Case, name: str, last: str) -> None:
    assert timing.running(case.lot)[TERMS[name]].due_day == day(last)


@then(parsers.parse('không còn hạn "{name}"'))
def term_is_over(case: Case, name: str) -> None:
    assert case.error is None, case.error
    assert TERMS[name] not in timing.running(case.lot)


@then("lô không còn hạn nào đang chạy")
def no_terms(case: Case) -> None:
    assert timing.running(case.lot) == {}
