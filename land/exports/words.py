"""Sentences that every file carries."""

from datetime import date

from django.utils.translation import gettext as _

from land.exports.rows import day_text
from land.past import Past


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


def then(past: Past) -> str:
    """ngày 01/03/2025; of what the register said: ngày 01/03/2025, theo sổ ghi đến 01/03/2025 23:59."""
    day = _("ngày %(day)s") % {"day": day_text(past.day)}
    return (
        day
        if past.moment is None
        else _("%(day)s, theo sổ ghi đến %(moment)s") % {"day": day, "moment": day_text(past.moment)}
    )


def data_of(past: Past | None, today: date) -> str:
    """Số liệu đến ngày 22/11/2026; of a past state what was so then."""
    if past is None or past.moment is None:
        return as_of(past.day if past else today)
    return _("Số liệu của %(then)s") % {"then": then(past)}


def system() -> str:
    """The coordinate system of papers."""
    return _("Hệ tọa độ VN-2000, kinh tuyến trục 107°45′, múi chiếu 3°")
