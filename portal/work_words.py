"""Work in the background as people call it. A test holds that every task is named here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

TASKS: dict[str, Any] = {
    "auctions.advance": _("Mở, đóng nhận hồ sơ đấu giá đúng giờ"),
    "auctions.digest": _("Gửi bản tin đấu giá buổi sáng"),
    "auctions.fold_tallies": _("Gộp số liệu đếm của lô đấu giá"),
    "auctions.make_sample": _("Sinh lô đấu giá mẫu"),
    "auctions.match_news": _("Báo tin đấu giá cho người theo dõi"),
    "auctions.seal": _("Niêm phong nhật ký công khai"),
    "imagery.check_scene": _("Kiểm tra tệp của một cảnh ảnh"),
    "imagery.check_store": _("Kiểm tra kho ảnh hằng đêm"),
    "imagery.detect_changes": _("Tìm biến động trên một bộ ảnh"),
    "imagery.make_composites": _("Ghép ảnh theo năm"),
    "imagery.make_sample": _("Sinh ảnh mẫu"),
    "imagery.observe_scene": _("Đo các khu đất trên một cảnh ảnh"),
    "imagery.refresh_observations": _("Đo lại các khu đất có ranh giới mới"),
    "imagery.resume_scene_jobs": _("Tiếp tục các lần nạp ảnh bị dừng"),
    "imagery.run_scene_job": _("Tạo cảnh ảnh từ tệp"),
    "imagery.sweep": _("Dọn tệp ảnh tạm"),
    "land.fold_tallies": _("Gộp số liệu đếm của sổ"),
    "land.refresh_vocabulary": _("Cập nhật từ của ô tìm kiếm"),
    "land.resume_imports": _("Tiếp tục các tệp nhập bị dừng"),
    "land.run_import": _("Kiểm tra hoặc ghi tệp nhập"),
    "land.turn_the_day": _("Việc của ngày mới: hợp đồng, lớp tham chiếu"),
    "notices.forget": _("Xóa địa chỉ và nội dung tin đã hết hạn lưu"),
    "notices.send_email": _("Gửi thư điện tử"),
    "notices.send_zalo": _("Gửi tin Zalo"),
    "portal.forget_failures": _("Xóa việc nền bị lỗi đã quá lâu"),
    "portal.mend_stalled": _("Làm lại việc của tiến trình worker đã chết"),
}


def task_words(name: str) -> str:
    """A task as people call it; one that is not named stands as it is."""
    return str(TASKS.get(name, name))
