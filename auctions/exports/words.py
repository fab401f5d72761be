"""Sentences that every file of lots carries."""

from django.utils.translation import gettext as _


def title() -> str:
    """Names a file of lots and its contents."""
    return _("Lô đấu giá quyền sử dụng đất")


def source() -> str:
    """Where the figures come from."""
    return _("Thông tin đấu giá quyền sử dụng đất khu vực Bà Rịa - Vũng Tàu, Thành phố Hồ Chí Minh")


def notice() -> str:
    """What the file is no substitute for."""
    return _(
        "Thông tin tham khảo, không thay thế thông báo đấu giá của tổ chức đấu giá và Cổng Đấu giá tài sản quốc gia."
    )
