"""Conditions of the steps, by the names in the table of `workflow.py`. Each says what is wrong and how to mend it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import terms, timing
from auctions.errors import GuardRefused
from auctions.models import AuctionBound, Lot
from auctions.proof import proven
from auctions.readiness import faults_of
from auctions.workflow import (
    FAILURES_OF_REGISTRATION,
    AuctionMethod,
    LotState,
)
from land.workflow import PlotStatus, PublishLevel


@dataclass(frozen=True)
class Fault:
    """A condition that does not hold. `field` is where it is mended, "" where that is not a field of the lot."""

    sentence: str
    field: str = ""


@dataclass(frozen=True)
class Attempted:
    """A step that is about to be taken.

    Attributes:
        lot: locked, as it will be after the step but for its state.
        now: the database's clock.
        target: the state wanted.
        decided_on: day of the decision that the step rests on.
        details: what the act says.
    """

    lot: Lot
    now: datetime
    target: LotState
    decided_on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the step in Việt Nam."""
        return timezone.localtime(self.now).date()


Guard = Callable[[Attempted], Iterable[Fault]]


def check(names: Iterable[str], step: Attempted) -> None:
    """Ask all guards of a step.

    Raises:
        GuardRefused: with every fault.
    """
    if faults := faults_of_step(names, step):
        errors = [{"field": fault.field, "detail": fault.sentence} for fault in faults]
        raise GuardRefused(" ".join(fault.sentence for fault in faults), errors)


def faults_of_step(names: Iterable[str], step: Attempted) -> list[Fault]:
    """What keeps a lot from a step, without taking it."""
    return [fault for name in names for fault in GUARDS[name](step)]


_ASKED: Final = (
    ("right", gettext_lazy("Chưa ghi hình thức sử dụng đất.")),
    ("term_kind", gettext_lazy("Chưa ghi thời hạn sử dụng đất.")),
    ("bidders", gettext_lazy("Chưa ghi đối tượng được tham gia.")),
    ("sale_by", gettext_lazy("Chưa ghi đấu giá theo lô hay theo dự án.")),
    ("land_use_id", gettext_lazy("Chưa ghi mục đích sử dụng đất sau đấu giá.")),
    ("plan_id", gettext_lazy("Lô chưa thuộc kế hoạch đấu giá năm nào.")),
)


def terms_in_bounds(step: Attempted) -> Iterable[Fault]:
    """What the plan has to say is said, and lies within what the law allows on the day of its decision."""
    for name, sentence in _ASKED:
        if not getattr(step.lot, name):
            yield Fault(str(sentence), name.removesuffix("_id"))
    bounds = terms.bounds(step.decided_on or step.today, step.lot.sale_by)
    for name, label in (
        ("deposit_percent", _("Tiền đặt trước")),
        ("first_payment_percent", _("Mức nộp đợt một")),
        ("first_payment_days", _("Hạn nộp đợt một")),
        ("payment_days", _("Hạn nộp đủ")),
    ):
        yield from _in_bounds(step.lot, name, label, bounds.get(name))


def _in_bounds(lot: Lot, name: str, label: str, bound: AuctionBound | None) -> Iterable[Fault]:
    value = getattr(lot, name)
    if value is None:
        yield Fault(_("%(label)s: chưa ghi.") % {"label": label}, name)
        return
    if bound is None:
        return
    low, high = bound.least, bound.most
    if (low is not None and value < low) or (high is not None and value > high):
        yield Fault(
            _("%(label)s %(value)s nằm ngoài khung %(bound)s (%(source)s).")
            % {"label": label, "value": terms.plain(value), "bound": terms.bound_text(bound), "source": bound.source},
            name,
        )


def price_of_this_attempt(step: Attempted) -> Iterable[Fault]:
    """A start price, decided after the plan; from the third attempt on decided anew (NĐ 102/2024 art 54(4a))."""
    lot = step.lot
    if not lot.start_price_amount:
        yield Fault(_("Chưa ghi giá khởi điểm."), "start_price_amount")
    planned = lot.events.filter(verb="approve_plan").order_by("-at").first()
    if step.decided_on and planned and planned.decision_on and step.decided_on < planned.decision_on:
        yield Fault(_("Quyết định giá khởi điểm không được trước ngày duyệt phương án."), "decision_on")
    failed = lot.attempts.filter(sold=False).order_by("-number").first()
    if lot.attempt > terms.ATTEMPTS_AT_ONE_PRICE and failed and step.decided_on:
        ended = timezone.localtime(failed.ended_at).date()
        if step.decided_on < ended:
            yield Fault(
                _("Đã đấu giá không thành từ hai lần: giá khởi điểm phải được xác định lại sau ngày %(day)s.")
                % {"day": f"{ended:%d/%m/%Y}"},
                "decision_on",
            )


