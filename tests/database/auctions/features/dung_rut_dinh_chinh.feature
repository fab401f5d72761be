# language: vi
Tính năng: Tạm dừng, hủy, rút lô và đính chính
  Luật 37/2024/QH15: người có tài sản, cơ quan có thẩm quyền được dừng, hủy việc đấu giá trước phiên.
  Thông tin đã niêm yết chỉ được đính chính công khai; giá, tiền đặt trước, bước giá thì không đính chính.

  Khung tình huống: Lô tạm dừng trở lại đúng tình trạng trước đó
    Biết một lô ở tình trạng "<tình trạng>"
    Khi sở ghi quyết định tạm dừng vì "Có đơn kiến nghị"
    Thì lô ở tình trạng "Tạm dừng"
    Và nhật ký công khai ghi việc "Tạm dừng" với lý do "Có đơn kiến nghị"
    Khi sở ghi quyết định tiếp tục vì "Đã giải quyết đơn"
    Thì lô ở tình trạng "<tình trạng>"

    Dữ liệu:
      | tình trạng        |
      | Đã niêm yết       |
      | Đang nhận hồ sơ   |
      | Hết hạn nộp hồ sơ |

  Kịch bản: Lô tạm dừng không sang tình trạng nào khác
    Biết một lô ở tình trạng "Đang nhận hồ sơ"
    Khi sở ghi quyết định tạm dừng vì "Có đơn kiến nghị"
    Và đồng hồ máy chủ điểm 17:00 ngày 09/09/2026
    Thì lô ở tình trạng "Tạm dừng"
    Khi đấu giá viên mở phiên lúc 09:00 ngày 11/09/2026 và xác nhận có từ hai người
    Thì việc đó bị từ chối vì "đang ở tình trạng “Tạm dừng”"

  Kịch bản: Lô tạm dừng có thể bị hủy
    Biết một lô ở tình trạng "Đang nhận hồ sơ"
    Khi sở ghi quyết định tạm dừng vì "Có đơn kiến nghị"
    Và sở ghi quyết định hủy việc đấu giá vì "Đổi quy hoạch"
    Thì lô ở tình trạng "Đã hủy"
    Và lô không còn hạn nào đang chạy

  Khung tình huống: Đơn vị quản lý quỹ đất rút lô đã niêm yết, phải ghi lý do
    Biết một lô ở tình trạng "<tình trạng>"
    Khi đơn vị quản lý quỹ đất rút lô mà không ghi lý do
    Thì việc đó bị từ chối vì "Hãy ghi lý do; lý do được công bố"
    Khi đơn vị quản lý quỹ đất rút lô vì "Rà soát lại ranh giới"
    Thì lô ở tình trạng "Đã rút khỏi đấu giá"
    Và nhật ký công khai ghi việc "Rút lô khỏi đấu giá" với lý do "Rà soát lại ranh giới"

    Dữ liệu:
      | tình trạng      |
      | Đã niêm yết     |
      | Đang nhận hồ sơ |

  Khung tình huống: Ở tình trạng khác thì không rút được
    Biết một lô ở tình trạng "<tình trạng>"
    Khi đơn vị quản lý quỹ đất rút lô vì "Rà soát lại ranh giới"
    Thì việc đó bị từ chối vì "không chuyển sang “Đã rút khỏi đấu giá” được"

    Dữ liệu:
      | tình trạng                      |
      | Đã chọn tổ chức đấu giá         |
      | Hết hạn nộp hồ sơ               |
      | Đang đấu giá                    |
      | Đấu giá thành, chờ công nhận    |

  Kịch bản: Đính chính đứng cạnh thông tin đã niêm yết, kèm văn bản và lý do
    Biết một lô ở tình trạng "Đang nhận hồ sơ"
    Khi đơn vị quản lý quỹ đất đính chính địa chỉ thành "12 Trần Phú" vì "Ghi nhầm số nhà"
    Thì việc đó bị từ chối vì "Chỉ sở được đính chính"
    Khi sở đính chính địa chỉ thành "12 Trần Phú" vì "Ghi nhầm số nhà"
    Thì lô ở tình trạng "Đang nhận hồ sơ"
    Và thông tin cũ vẫn đọc được cùng thông tin mới "12 Trần Phú"
    Và nhật ký công khai ghi việc "Đính chính thông tin đã niêm yết" với lý do "Ghi nhầm số nhà"

  Kịch bản: Giá đã niêm yết thì không đính chính
    Biết một lô ở tình trạng "Đang nhận hồ sơ"
    Khi sở đính chính bước giá thành 10 triệu đồng vì "Ghi nhầm"
    Thì việc đó bị từ chối vì "đã niêm yết thì không đính chính"
