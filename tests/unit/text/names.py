"""Real place names and land words: units of the former province, glossary, land-use classes."""

_TEXT = """
Tỉnh Bà Rịa - Vũng Tàu; Thành phố Vũng Tàu; Thành phố Bà Rịa; Huyện Châu Đức; Huyện Xuyên Mộc; Huyện Long
Điền; Huyện Đất Đỏ; Huyện Long Đất; Thị xã Phú Mỹ; Thành phố Phú Mỹ; Huyện Côn Đảo; Phường 1; Phường Thắng
Tam; Phường 2; Phường 3; Phường 4; Phường 5; Phường Thắng Nhì; Phường 7; Phường Nguyễn An Ninh; Phường 8;
Phường 9; Phường Thắng Nhất; Phường Rạch Dừa; Phường 10; Phường 11; Phường 12; Xã Long Sơn; Phường Phước
Hưng; Phường Phước Hiệp; Phường Phước Nguyên; Phường Long Toàn; Phường Long Tâm; Phường Phước Trung;
Phường Long Hương; Phường Kim Dinh; Xã Tân Hưng; Xã Long Phước; Xã Hoà Long; Xã Bàu Chinh; Thị trấn Ngãi
Giao; Xã Bình Ba; Xã Suối Nghệ; Xã Xuân Sơn; Xã Sơn Bình; Xã Bình Giã; Xã Bình Trung; Xã Xà Bang; Xã Cù
Bị; Xã Láng Lớn; Xã Quảng Thành; Xã Kim Long; Xã Suối Rao; Xã Đá Bạc; Xã Nghĩa Thành; Thị trấn Phước Bửu;
Xã Phước Thuận; Xã Phước Tân; Xã Xuyên Mộc; Xã Bông Trang; Xã Tân Lâm; Xã Bàu Lâm; Xã Hòa Bình; Xã Hòa
Hưng; Xã Hòa Hiệp; Xã Hòa Hội; Xã Bưng Riềng; Xã Bình Châu; Thị trấn Long Điền; Thị trấn Long Hải; Xã An
Ngãi; Xã Tam Phước; Xã An Nhứt; Xã Phước Tỉnh; Xã Phước Hưng; Thị trấn Đất Đỏ; Xã Phước Long Thọ; Xã Phước
Hội; Xã Long Mỹ; Thị trấn Phước Hải; Xã Long Tân; Xã Láng Dài; Xã Lộc An; Phường Phú Mỹ; Xã Tân Hoà;
Phường Tân Hoà; Xã Tân Hải; Phường Tân Hải; Phường Phước Hoà; Phường Tân Phước; Phường Mỹ Xuân; Xã Sông
Xoài; Phường Hắc Dịch; Xã Châu Pha; Xã Tóc Tiên; Thị trấn Kim Long; Xã Tam An; Phường Vũng Tàu; Phường Tam
Thắng; Phường Phước Thắng; Phường Bà Rịa; Phường Tam Long; Xã Ngãi Giao; Xã Châu Đức; Xã Hồ Tràm; Xã Long
Điền; Xã Long Hải; Xã Đất Đỏ; Xã Phước Hải; Phường Tân Thành; Đặc khu Côn Đảo; Thành phố Hồ Chí Minh; đất
công; đất do Nhà nước quản lý; khu đất; thửa đất; mã thửa đất; mã định danh thửa đất; tờ bản đồ; số hiệu
tờ bản đồ (số tờ); số thứ tự thửa (số thửa); bản đồ địa chính; trích lục bản đồ địa chính; trích đo địa
chính; hồ sơ địa chính; sổ địa chính; đơn vị hành chính; phường; xã; đặc khu; khu phố; ấp; diện tích; diện
tích pháp lý; diện tích đo đạc thực tế; loại đất; mục đích sử dụng đất; mã loại đất; nhóm đất nông nghiệp;
phi nông nghiệp; chưa sử dụng; hiện trạng sử dụng đất; đất trống; lấn đất; chiếm đất; lấn chiếm (lấn đất,
chiếm đất); tranh chấp đất đai; hòa giải; nguồn gốc sử dụng đất; người sử dụng đất; đối tượng sử dụng đất;
đối tượng được giao quản lý đất; đơn vị quản lý; giao đất để quản lý; giao đất; cho thuê đất; thuê đất trả
tiền hằng năm; thuê đất trả tiền một lần; thu hồi đất; chuyển mục đích sử dụng đất; gia hạn sử dụng đất;
thời hạn sử dụng đất; quyền sử dụng đất; hạn chế quyền; nghĩa vụ; trách nhiệm; Giấy chứng nhận quyền sử
dụng đất (GCN, sổ đỏ); quyết định; giấy tờ pháp lý; đăng ký đất đai lần đầu; đăng ký biến động; tách thửa;
hợp thửa; cấp đổi; cấp lại; đính chính; thế chấp; biện pháp bảo đảm; Văn phòng đăng ký đất đai; Trung tâm
phát triển quỹ đất; quỹ đất; quỹ đất công ích; đất chưa giao, chưa cho thuê; hành lang an toàn công trình;
quy hoạch sử dụng đất; kế hoạch sử dụng đất hằng năm; quy hoạch phân khu; quy hoạch chi tiết; chức năng
quy hoạch; lộ giới; chỉ giới xây dựng; hệ số sử dụng đất; mật độ xây dựng; tầng cao; bảng giá đất; vị trí
(1-4); hệ số điều chỉnh giá đất; giá khởi điểm; đấu giá quyền sử dụng đất; phương án đấu giá; quyết định
đấu giá; đơn vị được giao xử lý việc đấu giá; người có tài sản; tổ chức hành nghề đấu giá tài sản; hội
đồng đấu giá tài sản; đấu giá viên; quy chế cuộc đấu giá; niêm yết; thông báo công khai việc đấu giá; lô
đất đấu giá; hồ sơ mời tham gia; hồ sơ tham gia đấu giá; người tham gia đấu giá; tiền đặt trước; tiền đặt
cọc; bước giá; trả giá lên; đặt giá xuống; bỏ phiếu trực tiếp; bỏ phiếu gián tiếp; bằng lời nói; trực
tuyến; biên bản đấu giá; người trúng đấu giá; công nhận kết quả trúng đấu giá; đấu giá không thành; bàn
giao đất trên thực địa; nghĩa vụ tài chính; phiếu chuyển thông tin; hồ sơ; mã hồ sơ; thủ tục hành chính
(TTHC); thành phần hồ sơ; bộ phận một cửa; Trung tâm Phục vụ hành chính công; giấy tiếp nhận hồ sơ và hẹn
trả kết quả; phiếu yêu cầu bổ sung hồ sơ; phiếu từ chối tiếp nhận; phiếu xin lỗi và hẹn lại; dịch vụ công
trực tuyến toàn trình; dịch vụ công trực tuyến một phần; cổng dịch vụ công; số hóa hồ sơ; chứng thực điện
tử; ký số; định danh điện tử (VNeID); trục liên thông văn bản; sổ tay quản lý đất đai; kiểm tra thực địa;
biên bản vi phạm hành chính; ảnh vệ tinh; ảnh viễn thám; tổ công nghệ số cộng đồng; đúng, đủ, sạch, sống;
mức độ hài lòng; Nhóm đất nông nghiệp; Đất trồng cây hằng năm; Đất trồng lúa; Đất chuyên trồng lúa; Đất
trồng lúa còn lại; Đất trồng cây hằng năm khác; Đất trồng cây lâu năm; Đất lâm nghiệp; Đất rừng đặc dụng;
Đất rừng phòng hộ; Đất rừng sản xuất; Đất nuôi trồng thủy sản; Đất chăn nuôi tập trung; Đất làm muối; Đất
nông nghiệp khác; Nhóm đất phi nông nghiệp; Đất ở; Đất ở tại nông thôn; Đất ở tại đô thị; Đất xây dựng trụ
sở cơ quan; Đất quốc phòng, an ninh; Đất quốc phòng; Đất an ninh; Đất xây dựng công trình sự nghiệp; Đất
xây dựng cơ sở văn hóa; Đất xây dựng cơ sở xã hội; Đất xây dựng cơ sở y tế; Đất xây dựng cơ sở giáo dục và
đào tạo; Đất xây dựng cơ sở thể dục, thể thao; Đất xây dựng cơ sở khoa học và công nghệ; Đất xây dựng cơ
sở môi trường; Đất xây dựng cơ sở khí tượng thủy văn; Đất xây dựng cơ sở ngoại giao; Đất xây dựng công
trình sự nghiệp khác; Đất sản xuất, kinh doanh phi nông nghiệp; Đất khu công nghiệp, cụm công nghiệp; Đất
khu công nghiệp; Đất cụm công nghiệp; Đất khu công nghệ thông tin tập trung; Đất thương mại, dịch vụ; Đất
cơ sở sản xuất phi nông nghiệp; Đất sử dụng cho hoạt động khoáng sản; Đất sử dụng vào mục đích công cộng;
Đất công trình giao thông; Đất công trình thủy lợi; Đất công trình cấp nước, thoát nước; Đất công trình
phòng, chống thiên tai; Đất có di tích lịch sử - văn hóa, danh lam thắng cảnh, di sản thiên nhiên; Đất
công trình xử lý chất thải; Đất công trình năng lượng, chiếu sáng công cộng; Đất công trình hạ tầng bưu
chính, viễn thông, công nghệ thông tin; Đất chợ dân sinh, chợ đầu mối; Đất khu vui chơi, giải trí công
cộng, sinh hoạt cộng đồng; Đất công trình công cộng khác; Đất tôn giáo; Đất tín ngưỡng; Đất có mặt nước
chuyên dùng; Đất có mặt nước chuyên dùng dạng ao, hồ, đầm, phá; Đất có mặt nước dạng sông, ngòi, kênh,
rạch, suối; Đất phi nông nghiệp khác; Nhóm đất chưa sử dụng; Đất do Nhà nước thu hồi theo quy định của
pháp luật đất đai chưa giao, chưa cho thuê sử dụng; Đất bằng chưa sử dụng; Đất đồi núi chưa sử dụng; Núi
đá không có rừng cây; Đất có mặt nước chưa sử dụng; Đất có rừng đặc dụng – trồng (tên gần đúng); Đất có
rừng đặc dụng – tự nhiên (tên gần đúng); Đất có rừng đặc dụng – đang được trồng, khoanh nuôi (mới) (tên
gần đúng); Đất có rừng đặc dụng – khoanh nuôi phục hồi (tên gần đúng); Đất có rừng phòng hộ – trồng (tên
gần đúng); Đất có rừng phòng hộ – tự nhiên (tên gần đúng); Đất có rừng phòng hộ – đang được trồng, khoanh
nuôi (mới) (tên gần đúng); Đất có rừng phòng hộ – khoanh nuôi phục hồi (tên gần đúng); Đất có rừng sản
xuất – trồng (tên gần đúng); Đất có rừng sản xuất – tự nhiên (tên gần đúng); Đất có rừng sản xuất – đang
được trồng, khoanh nuôi (mới) (tên gần đúng); Đất có rừng sản xuất – khoanh nuôi phục hồi (tên gần đúng);
Đất bằng trồng cây hàng năm khác; Đất nương rẫy trồng cây hàng năm khác; Đất trồng lúa nương; Đất sản xuất
nông nghiệp; Đất cỏ dùng vào chăn nuôi; Đất trồng cây công nghiệp lâu năm; Đất trồng cây ăn quả lâu năm;
Đất trồng cây lâu năm khác; Đất nuôi trồng thủy sản nước lợ, mặn; Đất chuyên nuôi trồng thủy sản nước
ngọt; Đất chuyên dùng; Đất trụ sở cơ quan, công trình sự nghiệp; Đất xây dựng trụ sở của tổ chức sự
nghiệp; Đất khu chế xuất; Đất sản xuất vật liệu xây dựng, làm đồ gốm; Đất có di tích lịch sử - văn hóa;
Đất danh lam thắng cảnh; Đất sinh hoạt cộng đồng; Đất tôn giáo, tín ngưỡng; Đất sông, suối và mặt nước
chuyên dùng; Đất trụ sở khác
"""

NAMES = tuple(" ".join(name.split()) for name in _TEXT.split(";"))
