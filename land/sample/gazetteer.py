"""Words that invented names are made of. Streets and places are common ones; no name here belongs to a person."""

from typing import Final

STREETS: Final = {
    "747": (
        "Nguyễn An Ninh|Bình Giã|Trương Công Định|Lê Hồng Phong|Ba Cu|Hạ Long|Thùy Vân|Nguyễn Thái Học|Lê Lợi|Trần Phú|"
        "Võ Thị Sáu|Phan Chu Trinh|Hoàng Hoa Thám|Nguyễn Hữu Cảnh|Đô Lương|Lưu Chí Hiếu|Nguyễn Tri Phương|Chí Linh|"
        "Ông Ích Khiêm|Lê Quang Định|30 tháng 4|3 tháng 2|2 tháng 9|Bắc Sơn|Phước Thắng|Đống Đa|Xô Viết Nghệ Tĩnh|"
        "Lương Thế Vinh|Nơ Trang Long|Bến Nôm|Hàn Mặc Tử|Nguyễn Kim|Tiền Cảng|Võ Nguyên Giáp|Thống Nhất|Huyền Trân Công Chúa"
    ).split("|"),
    "748": (
        "Cách Mạng Tháng Tám|Nguyễn Hữu Thọ|Bạch Đằng|Hùng Vương|27 tháng 4|Phạm Ngọc Thạch|Nguyễn Thanh Đằng|Trường Chinh|"
        "Lê Duẩn|Phạm Văn Đồng|Điện Biên Phủ|Nguyễn Tất Thành|Võ Thị Sáu|Lê Thành Duy|Hoàng Diệu|Trần Hưng Đạo|"
        "Nguyễn Văn Linh|Hương lộ 2|Mô Xoài|Trịnh Đình Thảo|Nguyễn Mạnh Hùng|Phước Hưng|Dương Bạch Mai|Huỳnh Tịnh Của"
    ).split("|"),
    "754": (
        "Quốc lộ 51|Độc Lập|Trường Chinh|Nguyễn Huệ|Tôn Đức Thắng|Nguyễn Tất Thành|Hoàng Diệu|Phước Hòa - Cái Mép|"
        "Mỹ Xuân - Ngãi Giao|Hắc Dịch - Tóc Tiên - Châu Pha|Châu Pha - Bà Rịa|Lê Lợi|Tỉnh lộ 81|Liên cảng Cái Mép - Thị Vải|"
        "Hoàng Quốc Việt|Nguyễn Văn Cừ|Phạm Hùng|Trần Hưng Đạo|Ngô Quyền|Bạch Mai|Tân Hòa - Tân Hải|Cù Chính Lan"
    ).split("|"),
    "750": (
        "Quốc lộ 56|Hùng Vương|Lê Hồng Phong|Trần Hưng Đạo|Nguyễn Chí Thanh|Ngô Quyền|Bình Giã - Quảng Thành|"
        "Mỹ Xuân - Ngãi Giao - Hòa Bình|Suối Nghệ - Mỹ Xuân|Kim Long - Cù Bị|Láng Lớn - Quảng Phú|Suối Rao - Xuân Sơn|"
        "Hội Bài - Tóc Tiên|Xà Bang - Láng Lớn|Đá Bạc - Long Tân|Bình Ba - Đá Bạc|Tỉnh lộ 328|Âu Cơ|Lạc Long Quân"
    ).split("|"),
    "751": (
        "Quốc lộ 55|Huỳnh Minh Thạnh|27 tháng 4|Tỉnh lộ 328|Tỉnh lộ 329|Hồ Tràm - Bình Châu|Xuyên Phước Cơ|Bông Trang - Bưng Riềng|"
        "Phước Tân - Phước Bửu|Bàu Lâm - Tân Lâm|Hòa Bình - Hòa Hội|Ven biển|Suối Ớt - Hồ Linh|Lê Lợi|Trần Phú|Bình Giã|"
        "Nguyễn Văn Linh|Hoàng Việt|Hùng Vương|Láng Găng|Bình Châu - Thuận Biên"
    ).split("|"),
    "752": (
        "Tỉnh lộ 44A|Tỉnh lộ 44B|Quốc lộ 55|Võ Thị Sáu|Mạc Thanh Đạm|Dương Bạch Mai|Phạm Hồng Thái|Hương lộ 5|Hương lộ 14|Trần Hưng Đạo|"
        "Nguyễn Thị Minh Khai|Hải Lâm - Bàu Trứ|An Ngãi - An Nhứt|Bùi Công Minh|Ven biển Hải Lâm|Long Phượng|Hồ Quý Ly"
    ).split("|"),
    "753": (
        "Quốc lộ 55|Tỉnh lộ 44A|Tỉnh lộ 44B|Tỉnh lộ 52|Võ Thị Sáu|Lê Duẩn|Nguyễn Huệ|Trần Phú|Long Phù|Phước Lợi|Láng Dài - Phước Bửu|"
        "Lộc An - Phước Hội|Hoàng Văn Thái|Nguyễn Văn Trỗi|Ven biển Phước Hải - Lộc An|Long Tân - Láng Dài|Đất Đỏ - Lộc An"
    ).split("|"),
    "755": (
        "Nguyễn Huệ|Tôn Đức Thắng|Lê Duẩn|Nguyễn Văn Linh|Bến Đầm|Cỏ Ống|Hà Huy Giáp|Vũ Văn Hiếu|Lê Hồng Phong|Trần Phú|"
        "Nguyễn An Ninh|Huỳnh Thúc Kháng|Hồ Văn Mịch|Phan Chu Trinh|Lê Đức Thọ|Tây Bắc|Phạm Quốc Sắc"
    ).split("|"),
}

