"""States of a lot, the steps between them and the words of auctions: data only, the law's article beside odd steps.

Decree 102/2024 arts 54, 55 with 226/2025 and 49/2026; Property Auction Law 01/2016 with 37/2024 (docs/glossary.md).
"""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class LotState(models.TextChoices):
    """Where a lot stands on its way to a new user. In Vietnamese: tình trạng lô đấu giá."""

    PLANNED = "planned", _("Dự kiến đấu giá")
    PLAN_APPROVED = "plan_approved", _("Đã duyệt phương án")
    START_PRICE_SET = "start_price_set", _("Đã có giá khởi điểm")
    AUCTION_DECIDED = "auction_decided", _("Đã có quyết định đấu giá")
    ORG_CONTRACTED = "org_contracted", _("Đã chọn tổ chức đấu giá")
    POSTED = "posted", _("Đã niêm yết")
    REGISTRATION_OPEN = "registration_open", _("Đang nhận hồ sơ")
    REGISTRATION_CLOSED = "registration_closed", _("Hết hạn nộp hồ sơ")
    IN_SESSION = "in_session", _("Đang đấu giá")
    SOLD_PROVISIONAL = "sold_provisional", _("Đấu giá thành, chờ công nhận")
    RECOGNISED = "recognised", _("Đã công nhận kết quả")
    PAYMENT_50 = "payment_50", _("Đã nộp đợt một")
    PAID = "paid", _("Đã nộp đủ tiền")
    HANDED_OVER = "handed_over", _("Đã giao đất")
    CERTIFIED = "certified", _("Đã cấp Giấy chứng nhận")
    FAILED = "failed", _("Đấu giá không thành")
    SUSPENDED = "suspended", _("Tạm dừng")
    CANCELLED = "cancelled", _("Đã hủy")
    RECOGNITION_CANCELLED = "recognition_cancelled", _("Đã hủy công nhận kết quả")
    WITHDRAWN = "withdrawn", _("Đã rút khỏi đấu giá")


S = LotState
# In the order of the process; what stands before the session may still be stopped.
BEFORE_POSTING: Final = (S.PLANNED, S.PLAN_APPROVED, S.START_PRICE_SET, S.AUCTION_DECIDED, S.ORG_CONTRACTED)
ANNOUNCED: Final = (S.POSTED, S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED)
BEFORE_SESSION: Final = (*BEFORE_POSTING, *ANNOUNCED)
AFTER_SALE: Final = (S.SOLD_PROVISIONAL, S.RECOGNISED, S.PAYMENT_50, S.PAID, S.HANDED_OVER, S.CERTIFIED)
# The win is the authority's word: who won may be said, as far as the law publishes.
RECOGNISED_ON: Final = AFTER_SALE[1:]
GONE: Final = (S.CANCELLED, S.WITHDRAWN)  # the ground is free for another lot
FINAL: Final = frozenset({S.CERTIFIED, *GONE})


class Stage(models.TextChoices):
    """What an investor asks first of a lot. In Vietnamese: giai đoạn của lô đấu giá."""

    UPCOMING = "upcoming", _("Sắp đấu giá")
    OPEN = "open", _("Đang nhận hồ sơ")
    IN_SESSION = "in_session", _("Chờ kết quả")
    SOLD = "sold", _("Đã trúng")
    FAILED = "failed", _("Không thành")
    STOPPED = "stopped", _("Đã dừng")


STAGE_OF: Final[dict[LotState, Stage]] = {
    **dict.fromkeys(BEFORE_POSTING, Stage.UPCOMING),
    S.POSTED: Stage.OPEN,
    S.REGISTRATION_OPEN: Stage.OPEN,
    S.REGISTRATION_CLOSED: Stage.IN_SESSION,
    S.IN_SESSION: Stage.IN_SESSION,
    **dict.fromkeys(AFTER_SALE, Stage.SOLD),
    S.FAILED: Stage.FAILED,
    S.RECOGNITION_CANCELLED: Stage.FAILED,
    S.SUSPENDED: Stage.STOPPED,
    S.CANCELLED: Stage.STOPPED,
    S.WITHDRAWN: Stage.STOPPED,
}


