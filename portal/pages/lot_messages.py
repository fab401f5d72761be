"""Texts of the map's modules where the map is about lots: those of messages.py that read otherwise then."""

from django.utils.translation import gettext_lazy as _

LOT_MESSAGES = {
    "asOf.saidShort": _("Đã công bố đến {date}"),
    "asOf.strip": _("Theo thông tin đã công bố đến hết ngày {date}"),
    "asOf.short": _("Đã công bố đến {date}"),
    "card.gone": _("Không có lô {code}, hoặc lô chưa được công khai."),
    "card.notThen": _("Đến hết ngày đã chọn, lô {code} chưa được công bố."),
    "card.page": _("Trang của lô"),
    "disclaimer": _(
        "Thông tin tham khảo, không thay thế thông báo đấu giá của tổ chức đấu giá và Cổng Đấu giá tài sản quốc gia."
    ),
    "download.count": _("Sẽ tải {count} lô."),
    "download.view": _("Chỉ trong khung bản đồ: {count} lô"),
    "empty.filter": _("Không có lô nào khớp với bộ lọc."),
    "empty.title": _("Chưa tìm thấy lô"),
    "empty.view": _("Khung bản đồ này không có lô nào khớp với bộ lọc."),
    "legend.far": _("Nhìn từ xa, các lô gộp thành cụm chưa mang màu này. Hãy phóng to."),
    "legend.none": _("Không có lô nào ở đây."),
    "list.found": _("{count} lô"),
    "list.shown": _("Đang hiện {shown} trên {count} lô"),
    "map.title": _("Bản đồ lô đấu giá"),
    "map.toList": _("Mở danh sách lô"),
    "theme.land_use": _("Mục đích sau đấu giá"),
}