def terms_complete(step: Attempted) -> Iterable[Fault]:
    """Deposit, step, form and method are settled before the auction is decided."""
    lot = step.lot
    if not lot.step_amount:
        yield Fault(_("Chưa ghi bước giá."), "step_amount")
    if not lot.deposit_amount:
        yield Fault(_("Chưa ghi tiền đặt trước."), "deposit_amount")
    elif lot.start_price_amount and not terms.deposit_fits(lot):
        yield Fault(_("Tiền đặt trước không khớp tỷ lệ đã duyệt."), "deposit_amount")


def has_organisation(step: Attempted) -> Iterable[Fault]:
    """The lot stands in a session that an organisation runs, by a form and method that land is auctioned by."""
    lot = step.lot
    if lot.auction_id is None:
        yield Fault(_("Lô chưa thuộc cuộc đấu giá nào."), "auction")
    elif lot.organisation_id is None:
        yield Fault(_("Cuộc đấu giá chưa có tổ chức hành nghề đấu giá."), "organisation")
    if lot.auction_id is not None and not lot.form:
        yield Fault(_("Cuộc đấu giá chưa ghi hình thức đấu giá."), "form")
    if lot.method == AuctionMethod.DESCENDING:
        yield Fault(_("Quyền sử dụng đất được đấu giá theo phương thức trả giá lên."), "method")


def ready(step: Attempted) -> Iterable[Fault]:
    """The checklist is complete and dated; exceptions carry a published reason."""
    for sentence in faults_of(step.lot, step.now):
        yield Fault(sentence, "readiness")


def public(step: Attempted) -> Iterable[Fault]:
    """Nothing is posted that people could not look at."""
    if step.lot.publish_level != PublishLevel.PUBLIC:
        yield Fault(_("Lô chưa được công khai. Hãy đề nghị sở công khai trước khi niêm yết."), "publish_level")


def timetable_lawful(step: Attempted) -> Iterable[Fault]:
    """Long enough between posting and session, files sold to the last lawful day, the land to be seen."""
    for name, sentence in timing.timetable_faults(step.lot, step.now):
        yield Fault(sentence, name)


def plots_unchanged(step: Attempted) -> Iterable[Fault]:
    """The plots still hold the ground of the lot; of one that was split it lies on a part now."""
    links = list(step.lot.plot_links.select_related("plot"))
    parts = {link.plot_id for link in links}
    for link in links:
        plot = link.plot
        if plot.status == PlotStatus.SPLIT and plot.children_links.filter(child__in=parts).exists():
            continue
        if plot.status != PlotStatus.ACTIVE:
            yield Fault(_("Khu đất %(code)s không còn trong quỹ đất.") % {"code": plot.code}, "plots")
        elif plot.version != link.plot_version and not terms.holds_ground(step.lot):
            yield Fault(_("Ranh giới khu đất %(code)s đã đổi và không còn chứa hết lô.") % {"code": plot.code}, "plots")


def files_on_sale(step: Attempted) -> Iterable[Fault]:
    """Files are sold now."""
    lot = step.lot
    if lot.files_from and step.now < lot.files_from:
        yield Fault(_("Chưa đến giờ bán hồ sơ (%(at)s).") % {"at": terms.when(lot.files_from)}, "files_from")
    if lot.files_until and step.now >= lot.files_until:
        yield Fault(_("Đã hết hạn bán hồ sơ (%(at)s).") % {"at": terms.when(lot.files_until)}, "files_until")


def files_over(step: Attempted) -> Iterable[Fault]:
    """Nobody may hand in a file any more."""
    lot = step.lot
    if lot.files_until is None or step.now < lot.files_until:
        yield Fault(_("Chưa hết hạn nhận hồ sơ."), "files_until")


