# language: vi
Tính năng: Bán, tiếp nhận hồ sơ và giữ bí mật người đăng ký
  Luật Đấu giá tài sản, điều 38: hồ sơ được bán, tiếp nhận từ khi niêm yết đến trước ngày mở phiên 2 ngày.
  Luật 37/2024/QH15: cấm để lộ thông tin người đăng ký tham gia đấu giá trước phiên.

  Khung tình huống: Hồ sơ được bán đến đúng ngày cuối theo luật
    Biết phiên đấu giá được ấn định lúc 09:00 ngày 11/09/2026
    Và hạn bán hồ sơ được ghi là <hạn>
    Và một lô đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng và đã công khai
    Khi tổ chức đấu giá niêm yết lúc 09:00 ngày 13/08/2026
    Thì việc đó bị từ chối vì "đến hết ngày 09/09/2026"

    Dữ liệu: Không ngắn hơn và không dài hơn
      | hạn                  |
      | 17:00 ngày 08/09/2026 |
      | 17:00 ngày 10/09/2026 |

  Kịch bản: Hết giờ thì máy chủ đóng việc nhận hồ sơ
    Biết một lô ở tình trạng "Đang nhận hồ sơ"
    Khi đồng hồ máy chủ điểm 16:59 ngày 09/09/2026
    Thì lô ở tình trạng "Đang nhận hồ sơ"
    Khi đồng hồ máy chủ điểm 17:00 ngày 09/09/2026
    Thì lô ở tình trạng "Hết hạn nộp hồ sơ"

  Kịch bản: Không ai đóng việc nhận hồ sơ thay cho đồng hồ
    Biết một lô ở tình trạng "Đang nhận hồ sơ"
    Khi đấu giá viên đóng việc nhận hồ sơ lúc 17:00 ngày 09/09/2026
    Thì việc đó bị từ chối vì "Bạn không được làm việc này"
    Và lô vẫn ở tình trạng "Đang nhận hồ sơ"

  Khung tình huống: Trước phiên không có chỗ nào ghi được ai, bao nhiêu người đăng ký
    Biết một lô ở tình trạng "<tình trạng>"
    Khi đấu giá viên nhập biên bản đấu giá thành lúc <lúc>
    Thì việc đó bị từ chối vì "pháp luật chưa cho biết có ai, bao nhiêu người tham gia"
    Và hệ thống không giữ số người đăng ký nào

    Dữ liệu:
      | tình trạng        | lúc                  |
      | Đã niêm yết       | 09:00 ngày 11/09/2026 |
      | Đang nhận hồ sơ   | 09:00 ngày 11/09/2026 |
      | Hết hạn nộp hồ sơ | 09:00 ngày 11/09/2026 |
      | Đang đấu giá      | 08:59 ngày 11/09/2026 |
