# language: vi
Tính năng: Đấu giá lại sau khi không thành
  Nghị định 102/2024/NĐ-CP, điều 54 khoản 4a (bổ sung bởi Nghị định 49/2026/NĐ-CP): không thành hai lần thì xác định lại
  giá khởi điểm.
  Luật Đất đai 2024, điều 124 và 125; Nghị định 226/2025/NĐ-CP: chỉ giao đất không qua đấu giá khi đã không thành từ hai
  lần, theo quyết định, không tự động.

  Kịch bản: Lần thứ hai được giữ giá khởi điểm đã quyết định
    Biết một lô đã đấu giá không thành 1 lần, lần cuối ngày 11/09/2026
    Khi đơn vị quản lý quỹ đất tổ chức đấu giá lại
    Thì lô ở tình trạng "Đã duyệt phương án"
    Và lô đang ở lần đấu giá thứ 2
    Khi sở ghi giá khởi điểm theo quyết định ngày 05/09/2026
    Thì lô ở tình trạng "Đã có giá khởi điểm"

  Kịch bản: Không thành hai lần thì giá khởi điểm phải được xác định lại
    Biết một lô đã đấu giá không thành 2 lần, lần cuối ngày 11/09/2026
    Khi đơn vị quản lý quỹ đất tổ chức đấu giá lại
    Và sở ghi giá khởi điểm theo quyết định ngày 05/09/2026
    Thì việc đó bị từ chối vì "giá khởi điểm phải được xác định lại sau ngày 11/09/2026"
    Khi sở ghi giá khởi điểm theo quyết định ngày 15/09/2026
    Thì lô ở tình trạng "Đã có giá khởi điểm"

  Khung tình huống: Không thành một lần thì chưa được giao đất không qua đấu giá
    Biết một lô đã đấu giá không thành 1 lần, lần cuối ngày 11/09/2026
    Khi sở <việc> vì "Không có người tham gia"
    Thì việc đó bị từ chối vì "<vì sao>"
    Và lô vẫn ở tình trạng "Đấu giá không thành"

    Dữ liệu: Không có đường vòng nào
      | việc                                             | vì sao                    |
      | ghi quyết định giao đất không qua đấu giá        | không thành từ hai lần    |
      | ghi quyết định hủy việc đấu giá                  | không thành từ hai lần    |

  Kịch bản: Không thành hai lần thì được giao đất không qua đấu giá theo quyết định
    Biết một lô đã đấu giá không thành 2 lần, lần cuối ngày 11/09/2026
    Khi sở ghi quyết định giao đất không qua đấu giá vì "Không có người tham gia"
    Thì lô ở tình trạng "Đã hủy"
    Và nhật ký công khai ghi việc "Chuyển sang giao đất không qua đấu giá" với lý do "Không có người tham gia"