HAMLETS: Final = (
    "Phước Thiện|Phước Hiệp|Phước Lâm|Phước Bình|Phước Trung|Tân Lập|Tân Phú|Tân Thành|Tân Xuân|Tân Hòa|Tân Bang|An Hòa|An Thạnh|"
    "An Lộc|An Bình|Long Hiệp|Long Hưng|Long Thới|Long Phú|Hải Sơn|Hải Tân|Hải Lộc|Hải Hà|Hòa Thuận|Hòa Hưng|Hòa Lợi|Bình Minh|"
    "Bình Hòa|Bình Thắng|Trung Sơn|Trung Nghĩa|Vĩnh Bình|Vĩnh An|Liên Đức|Liên Lộc|Liên Sơn|Nhân Tâm|Nhân Đức|Nhân Hòa|Xuân Hòa|"
    "Xuân Tân|Sông Cầu|Suối Lê|Suối Sóc|Gò Cà|Bàu Điển|Bàu Sen|Đức Trung|Đức Mỹ|Thạnh Sơn|Hồ Tràm|Núi Nhọn|Láng Lớn|Quảng Phú|"
    "Lồ Ồ|Ông Tô|Sơn Thuận|Kim Bình|Kim Sơn|Đồng Tâm|Cây Me|Cây Cám|Phú Tâm|Phú Thiện|Thèo Nèo|Thanh An|Mụ Bân|Bà Rén"
).split("|")

FLOWERS: Final = (
    "Hoa Mai|Hoa Sen|Họa Mi|Sơn Ca|Măng Non|Hướng Dương|Tuổi Thơ|Bình Minh|Sao Mai|Hoàng Yến|Ánh Dương|Hoa Cúc|Vàng Anh|Rạng Đông|"
    "Tuổi Hồng|Hải Âu|Anh Đào|Hoa Hồng|Bé Ngoan|Sao Sáng|Phượng Hồng|Thiên Nga|Mầm Xanh|Biển Xanh"
).split("|")

SCHOOLS: Final = (
    "Thắng Lợi|Quang Trung|Nguyễn Trãi|Lê Lợi|Kim Đồng|Võ Trường Toản|Nguyễn Du|Đoàn Kết|Hòa Bình|Trần Quốc Toản|Nguyễn Huệ|"
    "Lý Tự Trọng|Chu Văn An|Phan Bội Châu|Bùi Thị Xuân|Nguyễn Viết Xuân|Lạc Long Quân|Hùng Vương|Âu Cơ|Phù Đổng|Ngô Quyền|Đinh Tiên Hoàng"
).split("|")

WATERS: Final = (
    "Suối Giàu|Suối Tre|Bàu Sấu|Đá Bàng|Sông Kinh|Suối Môn|Bàu Lách|Suối Nhum|Gia Hoét|Tầm Bó|Đồng Bé|Suối Cát|Bàu Trám|Đá Vàng|"
    "Suối Lúp|Cầu Mới|Sông Ông|Suối Bang|Rạch Tre|Rạch Ván|Mương Lớn|Suối Sao|Cỏ May|Rạch Bà|Suối Đá|Bưng Môn|Rạch Ông|Suối Tầm"
).split("|")

HILLS: Final = (
    "Núi Thị Vải|Núi Dinh|Núi Bao Quan|Núi Mây Tào|Núi Minh Đạm|Núi Đất|Núi Nghệ|Núi Le|Núi Sò|Núi Nhọn|Núi Tầm Bồ|Núi Kho|"
    "Núi Hòn Dung|Núi Chân Tiên|Núi Hồ Linh|Núi Lá"
).split("|")
ISLAND_HILLS: Final = "Núi Thánh Giá|Núi Chúa|Núi Nhà Bàn|Núi Con Ngựa|Hòn Bảy Cạnh|Hòn Cau|Ông Đụng|Ông Câu|Đầm Tre|Đất Thắm".split("|")

ESTATES: Final = (
    "Á Châu|Gò Cát|Bàu Sen|Chí Linh|Đại An|Hòa Long|Tây Nam|Phước Sơn|Long Tâm|Lan Anh|Kim Dinh|Tân Hưng|Cửa Lấp|Phú Mỹ|Vạn Hạnh|"
    "Hải Đăng|Bến Đình|Long Toàn|Láng Cát|Tóc Tiên|Hắc Dịch|Mỹ Xuân|Ngãi Giao|Phước Bửu|Hải Sơn|An Sơn|Phước Hải|Sông Ray"
).split("|")

ZONES: Final = "Phú Mỹ|Mỹ Xuân|Cái Mép|Đất Đỏ|Châu Đức|Đá Bạc|Long Hương|Đông Xuyên|Hắc Dịch|Long Sơn|Tóc Tiên|Ngãi Giao".split("|")
BEACHES: Final = "Bãi Sau|Bãi Trước|Bãi Dâu|Bãi Dứa|Long Hải|Phước Hải|Lộc An|Hồ Cốc|Hồ Tràm|Bình Châu|Suối Ồ|Cửa Lấp|Paradise|Đầm Trầu|Bãi Nhát".replace("|Paradise", "").split("|")
