"""The log in words: what was done, names and codes of what was changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from auctions.inquiry_states import InquiryState
from auctions.workflow import AuctionMethod, Readiness, ReadinessState
from imagery.workflow import CandidateKind, ChangeState, JobState, SceneFault
from land.workflow import HandlingPlan, LeaseKind, LeaseState, LesseeKind, PublishLevel, ReferenceKind
from notices.workflow import ContactState, MessageState
from portal.log.acts import FAMILIES, KINDS

# Names of what an act changed, where they are no field of the layer of plots or of lots.
NAMES: dict[str, Any] = {
    "accepted_on": _("Ngày văn bản"),
    "acquired_on": _("Ngày chụp"),
    "amount": _("Số tiền (đồng)"),
    "auction_id": _("Cuộc đấu giá"),
    "checked_at": _("Soát điều kiện lúc"),
    "collection": _("Bộ ảnh"),
    "confidence": _("Độ tin cậy"),
    "contract_number": _("Số hợp đồng"),
    "contract_on": _("Ngày ký"),
    "count": _("Số lượng"),
    "day": _("Ngày văn bản"),
    "days": _("Các ngày"),
    "decided_on": _("Ngày quyết định"),
    "digest": _("Mã băm của tệp (SHA-256)"),
    "document_number": _("Số văn bản"),
    "expires_at": _("Hết hạn"),
    "fault": _("Lỗi tệp ảnh"),
    "file_sha256": _("Mã băm của tệp (SHA-256)"),
    "first_payment_days": _("Nộp đợt một trong (ngày)"),
    "first_payment_percent": _("Nộp đợt một (%)"),
    "from": _("Bên giao"),
    "full_name": _("Tên đầy đủ"),
    "geom": _("Ranh giới"),
    "handed_on": _("Ngày bàn giao"),
    "hours": _("Giờ làm việc"),
    "is_active": _("Đang dùng"),
    "is_staff": _("Vào trang quản trị"),
    "issuer": _("Cơ quan ban hành"),
    "key": _("Đối tượng theo dõi"),
    "kind": _("Loại"),
    "lease_kind": _("Hình thức cho thuê"),
    "least_months": _("Ít nhất (tháng)"),
    "lessee_changed": _("Đổi tên bên thuê"),
    "lessee_kind": _("Đối tượng thuê"),
    "level": _("Mức công khai"),
    "managing_agency_id": _("Đơn vị quản lý"),
    "mark": _("Độ chắc"),
    "method": _("Phương thức đấu giá"),
    "most_months": _("Nhiều nhất (tháng)"),
    "name_en": _("Tên tiếng Anh"),
    "notice": _("Thông báo được thay"),
    "notice_code": _("Mã thông báo trên Cổng quốc gia"),
    "number": _("Số văn bản"),
    "options": _("Lời khai khi nạp"),
    "organisation": _("Tổ chức thuê"),
    "organisation_id": _("Tổ chức đấu giá"),
    "other": _("Khu đất chồng lấn"),
    "owner_id": _("Người có tài sản"),
    "paid_amount": _("Đã nộp (đồng)"),
    "paid_on": _("Ngày nộp"),
    "parcels": _("Số tờ, số thửa"),
    "parent": _("Cơ quan cấp trên"),
    "part": _("Phần đất thuê"),
    "payment_days": _("Nộp đủ trong (ngày)"),
    "period": _("Thời hạn"),
    "plan": _("Phương án xử lý"),
    "plan_id": _("Kế hoạch đấu giá"),
    "plot": _("Khu đất"),
    "position": _("Vị trí"),
    "price_places": _("Số khu đất có vị trí trong bảng giá"),
    "purpose": _("Mục đích thuê"),
    "reason": _("Lý do"),
    "rent": _("Các kỳ nộp"),
    "roles": _("Vai trò"),
    "rows": _("Số dòng"),
    "seen_on": _("Ngày đầu tiên thấy trên ảnh"),
    "segment_from": _("Từ"),
    "segment_to": _("Đến"),
    "series": _("Bộ"),
    "sha256": _("Mã băm của tệp (SHA-256)"),
    "since": _("Từ ngày"),
    "size": _("Cỡ tệp (byte)"),
    "source": _("Nguồn tin"),
    "state": _("Tình trạng"),
    "street": _("Đường"),
    "terms_moved": _("Số thời hạn thay đổi"),
    "title": _("Tên"),
    "to": _("Bên nhận"),
    "using_agency_id": _("Đơn vị sử dụng"),
    "value": _("Giá trị"),
    "version": _("Phiên bản"),
    "view_from": _("Xem đất từ"),
    "view_note": _("Cách xem đất"),
    "view_until": _("Xem đất đến"),
    "weekday": _("Thứ (1 là thứ hai)"),
    "what": _("Đã sửa"),
    "whole_plot": _("Thuê toàn bộ khu đất"),
    "withdrawn_at": _("Thu hồi lúc"),
    "zone": _("Khu vực"),
}
# Acts on these are about fields of the layer of lots.
LOT_FAMILIES = frozenset({"lot", "auction"})
AGENCIES = frozenset({"from", "to", "managing_agency_id", "using_agency_id", "owner_id", "organisation_id"})

# Codes of those names; no two of one name mean different things by one code.
CODES: dict[str, tuple[Any, ...]] = {
    "fault": (SceneFault,),
    "kind": (ReferenceKind, CandidateKind),
    "lease_kind": (LeaseKind,),
    "lessee_kind": (LesseeKind,),
    "level": (PublishLevel,),
    "plan": (HandlingPlan,),
    "publish_level": (PublishLevel,),
    "state": (LeaseState, JobState, ChangeState),
}
# Where a name means other codes in acts of one kind.
_CODES_OF: dict[str, dict[str, Any]] = {
    "contact": {"state": ContactState},
    "lot": {"method": AuctionMethod},
    "auction": {"method": AuctionMethod},
    "lot.readiness": {"kind": Readiness, "state": ReadinessState},
    "lot_inquiry": {"state": InquiryState},
    "message": {"state": MessageState},
}


def codes_of(verb: str, name: str) -> tuple[Any, ...]:
    """What a code of this name may mean in this act; () where it is none, or one of a layer."""
    family = verb.partition(".")[0]
    own = next((_CODES_OF[key][name] for key in (verb, family) if name in _CODES_OF.get(key, {})), None)
    if own is not None:
        return (own,)
    return () if family in LOT_FAMILIES else CODES.get(name, ())


def code_words(kinds: tuple[Any, ...], code: str) -> str:
    """A code of one of these choices as people say it; one that is not named stands as it is."""
    return next((str(choices(code).label) for choices in kinds if code in choices.values), code)


def verb_words(verb: str) -> str:
    """An act as people say it; one that is not named stands as it is."""
    family, _dot, act = verb.partition(".")
    return str(FAMILIES.get(family, ("", {}))[1].get(act, verb))


def families_for(kinds: frozenset[str]) -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """(family, its title, its acts) that speak of these kinds of subject."""
    wanted = {family for kind in kinds for family in KINDS.get(kind, ())}
    return [
        (family, title, [(f"{family}.{act}", words) for act, words in acts.items()])
        for family, (title, acts) in FAMILIES.items()
        if family in wanted
    ]
