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
    "Xuân Tân|Sông Cầu|Gò Cà|Đức Trung|Đức Mỹ|Thạnh Sơn|"
    "Sơn Thuận|Kim Bình|Kim Sơn|Đồng Tâm|Cây Me|Cây Cám|Phú Tâm|Phú Thiện|Thanh An|Thanh Bình|Thanh Long|Phú Vinh|Phú Sơn|Lộc Thành|Lộc Hòa|Tân Châu|Tân Giao|Đông Hải|Đông Linh|Nam Hải|Bắc Hải"
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

# Hills, beaches and zones by commune of 2024, where the ground has one; elsewhere the hamlet's name serves.
HILLS: Final = {
    "26506": ("Núi Lớn",), "26518": ("Núi Lớn",), "26521": ("Núi Lớn",), "26509": ("Núi Nhỏ",), "26545": ("Núi Nứa",),
    "26563": ("Núi Dinh",), "26566": ("Núi Dinh",), "26567": ("Núi Dinh",), "26707": ("Núi Dinh",), "26710": ("Núi Dinh",),
    "26728": ("Núi Dinh", "Núi Bao Quan"), "26731": ("Núi Thị Vải", "Núi Tóc Tiên"), "26704": ("Núi Thị Vải",),
    "26716": ("Núi Thị Vải",), "26662": ("Núi Minh Đạm",), "26665": ("Núi Minh Đạm",), "26677": ("Núi Minh Đạm",),
    "26689": ("Núi Minh Đạm",), "26692": ("Núi Minh Đạm",), "26635": ("Núi Mây Tào",), "26638": ("Núi Mây Tào",),
    "26647": ("Núi Mây Tào", "Núi Bể"), "26656": ("Bình Châu - Phước Bửu", "Núi Tầm Bồ"), "26653": ("Bình Châu - Phước Bửu",),
    "26632": ("Bình Châu - Phước Bửu", "Núi Hồ Linh"), "26626": ("Núi Đất",), "26614": ("Núi Đất",),
    "755": ("Núi Thánh Giá", "Núi Chúa", "Núi Nhà Bàn", "Ông Đụng", "Đầm Tre", "Đất Thắm", "Hòn Bảy Cạnh", "Hòn Cau", "Hòn Bà"),
}  # fmt: skip

BEACHES: Final = {
    "26506": ("Bãi Trước",), "26508": ("Bãi Sau",), "26509": ("Bãi Dứa", "Bãi Sau"), "26518": ("Bãi Dâu",), "26527": ("Bãi Sau",),
    "26535": ("Bến Đình",), "26536": ("Chí Linh",), "26539": ("Chí Linh",), "26542": ("Cửa Lấp",), "26545": ("Long Sơn",),
    "26662": ("Long Hải",), "26674": ("Phước Tỉnh",), "26677": ("Phước Hưng", "Long Hải"), "26689": ("Long Mỹ",),
    "26692": ("Phước Hải",), "26701": ("Lộc An",), "26623": ("Hồ Tràm",), "26632": ("Hồ Cốc",), "26653": ("Bến Cát",),
    "26656": ("Bình Châu", "Suối Ồ"), "755": ("Đầm Trầu", "Lò Vôi", "An Hải", "Bãi Nhát", "Cỏ Ống", "Bến Đầm"),
}  # fmt: skip

ZONES: Final = {
    "26704": ("Phú Mỹ I", "Phú Mỹ II"), "26719": ("Mỹ Xuân A", "Mỹ Xuân A2", "Mỹ Xuân B1"), "26716": ("Phú Mỹ II", "Phú Mỹ III"),
    "26713": ("Cái Mép", "Phú Mỹ III"), "26725": ("Hắc Dịch",), "26728": ("Châu Pha",), "26536": ("Đông Xuyên",),
    "26542": ("Đông Xuyên", "Phước Thắng"), "26566": ("Kim Dinh",), "26680": ("Đất Đỏ I",), "26581": ("Châu Đức",),
    "26617": ("Châu Đức",), "26578": ("Đá Bạc",), "26575": ("Ngãi Giao",),
}  # fmt: skip

ESTATES: Final = {
    "747": ("Á Châu", "Chí Linh", "Đại An", "Bến Đình", "Hải Đăng", "Hải Sơn", "Tây Nam", "Long Tâm", "Cửa Lấp", "Gò Găng"),
    "748": ("Gò Cát", "Long Toàn", "Kim Dinh", "Lan Anh", "Phước Nguyên", "Tân Hưng", "Hòa Long", "Bắc 55", "Đông Nam"),
    "754": ("Láng Cát", "Tóc Tiên", "Hắc Dịch", "Mỹ Xuân", "Tân Hòa", "Vạn Hạnh", "Phú Mỹ", "Ngọc Hà", "Châu Pha"),
    "750": ("Ngãi Giao", "Kim Long", "Suối Nghệ", "Bình Ba", "Sông Xoài", "Đá Bạc", "Quảng Thành"),
    "751": ("Phước Bửu", "Láng Hàng", "Bình Châu", "Hồ Tràm", "Sông Ray", "Bàu Lâm", "Hòa Hội"),
    "752": ("Long Hải", "An Ngãi", "Phước Tỉnh", "Hải Sơn", "Long Phượng", "Bắc Long Điền"),
    "753": ("Phước Hải", "Lộc An", "Đất Đỏ", "Long Tân", "Láng Dài", "Phước Hội"),
    "755": ("Cỏ Ống", "An Hội", "Bến Đầm", "Nguyễn Huệ"),
}

NUMBERED_ROADS: Final = ("Quốc lộ", "Tỉnh lộ", "Hương lộ", "Liên cảng", "Ven biển")
