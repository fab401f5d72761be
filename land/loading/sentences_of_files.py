"""What an import says of a file as a whole."""

from typing import Final

from gis.systems.sentences import SYSTEMS
from gis.text.sentences import ERROR, INFO, WARNING, Sentence

FILE: Final[dict[str, Sentence]] = {
    **SYSTEMS,
    "layer_chosen": Sentence(
        INFO, "Đọc lớp “{layer}” trong các lớp: {layers}.", "Layer “{layer}” of {layers} was read."
    ),
    "srid_over_file": Sentence(
        WARNING,
        "Tệp ghi hệ tọa độ {file}, đã dùng hệ do bạn chọn: {given}.",
        "The file declares {file}; your choice was used: {given}.",
    ),
    "encoding_found": Sentence(
        INFO,
        "Chữ trong tệp dùng bảng mã {encoding}, đã chuyển sang Unicode. Ví dụ: {sample}.",
        "The texts are in {encoding} and were turned into Unicode. Example: {sample}.",
    ),
    "encoding_doubtful": Sentence(
        WARNING,
        "Chưa chắc bảng mã của tệp (đoán {encoding}). Ví dụ: {sample}.",
        "The encoding is not certain (taken for {encoding}). Example: {sample}.",
        "Xem ví dụ; nếu sai, chọn bảng mã bằng --encoding (tcvn3, vni, 1258, utf-8).",
        "Look at the example; if it is wrong choose --encoding (tcvn3, vni, 1258, utf-8).",
    ),
    "heading_guessed": Sentence(
        WARNING,
        "Không nhận ra dòng tiêu đề cột nào; đã lấy dòng {row} ({columns}) làm tiêu đề.",
        "No row of column headings was recognised; row {row} ({columns}) was taken for it.",
        "Nếu sai, ghi số của dòng tiêu đề vào header_row trong tệp của --mapping rồi nhập lại.",
        "If it is wrong, write the number of the right row as header_row into the file of --mapping and import again.",
    ),
    "columns_ignored": Sentence(
        INFO,
        "Không dùng các cột: {columns}.",
        "These columns were not used: {columns}.",
        "Nếu cần, khai báo trong hồ sơ ánh xạ.",
        "Name them in a mapping profile if they matter.",
    ),
    "codes_not_ours": Sentence(
        INFO,
        "Cột “{column}” không chứa mã do hệ thống cấp (BRVT-000001); nội dung được giữ trong ghi chú.",
        "Column “{column}” holds no codes of this register (BRVT-000001); it is kept in the note.",
    ),
    "nothing_mapped": Sentence(
        ERROR,
        "Không nhận ra cột nào trong: {columns}.",
        "None of these columns was recognised: {columns}.",
        "Khai báo ánh xạ cột (--mapping) rồi nhập lại.",
        "Map the columns (--mapping) and import again.",
    ),
    "number_style_mixed": Sentence(
        WARNING,
        "Cột “{column}” vừa có số kiểu 2.159,6 vừa có số kiểu 2,159.6; đã đọc từng ô theo dấu của nó.",
        "Column “{column}” mixes numbers like 2.159,6 and 2,159.6; each cell was read by its own signs.",
    ),
    "drawing_read": Sentence(
        INFO,
        "Bản vẽ: khép được {polygons} thửa, đọc được {labels} nhãn; bỏ {dropped} vùng không có nhãn.",
        "Drawing: {polygons} areas closed, {labels} labels read; {dropped} areas without a label left out.",
    ),
    "corners_read": Sentence(
        INFO, "Ghép {corners} điểm góc thành {rows} khu đất.", "{corners} corners were joined into {rows} plots."
    ),
    "no_unit_boundaries": Sentence(
        WARNING,
        "Chưa có ranh giới phường, xã trong hệ thống nên không kiểm tra được khu đất nằm trong đơn vị nào.",
        "No unit boundaries are loaded, so it was not checked in which unit each plot lies.",
        "Nạp ranh giới bằng load_units rồi nhập lại.",
        "Load them with load_units and import again.",
    ),
    "not_read_from_file": Sentence(
        INFO,
        "Các cột {columns} do hệ thống tự tính hoặc đổi bằng thao tác riêng, không nhập từ tệp.",
        "The columns {columns} are worked out by the register or changed by acts of their own; they are not imported.",
    ),
}