class Who(models.TextChoices):
    """Who may do an act. In Vietnamese: người thực hiện."""

    OWNER = "owner", _("Đơn vị quản lý quỹ đất có tài sản đấu giá")
    AUTHORITY = "authority", _("Sở, ghi quyết định của Chủ tịch UBND")
    ORGANISATION = "organisation", _("Tổ chức hành nghề đấu giá đã ký hợp đồng")
    REGISTRY = "registry", _("Văn phòng đăng ký đất đai")
    CLOCK = "clock", _("Hệ thống, theo giờ của máy chủ")


HALTED: Final = frozenset({Stage.FAILED, Stage.STOPPED})  # whatever was announced of days to come holds no more


class Verb(models.TextChoices):
    """What was done to a lot. In Vietnamese: việc đã làm đối với lô đấu giá."""

    PLAN = "plan", _("Lập lô")
    PUBLISH = "publish", _("Công khai là lô dự kiến đấu giá")
    UNPUBLISH = "unpublish", _("Thôi công khai")
    READINESS = "readiness", _("Ghi điều kiện sẵn sàng")
    APPROVE_PLAN = "approve_plan", _("Phê duyệt phương án đấu giá")
    SET_START_PRICE = "set_start_price", _("Quyết định giá khởi điểm")
    DECIDE_AUCTION = "decide_auction", _("Quyết định đấu giá")
    CONTRACT_ORGANISATION = "contract_organisation", _("Ký hợp đồng với tổ chức đấu giá")
    POST = "post", _("Niêm yết, thông báo công khai")
    CORRECT = "correct", _("Đính chính thông tin đã niêm yết")
    OPEN_REGISTRATION = "open_registration", _("Bắt đầu bán, nhận hồ sơ")
    CLOSE_REGISTRATION = "close_registration", _("Hết hạn bán, nhận hồ sơ")
    OPEN_SESSION = "open_session", _("Mở phiên đấu giá")
    SELL = "sell", _("Đấu giá thành theo biên bản")
    FAIL = "fail", _("Đấu giá không thành theo biên bản")
    FAIL_UNATTENDED = "fail_unattended", _("Không đủ người đăng ký")
    REFUSE = "refuse", _("Người trúng từ chối, đấu giá không thành")
    AWARD_NEXT = "award_next", _("Người trả giá liền kề trúng đấu giá")
    FULFIL = "fulfil", _("Hoàn thành việc sau phiên đấu giá")
    RECOGNISE = "recognise", _("Công nhận kết quả trúng đấu giá")
    TAX_NOTICE = "tax_notice", _("Thông báo nộp tiền của cơ quan thuế")
    CONFIRM_HALF = "confirm_half", _("Xác nhận đã nộp đợt một")
    CONFIRM_PAYMENT = "confirm_payment", _("Xác nhận đã nộp đủ tiền")
    CANCEL_RECOGNITION = "cancel_recognition", _("Hủy quyết định công nhận kết quả")
    HAND_OVER = "hand_over", _("Bàn giao đất trên thực địa")
    CERTIFY = "certify", _("Cấp Giấy chứng nhận")
    SETTLE_GROUND = "settle_ground", _("Tách thửa theo lô, ghi biến động vào sổ quỹ đất")
    TRY_AGAIN = "try_again", _("Tổ chức đấu giá lại")
    LEAVE_AUCTION = "leave_auction", _("Chuyển sang giao đất không qua đấu giá")
    SUSPEND = "suspend", _("Tạm dừng")
    RESUME = "resume", _("Tiếp tục sau tạm dừng")
    CANCEL = "cancel", _("Hủy việc đấu giá")
    WITHDRAW = "withdraw", _("Rút lô khỏi đấu giá")
    PAPER = "paper", _("Công khai văn bản")
    PAPER_WITHDRAWN = "paper_withdrawn", _("Thu hồi văn bản đã công khai")
    TERM_MOVED = "term_moved", _("Thời hạn thay đổi do lịch nghỉ")


@dataclass(frozen=True)
class Step:
    """One allowed step of a lot.

    Attributes:
        verb: name of the act, in the log as `lot.<verb>`.
        who: who may take it.
        guards: names of conditions (`guards.py`), all of which must hold.
        decision: the act rests on a decision: number, date, issuer and signer have to be given.
        reason: a reason has to be given; it is published.
        term: rule (worktime) of the term that begins with the step, "" for none.
        law: where it stands; [ours] where the law is silent.
    """

    verb: str
    who: frozenset[Who]
    guards: tuple[str, ...] = ()
    decision: bool = False
    reason: bool = False
    term: str = ""
    law: str = ""


