# language: vi
Tính năng: Trả tiền đặt trước, nộp tiền trúng đấu giá, hủy công nhận
  Luật Đấu giá tài sản, điều 39: trả tiền đặt trước cho người không trúng trong 3 ngày làm việc.
  Nghị định 226/2025/NĐ-CP: cơ quan thuế thông báo nộp tiền trong 5 ngày làm việc sau quyết định công nhận.
  Nghị định 126/2020/NĐ-CP, điều 18: nộp 50 % trong 30 ngày, đủ 100 % trong 90 ngày kể từ ngày thông báo.
  Nghị định 226/2025/NĐ-CP: không nộp đủ thì hủy công nhận, tiền đặt cọc không được hoàn, phần nộp vượt được hoàn.

  Kịch bản: Tiền đặt trước phải trả trong 3 ngày làm việc
    Biết phiên đấu giá ngày thứ sáu 11/09/2026 đã thành
    Thì hạn "trả tiền đặt trước" là hết ngày 16/09/2026
    Khi tổ chức đấu giá ghi đã trả tiền đặt trước lúc 15:00 ngày 15/09/2026
    Thì không còn hạn "trả tiền đặt trước"
    Và nhật ký công khai ghi việc "Hoàn thành việc sau phiên đấu giá"

  Kịch bản: Không thành cũng phải trả tiền đặt trước
    Biết một lô ở tình trạng "Đấu giá không thành"
    Thì hạn "trả tiền đặt trước" là hết ngày 16/09/2026

  Kịch bản: Cơ quan thuế thông báo trong 5 ngày làm việc
    Biết kết quả đã được công nhận ngày 14/09/2026
    Thì hạn "thông báo nộp tiền" là hết ngày 21/09/2026

  Kịch bản: Hạn nộp tiền tính từ ngày thông báo của cơ quan thuế
    Biết kết quả đã được công nhận ngày 14/09/2026
    Khi cơ quan thuế thông báo ngày 16/09/2026 nộp 5.250 triệu đồng
    Thì hạn "nộp đợt một" là hết ngày 16/10/2026
    Và hạn "nộp đủ tiền" là hết ngày 15/12/2026

  Khung tình huống: Nộp đến đâu, lô sang bước đến đó
    Biết kết quả đã được công nhận ngày 14/09/2026
    Và cơ quan thuế thông báo ngày 16/09/2026 nộp 5.250 triệu đồng
    Khi ghi chứng từ nộp <số tiền> triệu đồng ngày 20/09/2026
    Thì lô ở tình trạng "<tình trạng>"

    Dữ liệu:
      | số tiền | tình trạng             |
      | 2.624   | Đã công nhận kết quả   |
      | 2.625   | Đã nộp đợt một         |
      | 5.249   | Đã nộp đợt một         |
      | 5.250   | Đã nộp đủ tiền         |

  Khung tình huống: Chưa hết hạn nộp thì không hủy công nhận
    Biết kết quả đã được công nhận ngày 14/09/2026
    Và cơ quan thuế thông báo ngày 16/09/2026 nộp 5.250 triệu đồng
    Và đã ghi chứng từ nộp <đã nộp> triệu đồng ngày 20/09/2026
    Khi sở ghi quyết định hủy công nhận lúc <sớm> vì "Quá hạn nộp tiền"
    Thì việc đó bị từ chối vì "Thời hạn nộp tiền còn đến"
    Khi sở ghi quyết định hủy công nhận lúc <đúng> vì "Quá hạn nộp tiền"
    Thì lô ở tình trạng "Đã hủy công nhận kết quả"
    Và lý do không thành là "Người trúng không nộp tiền, kết quả bị hủy công nhận"
    Và nhật ký công khai ghi việc "Hủy quyết định công nhận kết quả" với lý do "Quá hạn nộp tiền"
    Và lô không còn giá trúng nào

    Dữ liệu: Nộp dưới 50 % thì tính hạn đợt một, đã nộp 50 % thì tính hạn nộp đủ
      | đã nộp | sớm                  | đúng                 |
      | 100    | 09:00 ngày 16/10/2026 | 09:00 ngày 17/10/2026 |
      | 2.625  | 09:00 ngày 15/12/2026 | 09:00 ngày 16/12/2026 |

  Kịch bản: Hủy công nhận cho biết tiền nào mất, tiền nào được hoàn
    Biết kết quả đã được công nhận ngày 14/09/2026
    Khi sở mở trang hủy công nhận
    Thì trang nói "Tiền đặt cọc không được hoàn; phần đã nộp vượt quá tiền đặt cọc được hoàn"
