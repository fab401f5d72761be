# language: vi
Tính năng: Điều kiện sẵn sàng và niêm yết lô đất đấu giá
  Luật Đất đai 2024, điều 125: điều kiện của thửa đất đưa ra đấu giá.
  Nghị định 102/2024/NĐ-CP, điều 55 (sửa đổi bởi Nghị định 49/2026/NĐ-CP): phương án đấu giá, tiền đặt trước.
  Luật Đấu giá tài sản, điều 35: niêm yết bất động sản ít nhất 15 ngày trước ngày mở phiên.
  Luật 37/2024/QH15: đất thực hiện dự án đầu tư niêm yết ít nhất 30 ngày trước ngày mở phiên.

  Bối cảnh:
    Biết phiên đấu giá được ấn định lúc 09:00 ngày 11/09/2026

  Kịch bản: Lô đủ điều kiện được niêm yết, nội dung niêm yết được giữ nguyên
    Biết một lô đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng và đã công khai
    Khi tổ chức đấu giá niêm yết lúc 09:00 ngày 13/08/2026
    Thì lô ở tình trạng "Đã niêm yết"
    Và thông tin đã niêm yết là thông tin đang có của lô
    Và nhật ký công khai ghi việc "Niêm yết, thông báo công khai"

  Khung tình huống: Thiếu một điều kiện thì không niêm yết được
    Biết một lô đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng và đã công khai
    Nhưng điều kiện "<điều kiện>" chưa đạt
    Khi tổ chức đấu giá niêm yết lúc 09:00 ngày 13/08/2026
    Thì việc đó bị từ chối vì "“<điều kiện>”: chưa đạt"
    Và lô vẫn ở tình trạng "Đã chọn tổ chức đấu giá"

    Dữ liệu:
      | điều kiện                                     |
      | Pháp lý thửa đất rõ ràng                      |
      | Đã giải phóng mặt bằng                        |
      | Không lấn chiếm, không tranh chấp             |
      | Có quy hoạch chi tiết 1/500                   |
      | Có đường vào, hạ tầng                         |
      | Đã kiểm tra thực địa hoặc ảnh vệ tinh gần đây |

  Kịch bản: Ngoại lệ phải do sở chấp nhận, lý do được công bố
    Biết một lô đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng và đã công khai
    Nhưng điều kiện "Có đường vào, hạ tầng" chưa đạt
    Khi đơn vị quản lý quỹ đất chấp nhận ngoại lệ "Có đường vào, hạ tầng" vì "Đường đang thi công"
    Thì việc đó bị từ chối vì "Chỉ sở được chấp nhận ngoại lệ"
    Khi sở chấp nhận ngoại lệ "Có đường vào, hạ tầng" vì "Đường đang thi công"
    Và tổ chức đấu giá niêm yết lúc 09:00 ngày 13/08/2026
    Thì lô ở tình trạng "Đã niêm yết"
    Và nhật ký công khai ghi việc "Ghi điều kiện sẵn sàng" với lý do "Đường đang thi công"

  Khung tình huống: Ngày cuối cùng được niêm yết
    Biết một lô đấu giá "<theo>" đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng và đã công khai
    Khi tổ chức đấu giá niêm yết lúc <muộn>
    Thì việc đó bị từ chối vì "hạn cuối là ngày <ngày cuối>"
    Khi tổ chức đấu giá niêm yết lúc <kịp>
    Thì lô ở tình trạng "Đã niêm yết"

    Dữ liệu: Ít nhất 15 ngày với lô, thửa; ít nhất 30 ngày với đất thực hiện dự án đầu tư
      | theo              | muộn                 | ngày cuối  | kịp                  |
      | Theo lô (thửa đất) | 00:00 ngày 28/08/2026 | 27/08/2026 | 23:59 ngày 27/08/2026 |
      | Theo dự án đầu tư | 00:00 ngày 13/08/2026 | 12/08/2026 | 23:59 ngày 12/08/2026 |

  Kịch bản: Lô chưa công khai thì không niêm yết được
    Biết một lô đã ký hợp đồng với tổ chức đấu giá, đủ điều kiện sẵn sàng nhưng chưa công khai
    Khi tổ chức đấu giá niêm yết lúc 09:00 ngày 13/08/2026
    Thì việc đó bị từ chối vì "Lô chưa được công khai"

  Khung tình huống: Tiền đặt trước trong phương án phải trong khung của pháp luật
    Biết một lô đấu giá "<theo>" có tiền đặt trước <tỷ lệ> % giá khởi điểm
    Khi sở ghi quyết định phê duyệt phương án
    Thì việc đó bị từ chối vì "<khung>"

    Dữ liệu: Nói chung 5–20 %, đất thực hiện dự án đầu tư 10–20 %
      | theo               | tỷ lệ | khung   |
      | Theo lô (thửa đất) | 4     | 5–20 %  |
      | Theo lô (thửa đất) | 21    | 5–20 %  |
      | Theo dự án đầu tư  | 9     | 10–20 % |