def _by(*who: Who) -> frozenset[Who]:
    return frozenset(who)


OWNER, AUTHORITY, ORGANISATION = _by(Who.OWNER), _by(Who.AUTHORITY), _by(Who.ORGANISATION)
_STOP = "Luật 37/2024/QH15: người có tài sản, cơ quan có thẩm quyền được dừng, hủy trước phiên"

STEPS: Final[dict[tuple[LotState, LotState], Step]] = {
    (S.PLANNED, S.PLAN_APPROVED): Step(
        "approve_plan", AUTHORITY, ("terms_in_bounds",), decision=True, law="NĐ 102/2024 art 55; NĐ 49/2026 art 13"
    ),
    (S.PLAN_APPROVED, S.START_PRICE_SET): Step(
        "set_start_price", AUTHORITY, ("price_of_this_attempt",), decision=True, law="NĐ 102/2024 art 54(4a), 55"
    ),
    (S.START_PRICE_SET, S.AUCTION_DECIDED): Step(
        "decide_auction", AUTHORITY, ("terms_complete",), decision=True, law="NĐ 102/2024 art 55"
    ),
    (S.AUCTION_DECIDED, S.ORG_CONTRACTED): Step(
        "contract_organisation", OWNER, ("has_organisation",), decision=True, law="Luật ĐGTS art 33, 56"
    ),
    (S.ORG_CONTRACTED, S.POSTED): Step(
        "post",
        ORGANISATION,
        ("ready", "public", "timetable_lawful", "plots_unchanged"),
        law="Luật ĐGTS art 35: ≥ 15 ngày, đất thực hiện dự án ≥ 30 ngày trước phiên",
    ),
    (S.POSTED, S.REGISTRATION_OPEN): Step(
        "open_registration", _by(Who.ORGANISATION, Who.CLOCK), ("files_on_sale",), law="Luật ĐGTS art 38"
    ),
    (S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED): Step(
        "close_registration", _by(Who.CLOCK), ("files_over",), law="Luật ĐGTS art 38: đến 2 ngày trước phiên"
    ),
    (S.REGISTRATION_CLOSED, S.IN_SESSION): Step(
        "open_session", ORGANISATION, ("session_time", "two_admitted"), law="Luật Đất đai art 125(6)"
    ),
    (S.REGISTRATION_CLOSED, S.FAILED): Step(
        "fail_unattended", ORGANISATION, ("failure_of_registration",), law="Luật Đất đai art 125(6)"
    ),
    (S.IN_SESSION, S.FAILED): Step(
        "fail", ORGANISATION, ("failure_proven",), term="auction.refund", law="Luật Đất đai art 125(6); ĐGTS art 52"
    ),
    (S.IN_SESSION, S.SOLD_PROVISIONAL): Step(
        "sell", ORGANISATION, ("sale_proven",), term="auction.refund", law="Luật ĐGTS art 44, 45"
    ),
    # The winner refuses and so does the next one, or the next one's price does not reach (ĐGTS art 51).
    (S.SOLD_PROVISIONAL, S.FAILED): Step("refuse", ORGANISATION, ("nobody_next",), reason=True, law="Luật ĐGTS art 51"),
    (S.SOLD_PROVISIONAL, S.RECOGNISED): Step(
        "recognise", AUTHORITY, decision=True, term="auction.tax_notice", law="NĐ 102/2024 art 55; NĐ 226/2025"
    ),
    (S.RECOGNISED, S.PAYMENT_50): Step(
        "confirm_half", _by(Who.OWNER, Who.AUTHORITY), ("half_is_paid",), law="NĐ 126/2020 art 18; NĐ 226/2025"
    ),
    (S.PAYMENT_50, S.PAID): Step(
        "confirm_payment", _by(Who.OWNER, Who.AUTHORITY), ("all_is_paid",), law="NĐ 126/2020 art 18; NĐ 226/2025"
    ),
    (S.RECOGNISED, S.RECOGNITION_CANCELLED): Step(
        "cancel_recognition", AUTHORITY, ("payment_overdue",), decision=True, reason=True, law="NĐ 226/2025"
    ),
    (S.PAYMENT_50, S.RECOGNITION_CANCELLED): Step(
        "cancel_recognition", AUTHORITY, ("payment_overdue",), decision=True, reason=True, law="NĐ 226/2025"
    ),
    (S.PAID, S.HANDED_OVER): Step("hand_over", OWNER, decision=True, law="Mẫu 24 NĐ 151/2025"),
    (S.HANDED_OVER, S.CERTIFIED): Step(
        "certify", _by(Who.REGISTRY, Who.AUTHORITY), decision=True, law="Luật Đất đai; TTHC đăng ký đất đai"
    ),
    # The next attempt of the same land; from the third on at a new start price (NĐ 102/2024 art 54(4a)).
    (S.FAILED, S.PLAN_APPROVED): Step("try_again", OWNER, reason=True, law="NĐ 49/2026 art 13"),
    # [ours] Land that came back because nobody paid is offered again like land that found nobody.
    (S.RECOGNITION_CANCELLED, S.PLAN_APPROVED): Step("try_again", OWNER, reason=True, law="[ours]"),
    # Land Law arts 124, 125: after two failures it may be allocated without an auction; never by itself.
    (S.FAILED, S.CANCELLED): Step(
        "leave_auction",
        AUTHORITY,
        ("failed_twice",),
        decision=True,
        reason=True,
        law="Luật Đất đai art 124, 125; NĐ 226/2025",
    ),
    **{
        (state, S.SUSPENDED): Step("suspend", AUTHORITY, decision=True, reason=True, law=_STOP)
        for state in BEFORE_SESSION
    },
    **{
        (state, S.CANCELLED): Step("cancel", AUTHORITY, decision=True, reason=True, law=_STOP)
        for state in (*BEFORE_SESSION, S.SUSPENDED)
    },
    **{
        (S.SUSPENDED, state): Step("resume", AUTHORITY, ("state_before",), decision=True, reason=True, law=_STOP)
        for state in BEFORE_SESSION
    },
    **{
        (state, S.WITHDRAWN): Step("withdraw", OWNER, reason=True, law=_STOP)
        for state in (S.POSTED, S.REGISTRATION_OPEN)
    },
}
AFTER: Final[dict[LotState, frozenset[LotState]]] = {
    state: frozenset(target for source, target in STEPS if source == state) for state in LotState
}


