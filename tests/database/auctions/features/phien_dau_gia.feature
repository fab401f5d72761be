# language: vi
Tính năng: Phiên đấu giá có dưới hai người hợp lệ thì không thành
  Luật Đất đai 2024, điều 125 khoản 6; Luật Đấu giá tài sản, điều 52.
  Quy định bán cho người duy nhất của Luật Đấu giá tài sản không áp dụng với đất.
  Luật Đấu giá tài sản, điều 5: bước giá là khoảng cách tối thiểu giữa hai lần trả giá.

  Khung tình huống: Không đủ người đăng ký khi hết hạn
    Biết một lô ở tình trạng "Hết hạn nộp hồ sơ"
    Khi biên bản ghi <đăng ký> người đăng ký, <đăng ký> người tham gia, kết luận "<lý do>"
    Và đấu giá viên thứ hai xác nhận
    Thì lô ở tình trạng "Đấu giá không thành"
    Và lý do không thành là "<lý do>"

    Dữ liệu:
      | đăng ký | lý do                             |
      | 0       | Hết hạn không có người đăng ký    |
      | 1       | Chỉ có một người đăng ký          |

  Khung tình huống: Phiên có dưới hai người trả giá hợp lệ
    Biết một lô ở tình trạng "Đang đấu giá", giá khởi điểm 5.000 triệu đồng, bước giá 50 triệu đồng
    Khi các lượt trả giá là "<lượt>"
    Và biên bản ghi 3 người đăng ký, <tham gia> người tham gia, kết luận "<lý do>"
    Và đấu giá viên thứ hai xác nhận
    Thì lô ở tình trạng "Đấu giá không thành"
    Và lý do không thành là "<lý do>"

    Dữ liệu: Mỗi lượt là số của người trả và giá bằng triệu đồng
      | tham gia | lượt                                        | lý do                                                             |
      | 1        | không có                                    | Nhiều người đăng ký, chỉ một người tham gia hoặc không ai tham gia |
      | 2        | số 1: 5000                                  | Chỉ có một người trả giá hoặc không ai trả giá                     |
      | 2        | số 1: 5000; số 2: 5020 không hợp lệ         | Chỉ có một người trả giá hợp lệ                                    |
      | 2        | số 1: 5000; số 2: 5100 rút lại              | Chỉ có một người trả giá hợp lệ                                    |
      | 2        | số 1: 4900 không hợp lệ; số 2: 4950 không hợp lệ | Giá trả cao nhất thấp hơn giá khởi điểm                       |

  Kịch bản: Không được bán cho người trả giá hợp lệ duy nhất
    Biết một lô ở tình trạng "Đang đấu giá", giá khởi điểm 5.000 triệu đồng, bước giá 50 triệu đồng
    Khi các lượt trả giá là "số 1: 5000; số 2: 5020 không hợp lệ"
    Và biên bản ghi 3 người đăng ký, 2 người tham gia, người số 1 trúng với giá 5000 triệu đồng
    Và đấu giá viên thứ hai xác nhận
    Thì việc đó bị từ chối vì "Chỉ có một người trả giá hợp lệ"
    Và lô vẫn ở tình trạng "Đang đấu giá"

  Kịch bản: Chỉ mở phiên khi có từ hai người đủ điều kiện
    Biết một lô ở tình trạng "Hết hạn nộp hồ sơ"
    Khi đấu giá viên mở phiên lúc 09:00 ngày 11/09/2026 mà không xác nhận có từ hai người
    Thì việc đó bị từ chối vì "từ hai người đủ điều kiện"
    Khi đấu giá viên mở phiên lúc 08:59 ngày 11/09/2026 và xác nhận có từ hai người
    Thì việc đó bị từ chối vì "Chưa đến giờ đấu giá"
    Khi đấu giá viên mở phiên lúc 09:00 ngày 11/09/2026 và xác nhận có từ hai người
    Thì lô ở tình trạng "Đang đấu giá"

  Khung tình huống: Bước giá là mức tối thiểu, không phải bội số
    Biết một lô ở tình trạng "Đang đấu giá", giá khởi điểm 5.000 triệu đồng, bước giá 50 triệu đồng
    Khi các lượt trả giá là "số 1: 5000; vòng 2, số 2: <giá>"
    Và biên bản ghi 2 người đăng ký, 2 người tham gia, người số 2 trúng với giá <giá> triệu đồng
    Và đấu giá viên thứ hai xác nhận
    Thì <kết cục>

    Dữ liệu:
      | giá  | kết cục                                            |
      | 5050 | lô ở tình trạng "Đấu giá thành, chờ công nhận"     |
      | 5073 | lô ở tình trạng "Đấu giá thành, chờ công nhận"     |
      | 5049 | việc đó bị từ chối vì "chưa hơn giá trước"         |
