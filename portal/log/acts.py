"""Acts that are recorded, and the kinds of subject they speak of."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from auctions.workflow import Verb

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
    "personal": (_("Thông tin cá nhân"), {"read": _("Xem tên người thuê, người trúng")}),
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
    "calendar": (
        _("Lịch làm việc"),
        {
            "notice_issued": _("Ghi thông báo nghỉ lễ, tết"),
            "notice_replaced": _("Thay thông báo nghỉ lễ, tết"),
        },
    ),
    "office_hours": (_("Giờ làm việc"), {"set": _("Đặt giờ làm việc"), "loaded": _("Nạp giờ làm việc")}),
    "term_rules": (_("Thời hạn theo quy định"), {"loaded": _("Nạp thời hạn theo quy định")}),
    "lot": (
        _("Lô đấu giá"),
        {
            **{str(verb): verb.label for verb in Verb},
            "planned": _("Lập lô"),
            "terms": _("Ghi thông tin"),
            "published": _("Đổi mức công khai"),
            "corrected": _("Đính chính sau niêm yết"),
            "put": _("Đưa lô vào cuộc đấu giá"),
            "rescheduled": _("Đổi lịch cuộc đấu giá"),
            "notice": _("Liên kết thông báo trên Cổng quốc gia"),
            "payment": _("Ghi tiền đã nộp"),
            "fulfilled": _("Hoàn thành việc sau phiên đấu giá"),
            "paper_attached": _("Đính kèm văn bản"),
            "paper_withdrawn": _("Thu hồi văn bản"),
        },
    ),
    "auction": (
        _("Cuộc đấu giá"),
        {
            "created": _("Lập cuộc đấu giá"),
            "edited": _("Sửa cuộc đấu giá"),
            "posted": _("Niêm yết, thông báo công khai"),
            "notice": _("Liên kết thông báo trên Cổng quốc gia"),
            "paper_attached": _("Đính kèm văn bản"),
            "paper_withdrawn": _("Thu hồi văn bản"),
        },
    ),
    "auction_plan": (_("Kế hoạch đấu giá"), {"created": _("Ghi kế hoạch đấu giá")}),
    "auction_result": (
        _("Kết quả đấu giá"),
        {
            "entered": _("Nhập kết quả đấu giá"),
            "confirmed": _("Xác nhận kết quả đấu giá"),
            "rejected": _("Trả lại kết quả đã nhập"),
        },
    ),
    "auction_log": (_("Nhật ký công khai đấu giá"), {"key": _("Dùng khóa ký mới")}),
    "lot_inquiry": (
        _("Câu hỏi, phản ánh"),
        {"answered": _("Trả lời, công bố"), "refused": _("Không công bố")},
    ),
    "contact": (
        _("Địa chỉ nhận tin"),
        {
            "asked": _("Gửi thư xác nhận địa chỉ"),
            "confirmed": _("Xác nhận địa chỉ"),
            "stopped": _("Dừng nhận tin"),
            "subscription_ended": _("Thôi nhận một loại tin"),
            "unreachable": _("Địa chỉ không nhận được tin"),
        },
    ),
    "message": (_("Tin gửi"), {"retried": _("Gửi lại tin hỏng")}),
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
    "lot": ("lot", "personal"),
    "auction": ("auction",),
    "auction_plan": ("auction_plan",),
    "auction_result": ("auction_result",),
    "auction_log": ("auction_log",),
    "lot_inquiry": ("lot_inquiry",),
    "contact": ("contact",),
    "message": ("message",),
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