class LandRight(models.TextChoices):
    """The right that is auctioned. In Vietnamese: hình thức giao đất, cho thuê đất. LADM: LA_Right."""

    ALLOCATED = "allocated", _("Giao đất có thu tiền sử dụng đất")
    LEASED_ONCE = "leased_once", _("Thuê đất trả tiền một lần")
    LEASED_ANNUAL = "leased_annual", _("Thuê đất trả tiền hằng năm")


class TermKind(models.TextChoices):
    """For how long. In Vietnamese: thời hạn sử dụng đất."""

    LONG = "long", _("Lâu dài")
    YEARS = "years", _("Có thời hạn")


class BidderKind(models.TextChoices):
    """Who may take part. In Vietnamese: đối tượng được tham gia đấu giá (Luật Đất đai art 125(3), (4))."""

    PERSON = "person", _("Cá nhân")
    ORGANISATION = "organisation", _("Tổ chức")


class SaleBy(models.TextChoices):
    """What is auctioned as one. In Vietnamese: đấu giá theo lô (thửa) hoặc theo dự án."""

    LOT = "lot", _("Theo lô (thửa đất)")
    PROJECT = "project", _("Theo dự án đầu tư")


class AuctionForm(models.TextChoices):
    """How prices are given. In Vietnamese: hình thức đấu giá (Luật ĐGTS art 40)."""

    ORAL = "oral", _("Trực tiếp bằng lời nói")
    BALLOT = "ballot", _("Bỏ phiếu trực tiếp")
    BALLOT_INDIRECT = "ballot_indirect", _("Bỏ phiếu gián tiếp")
    ONLINE = "online", _("Trực tuyến")


class AuctionMethod(models.TextChoices):
    """In which direction prices go. In Vietnamese: phương thức đấu giá."""

    ASCENDING = "ascending", _("Trả giá lên")
    DESCENDING = "descending", _("Đặt giá xuống")


