# language: vi
Tính năng: Hai người kiểm tra biên bản; người trúng từ chối
  Luật Đấu giá tài sản, điều 44 và 45: biên bản đấu giá. Việc nhập và xác nhận do hai đấu giá viên khác nhau là quy định
  của hệ thống.
  Luật Đấu giá tài sản, điều 51: người trúng từ chối thì người trả giá liền kề trúng, nếu giá liền kề cộng tiền đặt trước
  của người từ chối ít nhất bằng giá đã trúng và người liền kề chấp nhận; không thì đấu giá không thành.

  Kịch bản: Người nhập biên bản không tự xác nhận được
    Biết một lô ở tình trạng "Đang đấu giá"
    Và đấu giá viên đã nhập biên bản đấu giá thành
    Khi chính đấu giá viên đó xác nhận
    Thì việc đó bị từ chối vì "Người nhập kết quả không tự xác nhận"
    Khi đơn vị quản lý quỹ đất xác nhận
    Thì việc đó bị từ chối vì "cần đấu giá viên thứ hai của tổ chức"
    Khi sở xác nhận
    Thì việc đó bị từ chối vì "cần đấu giá viên thứ hai của tổ chức"
    Khi đấu giá viên thứ hai xác nhận
    Thì lô ở tình trạng "Đấu giá thành, chờ công nhận"

  Kịch bản: Biên bản nhập nhầm được trả lại kèm lý do rồi nhập lại
    Biết một lô ở tình trạng "Đang đấu giá"
    Và đấu giá viên đã nhập biên bản đấu giá thành
    Khi đấu giá viên thứ hai trả lại mà không ghi lý do
    Thì việc đó bị từ chối vì "Hãy ghi lý do trả lại"
    Khi đấu giá viên thứ hai trả lại vì "Nhầm số biên bản"
    Và đấu giá viên nhập lại biên bản đấu giá thành
    Và đấu giá viên thứ hai xác nhận
    Thì lô ở tình trạng "Đấu giá thành, chờ công nhận"

  Khung tình huống: Người trúng từ chối, người trả giá liền kề chấp nhận
    Biết một lô có giá khởi điểm 5.000 triệu đồng và tiền đặt trước 1.000 triệu đồng
    Và người số 2 đã trúng với giá <giá trúng> triệu đồng, liền kề là người số 1 với giá 5.000 triệu đồng
    Khi người số 2 từ chối và người số 1 chấp nhận
    Thì <kết cục>

    Dữ liệu: Giá liền kề cộng tiền đặt trước là 6.000 triệu đồng
      | giá trúng | kết cục                                                      |
      | 5.050     | lô trúng với giá 5.000 triệu đồng                            |
      | 6.000     | lô trúng với giá 5.000 triệu đồng                            |
      | 6.001     | việc đó bị từ chối vì "Không có người trả giá liền kề đủ điều kiện" |

  Kịch bản: Giá liền kề cộng tiền đặt trước không đủ thì không thành
    Biết một lô có giá khởi điểm 5.000 triệu đồng và tiền đặt trước 1.000 triệu đồng
    Và người số 2 đã trúng với giá 6.001 triệu đồng, liền kề là người số 1 với giá 5.000 triệu đồng
    Khi người số 2 từ chối
    Thì lô ở tình trạng "Đấu giá không thành"
    Và lý do không thành là "Người trúng từ chối, không có người trả giá liền kề đủ điều kiện"

  Kịch bản: Còn người liền kề đủ điều kiện thì chưa được kết luận không thành
    Biết một lô có giá khởi điểm 5.000 triệu đồng và tiền đặt trước 1.000 triệu đồng
    Và người số 2 đã trúng với giá 6.000 triệu đồng, liền kề là người số 1 với giá 5.000 triệu đồng
    Khi người số 2 từ chối
    Thì việc đó bị từ chối vì "Người trả giá liền kề đủ điều kiện trúng"
    Khi người số 2 và người số 1 từ chối
    Thì lô ở tình trạng "Đấu giá không thành"

  Kịch bản: Người liền kề đã nhận rồi cũng từ chối
    Biết một lô có giá khởi điểm 5.000 triệu đồng và tiền đặt trước 1.000 triệu đồng
    Và người số 2 đã trúng với giá 6.000 triệu đồng, liền kề là người số 1 với giá 5.000 triệu đồng
    Khi người số 2 từ chối và người số 1 chấp nhận
    Và người số 2 từ chối và người số 1 chấp nhận
    Thì việc đó bị từ chối vì "Người trúng hiện nay không ở trong số người từ chối"
    Khi người số 2 và người số 1 từ chối
    Thì lô ở tình trạng "Đấu giá không thành"
