"""The log in words: acts, kinds of subject, names of what was changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from imagery.workflow import CandidateKind, ChangeState, JobState, SceneFault
from land.workflow import HandlingPlan, LeaseKind, LeaseState, LesseeKind, PublishLevel, ReferenceKind

# Acts by family, the part of the verb before the dot. A test holds that every act that is recorded is named here.
FAMILIES: dict[str, tuple[Any, dict[str, Any]]] = {
    "plot": (
        _("Khu đất"),
        {
            "created": _("Lập khu đất"),
            "imported": _("Nhập khu đất từ tệp"),
            "changed": _("Ghi biến động"),
            "corrected": _("Đính chính"),
            "published": _("Đổi mức công khai"),
            "split": _("Tách khu đất"),
            "merged": _("Gộp khu đất"),
            "removed": _("Đưa ra khỏi quỹ đất"),
            "parcels_set": _("Ghi số tờ, số thửa"),
            "price_placed": _("Ghi vị trí trong bảng giá"),
            "overlap_accepted": _("Chấp nhận chồng lấn"),
            "handling_decided": _("Ghi quyết định phương án xử lý"),
            "handling_withdrawn": _("Rút lại quyết định phương án xử lý"),
            "handed_over": _("Ghi bàn giao"),
            "handover_withdrawn": _("Rút lại biên bản bàn giao"),
        },
    ),
    "lease": (
        _("Hợp đồng thuê"),
        {
            "drafted": _("Lập dự thảo hợp đồng"),
            "amended": _("Sửa hợp đồng"),
            "part_drawn": _("Vẽ phần đất thuê"),
            "signed": _("Ký hợp đồng"),
            "renewed": _("Gia hạn hợp đồng"),
            "revived": _("Hợp đồng có hiệu lực trở lại"),
            "terminated": _("Chấm dứt, thanh lý hợp đồng"),
            "expired": _("Hợp đồng hết hạn"),
        },
    ),
    "rent": (_("Tiền thuê"), {"paid": _("Ghi tiền thuê đã nộp"), "corrected": _("Sửa tiền thuê đã ghi")}),
    "personal": (_("Thông tin cá nhân"), {"read": _("Xem tên người thuê")}),
    "document": (
        _("Tài liệu"),
        {
            "attached": _("Đính kèm tài liệu"),
            "published": _("Đổi mức công khai của tài liệu"),
            "withdrawn": _("Thu hồi tài liệu"),
        },
    ),
    "photo": (
        _("Ảnh"),
        {
            "attached": _("Đính kèm ảnh"),
            "published": _("Đổi mức công khai của ảnh"),
            "withdrawn": _("Thu hồi ảnh"),
        },
    ),
    "import": (
        _("Tệp nhập"),
        {
            "uploaded": _("Tải tệp lên"),
            "committed": _("Ghi tệp vào sổ"),
            "abandoned": _("Bỏ tệp"),
            "profile_saved": _("Lưu hồ sơ ánh xạ cột"),
            "profile_dropped": _("Xóa hồ sơ ánh xạ cột"),
        },
    ),
    "reference": (
        _("Lớp tham chiếu"),
        {
            "loaded": _("Đã nạp lớp tham chiếu"),
            "ended": _("Lớp tham chiếu được thay thế"),
            "withdrawn": _("Thu hồi lớp tham chiếu"),
        },
    ),
    "scene_job": (
        _("Nạp ảnh vệ tinh"),
        {
            "received": _("Nhận tệp ảnh"),
            "retried": _("Nạp lại tệp ảnh"),
            "abandoned": _("Bỏ tệp ảnh"),
        },
    ),
    "scene": (
        _("Cảnh ảnh vệ tinh"),
        {
            "registered": _("Ghi cảnh ảnh vào kho"),
            "published": _("Đổi mức công khai của cảnh ảnh"),
            "withdrawn": _("Rút cảnh ảnh"),
            "broken": _("Tệp ảnh trong kho bị lỗi"),
            "readable": _("Tệp ảnh trong kho đọc được trở lại"),
        },
    ),
    "change": (
        _("Nghi vấn biến động"),
        {
            "raised": _("Máy nêu nghi vấn biến động"),
            "lapsed": _("Máy không còn thấy biến động"),
            "taken_up": _("Nhận xem xét nghi vấn"),
            "put_back": _("Để nghi vấn cho người khác"),
            "confirmed": _("Xác nhận có biến động"),
            "dismissed": _("Loại nghi vấn biến động"),
        },
    ),
    "units": (
        _("Đơn vị hành chính"),
        {"loaded": _("Nạp đơn vị hành chính"), "polygons_loaded": _("Nạp địa giới")},
    ),
    "sample": (
        _("Dữ liệu mẫu"),
        {"loaded": _("Nạp khu đất mẫu"), "reference_loaded": _("Nạp lớp tham chiếu mẫu")},
    ),
    "tolerance": (_("Sai số"), {"set": _("Đặt sai số")}),
    "lease_term": (_("Khung thời hạn thuê"), {"set": _("Đặt khung thời hạn thuê")}),
    "calendar": (_("Lịch làm việc"), {"notice_issued": _("Ghi thông báo nghỉ lễ, tết")}),
    "office_hours": (_("Giờ làm việc"), {"set": _("Đặt giờ làm việc"), "loaded": _("Nạp giờ làm việc")}),
    "term_rules": (_("Thời hạn theo quy định"), {"loaded": _("Nạp thời hạn theo quy định")}),
    "account": (
        _("Tài khoản"),
        {
            "created": _("Lập tài khoản"),
            "changed": _("Đổi tài khoản, quyền"),
            "role_granted": _("Giao vai trò"),
            "password_changed": _("Tự đổi mật khẩu"),
        },
    ),
    "agency": (
        _("Cơ quan, đơn vị"),
        {"created": _("Lập cơ quan, đơn vị"), "changed": _("Sửa cơ quan, đơn vị")},
    ),
    "token": (
        _("Mã truy cập"),
        {"issued": _("Cấp mã truy cập"), "revoked": _("Thu hồi mã truy cập")},
    ),
}

# Which families speak of a kind of subject; a family is offered to whom one of its kinds is open.
KINDS: dict[str, tuple[str, ...]] = {
    "plot": ("plot",),
    "lease": ("lease", "personal"),
    "rent": ("rent",),
    "document": ("document",),
    "photo": ("photo",),
    "import": ("import",),
    "reference_set": ("reference",),
    "scene_job": ("scene_job",),
    "scene": ("scene",),
    "change": ("change",),
    "units": ("units",),
    "register": ("sample",),
    "tolerance": ("tolerance",),
    "lease_term": ("lease_term",),
    "calendar": ("calendar",),
    "office_hours": ("office_hours",),
    "term_rules": ("term_rules",),
    "account": ("account",),
    "agency": ("agency",),
    "token": ("token",),
}

# Names of what an act changed, where they are no field of a plot.
NAMES: dict[str, Any] = {
    "accepted_on": _("Ngày văn bản"),
    "acquired_on": _("Ngày chụp"),
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
    "from": _("Bên giao"),
    "full_name": _("Tên đầy đủ"),
    "handed_on": _("Ngày bàn giao"),
    "hours": _("Giờ làm việc"),
    "is_active": _("Đang dùng"),
    "is_staff": _("Vào trang quản trị"),
    "issuer": _("Cơ quan ban hành"),
    "kind": _("Loại"),
    "lease_kind": _("Hình thức cho thuê"),
    "lessee_changed": _("Đổi tên bên thuê"),
    "lessee_kind": _("Đối tượng thuê"),
    "least_months": _("Ít nhất (tháng)"),
    "level": _("Mức công khai"),
    "mark": _("Độ chắc"),
    "most_months": _("Nhiều nhất (tháng)"),
    "name_en": _("Tên tiếng Anh"),
    "number": _("Số văn bản"),
    "options": _("Lời khai khi nạp"),
    "organisation": _("Tổ chức thuê"),
    "other": _("Khu đất chồng lấn"),
    "paid_amount": _("Đã nộp (đồng)"),
    "paid_on": _("Ngày nộp"),
    "parcels": _("Số tờ, số thửa"),
    "parent": _("Cơ quan cấp trên"),
    "part": _("Phần đất thuê"),
    "period": _("Thời hạn"),
    "plan": _("Phương án xử lý"),
    "plot": _("Khu đất"),
    "position": _("Vị trí"),
    "purpose": _("Mục đích thuê"),
    "reason": _("Lý do"),
    "rent": _("Các kỳ nộp"),
    "roles": _("Vai trò"),
    "rows": _("Số dòng"),
    "price_places": _("Số khu đất có vị trí trong bảng giá"),
    "seen_on": _("Ngày đầu tiên thấy trên ảnh"),
    "segment_from": _("Từ"),
    "segment_to": _("Đến"),
    "series": _("Bộ"),
    "sha256": _("Mã băm của tệp (SHA-256)"),
    "since": _("Từ ngày"),
    "size": _("Cỡ tệp (byte)"),
    "state": _("Tình trạng"),
    "street": _("Đường"),
    "terms_moved": _("Số thời hạn thay đổi"),
    "to": _("Bên nhận"),
    "using_agency_id": _("Đơn vị sử dụng"),
    "value": _("Giá trị"),
    "managing_agency_id": _("Đơn vị quản lý"),
    "version": _("Phiên bản"),
    "weekday": _("Thứ (1 là thứ hai)"),
    "what": _("Đã sửa"),
    "whole_plot": _("Thuê toàn bộ khu đất"),
    "withdrawn_at": _("Thu hồi lúc"),
    "zone": _("Khu vực"),
}
AGENCIES = frozenset({"from", "to", "managing_agency_id", "using_agency_id"})

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


def code_words(name: str, code: str) -> str:
    """A code of one of `CODES` as people say it; one that is not named stands as it is."""
    return next((str(kinds(code).label) for kinds in CODES[name] if code in kinds.values), code)


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