class Failure(models.TextChoices):
    """Why an attempt failed. In Vietnamese: lý do đấu giá không thành (Luật Đất đai art 125(6); ĐGTS art 52)."""

    NO_REGISTRANT = "no_registrant", _("Hết hạn không có người đăng ký")
    ONE_REGISTRANT = "one_registrant", _("Chỉ có một người đăng ký")
    ONE_PARTICIPANT = "one_participant", _("Nhiều người đăng ký, chỉ một người tham gia hoặc không ai tham gia")
    ONE_BIDDER = "one_bidder", _("Chỉ có một người trả giá hoặc không ai trả giá")
    ONE_VALID_BID = "one_valid_bid", _("Chỉ có một người trả giá hợp lệ")
    UNDER_START = "under_start", _("Giá trả cao nhất thấp hơn giá khởi điểm")
    WINNER_REFUSED = "winner_refused", _("Người trúng từ chối, không có người trả giá liền kề đủ điều kiện")
    NOT_PAID = "not_paid", _("Người trúng không nộp tiền, kết quả bị hủy công nhận")


FAILURES_OF_REGISTRATION: Final = frozenset({Failure.NO_REGISTRANT, Failure.ONE_REGISTRANT})


class Duty(models.TextChoices):
    """What the organisation has to do after the session; values are kinds of terms. In Vietnamese: việc sau phiên."""

    REFUND = "auction.refund", _("Trả lại tiền đặt trước cho người không trúng")
    IN_REGISTER = "auction.result_in_register", _("Ghi kết quả vào sổ đăng ký đấu giá")
    TO_OWNER = "auction.dossier_to_owner", _("Chuyển hồ sơ đấu giá cho người có tài sản")


class Readiness(models.TextChoices):
    """What has to be in order before a lot may be posted. In Vietnamese: điều kiện sẵn sàng đấu giá."""

    TITLE = "title", _("Pháp lý thửa đất rõ ràng")
    CLEARANCE = "clearance", _("Đã giải phóng mặt bằng")
    UNDISPUTED = "undisputed", _("Không lấn chiếm, không tranh chấp")
    DETAILED_PLAN = "detailed_plan", _("Có quy hoạch chi tiết 1/500")
    ACCESS = "access", _("Có đường vào, hạ tầng")
    PRICE = "price", _("Có quyết định giá khởi điểm")
    CHECKED = "checked", _("Đã kiểm tra thực địa hoặc ảnh vệ tinh gần đây")


# Read from the register and the pictures, not ticked by hand.
READ_BY_MACHINE: Final = frozenset({Readiness.UNDISPUTED, Readiness.PRICE, Readiness.CHECKED})


class ReadinessState(models.TextChoices):
    """How one condition stands. In Vietnamese: kết quả kiểm tra điều kiện."""

    MET = "met", _("Đạt")
    MISSING = "missing", _("Chưa đạt")
    EXCEPTED = "excepted", _("Được chấp nhận ngoại lệ, có lý do công bố")


class LotChange(models.TextChoices):
    """Why a version of a lot exists. In Vietnamese: loại thay đổi của lô."""

    STEP = "step", _("Chuyển bước")
    TERMS = "terms", _("Ghi thông tin")
    CORRECTION = "correction", _("Đính chính sau niêm yết")
    PUBLISHED = "published", _("Thay đổi mức công khai")


class NewsKind(models.TextChoices):
    """What is new about a lot. In Vietnamese: loại tin về lô đấu giá."""

    PLANNED = "planned", _("Dự kiến đấu giá")
    POSTED = "posted", _("Đã niêm yết")
    CORRECTED = "corrected", _("Đính chính")
    STOPPED = "stopped", _("Tạm dừng, hủy hoặc rút")
    RESUMED = "resumed", _("Tiếp tục")
    SOLD = "sold", _("Đấu giá thành")
    FAILED = "failed", _("Đấu giá không thành")


# Acts that are news; the others stand on the lot's page and in the log.
NEWS_OF: Final[dict[str, NewsKind]] = {
    "publish": NewsKind.PLANNED,
    "post": NewsKind.POSTED,
    "correct": NewsKind.CORRECTED,
    "suspend": NewsKind.STOPPED,
    "cancel": NewsKind.STOPPED,
    "withdraw": NewsKind.STOPPED,
    "leave_auction": NewsKind.STOPPED,
    "resume": NewsKind.RESUMED,
    "sell": NewsKind.SOLD,
    "award_next": NewsKind.SOLD,
    "fail": NewsKind.FAILED,
    "fail_unattended": NewsKind.FAILED,
    "refuse": NewsKind.FAILED,
    "cancel_recognition": NewsKind.FAILED,
}


LOGGED_SUBJECTS: Final = frozenset({"lot", "auction", "auction_plan", "auction_result", "auction_log", "lot_inquiry"})