def session_time(step: Attempted) -> Iterable[Fault]:
    """At the announced time, not before."""
    at = step.lot.session_at
    if at is None or step.now < at:
        yield Fault(_("Chưa đến giờ đấu giá (%(at)s).") % {"at": terms.when(at) if at else "?"}, "session_at")


def two_admitted(step: Attempted) -> Iterable[Fault]:
    """Said, not counted: how many there are stays with the organisation until the session is over."""
    if step.details.get("two_admitted") is not True:
        yield Fault(_("Phải xác nhận có từ hai người đủ điều kiện, đã nộp tiền đặt trước."), "two_admitted")


def failure_of_registration(step: Attempted) -> Iterable[Fault]:
    """Nobody or one person registered: known only when files are over."""
    yield from files_over(step)
    if step.details.get("failure") not in FAILURES_OF_REGISTRATION:
        yield Fault(_("Hãy chọn: không có ai, hoặc chỉ một người đăng ký."), "failure")


def failure_proven(step: Attempted) -> Iterable[Fault]:
    """Confirmed minutes say so, and the rules agree."""
    yield from (Fault(sentence, "result") for sentence in proven(step.lot, sold=False))


def sale_proven(step: Attempted) -> Iterable[Fault]:
    """Confirmed minutes say so, and the rules agree."""
    yield from (Fault(sentence, "result") for sentence in proven(step.lot, sold=True))


def nobody_next(step: Attempted) -> Iterable[Fault]:
    """The winner refuses, and nobody else reaches the price with the lost deposit, or wants to (ĐGTS art 51)."""
    yield from (Fault(sentence, "refused") for sentence in proven(step.lot, sold=True, refused=step.details))


def half_is_paid(step: Attempted) -> Iterable[Fault]:
    """What the first term asks for is confirmed as paid."""
    yield from _paid(step, terms.first_payment(step.lot))


def all_is_paid(step: Attempted) -> Iterable[Fault]:
    """Everything is confirmed as paid."""
    yield from _paid(step, terms.owed(step.lot))


def _paid(step: Attempted, wanted: int | None) -> Iterable[Fault]:
    if wanted is None:
        yield Fault(_("Chưa ghi thông báo nộp tiền của cơ quan thuế."), "tax_notice")
    elif (paid := terms.paid(step.lot)) < wanted:
        yield Fault(
            _("Mới xác nhận nộp %(paid)s, cần ít nhất %(wanted)s.")
            % {"paid": terms.money(paid), "wanted": terms.money(wanted)},
            "payments",
        )


def payment_overdue(step: Attempted) -> Iterable[Fault]:
    """The term of the approved plan is over and money is missing."""
    due = timing.payment_due(step.lot)
    if due is None:
        yield Fault(_("Chưa ghi thông báo nộp tiền của cơ quan thuế."), "tax_notice")
    elif step.now < due:
        yield Fault(_("Thời hạn nộp tiền còn đến %(at)s.") % {"at": terms.when(due)}, "payments")


def failed_twice(step: Attempted) -> Iterable[Fault]:
    """Land leaves the auction for good only after two failures (Land Law art 124, 125), whatever the act is called."""
    if step.lot.attempts.filter(sold=False).count() < terms.ATTEMPTS_AT_ONE_PRICE:
        yield Fault(_("Chỉ giao đất không qua đấu giá khi đã đấu giá không thành từ hai lần."), "attempts")


def state_before(step: Attempted) -> Iterable[Fault]:
    """A suspended lot goes back to where it stood."""
    if step.lot.state_before != step.target:
        yield Fault(_("Lô tạm dừng chỉ trở lại đúng tình trạng trước đó."), "state")


GUARDS: Final[dict[str, Guard]] = {
    guard.__name__: guard
    for guard in (
        terms_in_bounds,
        price_of_this_attempt,
        terms_complete,
        has_organisation,
        ready,
        public,
        timetable_lawful,
        plots_unchanged,
        files_on_sale,
        files_over,
        session_time,
        two_admitted,
        failure_of_registration,
        failure_proven,
        sale_proven,
        nobody_next,
        half_is_paid,
        all_is_paid,
        payment_overdue,
        failed_twice,
        state_before,
    )
}
