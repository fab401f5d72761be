"""The register takes the ground of a lot out of the fund: one more act of a lot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0008_papers_told"),
    ]

    operations = [
        migrations.AlterField(
            model_name="lotevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("plan", "Lập lô"),
                    ("publish", "Công khai là lô dự kiến đấu giá"),
                    ("unpublish", "Thôi công khai"),
                    ("readiness", "Ghi điều kiện sẵn sàng"),
                    ("approve_plan", "Phê duyệt phương án đấu giá"),
                    ("set_start_price", "Quyết định giá khởi điểm"),
                    ("decide_auction", "Quyết định đấu giá"),
                    ("contract_organisation", "Ký hợp đồng với tổ chức đấu giá"),
                    ("post", "Niêm yết, thông báo công khai"),
                    ("correct", "Đính chính thông tin đã niêm yết"),
                    ("open_registration", "Bắt đầu bán, nhận hồ sơ"),
                    ("close_registration", "Hết hạn bán, nhận hồ sơ"),
                    ("open_session", "Mở phiên đấu giá"),
                    ("sell", "Đấu giá thành theo biên bản"),
                    ("fail", "Đấu giá không thành theo biên bản"),
                    ("fail_unattended", "Không đủ người đăng ký"),
                    ("refuse", "Người trúng từ chối, đấu giá không thành"),
                    ("award_next", "Người trả giá liền kề trúng đấu giá"),
                    ("fulfil", "Hoàn thành việc sau phiên đấu giá"),
                    ("recognise", "Công nhận kết quả trúng đấu giá"),
                    ("tax_notice", "Thông báo nộp tiền của cơ quan thuế"),
                    ("confirm_half", "Xác nhận đã nộp đợt một"),
                    ("confirm_payment", "Xác nhận đã nộp đủ tiền"),
                    ("cancel_recognition", "Hủy quyết định công nhận kết quả"),
                    ("hand_over", "Bàn giao đất trên thực địa"),
                    ("certify", "Cấp Giấy chứng nhận"),
                    ("settle_ground", "Tách thửa theo lô, ghi biến động vào sổ quỹ đất"),
                    ("try_again", "Tổ chức đấu giá lại"),
                    ("leave_auction", "Chuyển sang giao đất không qua đấu giá"),
                    ("suspend", "Tạm dừng"),
                    ("resume", "Tiếp tục sau tạm dừng"),
                    ("cancel", "Hủy việc đấu giá"),
                    ("withdraw", "Rút lô khỏi đấu giá"),
                    ("paper", "Công khai văn bản"),
                    ("paper_withdrawn", "Thu hồi văn bản đã công khai"),
                    ("term_moved", "Thời hạn thay đổi do lịch nghỉ"),
                ],
                max_length=40,
                verbose_name="việc",
            ),
        ),
    ]
