"""Sentences that every file carries."""

from datetime import date

from django.utils.translation import gettext as _

from land.exports.rows import day_text


def disclaimer() -> str:
    """What a plot sheet must say of itself (DOMAIN 1.5a): the other papers are the registration office's alone."""
    return _("Chỉ có giá trị tham khảo, không thay thế Giấy chứng nhận hoặc trích lục bản đồ địa chính.")


def source() -> str:
    """Where the figures come from."""
    return _("Sổ quỹ đất công khu vực Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh")


def sample() -> str:
    """The mark of made-up data."""
    return _("DỮ LIỆU MẪU")


def as_of(day: date) -> str:
    """Số liệu đến ngày 22/11/2026."""
    return _("Số liệu đến ngày %(day)s") % {"day": day_text(day)}


def system() -> str:
    """The coordinate system of papers."""
    return _("Hệ tọa độ VN-2000, kinh tuyến trục 107°45′, múi chiếu 3°")
