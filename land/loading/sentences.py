"""The sentences of an import. A code is stable and documented in docs/user/import.*.md."""

from dataclasses import dataclass
from typing import Final

ERROR, WARNING, INFO = "error", "warning", "info"


@dataclass(frozen=True)
class Sentence:
    """What a finding says.

    Attributes:
        severity: an error refuses the row (or, for the file, tells what blocks it); a warning and an info do not.
        keepable: the row may be kept as "cần rà soát" with --keep-faulty.
    """

    severity: str
    vi: str
    en: str
    mend_vi: str = ""
    mend_en: str = ""
    keepable: bool = False


_CONFIRM_VI = "Nếu đúng, nhập lại với hệ tọa độ {right}."
_CONFIRM_EN = "If so, import again as {right}."

FILE: Final[dict[str, Sentence]] = {
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
    "columns_ignored": Sentence(
        INFO,
        "Không dùng các cột: {columns}.",
        "These columns were not used: {columns}.",
        "Nếu cần, khai báo trong hồ sơ ánh xạ.",
        "Name them in a mapping profile if they matter.",
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
    "crs_assumed": Sentence(
        WARNING,
        "Tệp không ghi hệ tọa độ; tọa độ khớp địa bàn theo {system} nên đã dùng hệ này.",
        "The file declares no coordinate system; its coordinates fit the territory as {system}, which was used.",
        "Nếu sai, nhập lại với --srid.",
        "If that is wrong, import again with --srid.",
    ),
    "crs_ambiguous": Sentence(
        ERROR,
        "Tệp không ghi hệ tọa độ và tọa độ khớp với nhiều hệ: {systems}.",
        "The file declares no coordinate system and its coordinates fit several: {systems}.",
        "Chọn hệ tọa độ bằng --srid.",
        "Choose one with --srid.",
    ),
    "crs_unknown": Sentence(
        ERROR,
        "Tệp không ghi hệ tọa độ, và tọa độ (ví dụ {x}; {y}) không khớp địa bàn theo hệ nào thường dùng.",
        "The file declares no coordinate system, and coordinates like {x}; {y} fit the territory in none in use.",
        "Hỏi nơi cấp tệp và nhập lại với --srid.",
        "Ask where the file came from and import again with --srid.",
    ),
    "zone_wrong": Sentence(
        ERROR,
        "Sai múi chiếu: tệp ghi {declared} nhưng tọa độ chỉ khớp địa bàn theo {right} (lệch {distance_km} km).",
        "Wrong zone: the file declares {declared}, but only {right} puts it into the territory ({distance_km} km off).",
        _CONFIRM_VI,
        _CONFIRM_EN,
    ),
    "axes_swapped": Sentence(
        ERROR,
        "Đảo trục tọa độ: tọa độ bắc đứng trước tọa độ đông (lệch {distance_km} km).",
        "Swapped axes: north stands before east ({distance_km} km off).",
        "Nếu đúng, nhập lại với --swap-axes.",
        "If so, import again with --swap-axes.",
    ),
    "axes_swapped_assumed": Sentence(
        WARNING,
        "Tọa độ bắc đứng trước tọa độ đông; đã đổi lại.",
        "North stands before east; they were exchanged.",
    ),
    "degrees_for_metres": Sentence(
        ERROR,
        "Tệp ghi {declared} (mét) nhưng tọa độ là độ, khớp {right}.",
        "The file declares {declared} (metres), but its coordinates are degrees, as in {right}.",
        _CONFIRM_VI,
        _CONFIRM_EN,
    ),
    "metres_for_degrees": Sentence(
        ERROR,
        "Tệp ghi {declared} (độ) nhưng tọa độ là mét, khớp {right}.",
        "The file declares {declared} (degrees), but its coordinates are metres, as in {right}.",
        _CONFIRM_VI,
        _CONFIRM_EN,
    ),
    "outside_all": Sentence(
        ERROR,
        "Tệp nằm ngoài địa bàn: khoảng kinh độ {longitude}, vĩ độ {latitude} theo {system}, và không hệ tọa độ nào "
        "thường dùng đưa nó về địa bàn.",
        "The file lies outside the territory: about longitude {longitude}, latitude {latitude} by {system}, and no "
        "coordinate system in use here puts it inside.",
        "Kiểm tra đúng tệp, đúng tỉnh.",
        "Check that it is the right file.",
    ),
    "shift_missing_declared": Sentence(
        WARNING,
        "Tệp khai {system} nhưng thiếu tham số chuyển VN-2000 sang WGS 84 (bỏ qua sẽ lệch 226 m); "
        "đã dùng tham số theo Quyết định 05/2007/QĐ-BTNMT.",
        "The file declares {system} without the shift from VN-2000 to WGS 84 (226 m); the official one "
        "(Decision 05/2007/QĐ-BTNMT) was used.",
        "Nên lưu tệp với đúng hệ tọa độ VN-2000.",
        "Better save the file in VN-2000 proper.",
    ),
    "shift_other_declared": Sentence(
        WARNING,
        "Tệp khai {system} với tham số chuyển đổi khác tham số theo Quyết định 05/2007/QĐ-BTNMT; đã dùng tham số "
        "theo Quyết định.",
        "The file declares {system} with other shift parameters than Decision 05/2007/QĐ-BTNMT; the Decision's were "
        "used.",
        "Nếu tệp từng được chuyển từ WGS 84 bằng tham số riêng, hãy nhập bản WGS 84.",
        "If the file was once transformed from WGS 84 by its own parameters, import the WGS 84 original.",
    ),
    "shift_unknowable": Sentence(
        INFO,
        "Không thể biết từ tệp ({system}) liệu phép chuyển VN-2000 và WGS 84 (226 m) đã được làm đúng: không đủ khu "
        "đất đã có trong sổ để đối chiếu.",
        "It cannot be known from the file ({system}) whether the shift between VN-2000 and WGS 84 (226 m) was made: "
        "too few of its plots are registered already.",
        "Đối chiếu vài khu đất trên ảnh vệ tinh sau khi nhập.",
        "Compare some plots with the imagery after the import.",
    ),
    "shift_missing": Sentence(
        ERROR,
        "Thiếu phép chuyển VN-2000 và WGS 84: tệp lệch đều {distance} m (đông {east}, bắc {north}) so với các khu đất "
        "đã có trong sổ; đọc theo {right} thì khớp.",
        "The shift between VN-2000 and WGS 84 is missing: the file is off by a constant {distance} m (east {east}, "
        "north {north}) from registered plots; read as {right} it fits.",
        _CONFIRM_VI,
        _CONFIRM_EN,
    ),
    "offset_constant": Sentence(
        WARNING,
        "Tệp lệch đều {distance} m (đông {east}, bắc {north}) so với các khu đất đã có trong sổ.",
        "The file is off by a constant {distance} m (east {east}, north {north}) from registered plots.",
        "Kiểm tra hệ tọa độ hoặc điểm gốc của bản vẽ trước khi duyệt thay đổi ranh giới.",
        "Check the system or the drawing's origin before approving changes of boundaries.",
    ),
    "offset_other_operation": Sentence(
        WARNING,
        "Tệp lệch đều {distance} m so với sổ, đúng bằng sai khác giữa hai bộ tham số EPSG:5194 và EPSG:6960.",
        "The file is off by a constant {distance} m, the difference between EPSG:5194 and EPSG:6960.",
        "Xuất lại tệp bằng bộ tham số chính thức (EPSG:6960).",
        "Export it again with the official parameters (EPSG:6960).",
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

ROW: Final[dict[str, Sentence]] = {
    "geometry_empty": Sentence(
        ERROR,
        "Đối tượng không có hình.",
        "The feature has no shape.",
        "Vẽ lại ranh giới, hoặc xóa đối tượng.",
        "Draw the boundary again or delete the feature.",
        keepable=True,
    ),
    "geometry_not_area": Sentence(
        ERROR,
        "Hình là đường hở hoặc điểm, không phải vùng khép kín.",
        "The shape is an open line or points, not a closed area.",
        "Khép kín đường ranh giới rồi nhập lại.",
        "Close the boundary and import again.",
        keepable=True,
    ),
    "geometry_impossible": Sentence(
        ERROR,
        "Tọa độ không phải là số hoặc ngoài phạm vi của hệ tọa độ.",
        "Coordinates are no numbers or beyond the coordinate system.",
        "Kiểm tra tọa độ các đỉnh.",
        "Check the vertices.",
        keepable=True,
    ),
    "geometry_mended": Sentence(
        WARNING,
        "Ranh giới có lỗi nhỏ ({reason}), đã tự sửa, diện tích đổi {change} m².",
        "The boundary had a small fault ({reason}), mended, its area changed by {change} m².",
        "Xem lại điểm được nêu.",
        "Look at the place named.",
    ),
    "geometry_crossing": Sentence(
        ERROR,
        "Ranh giới tự cắt ({reason}); sửa tự động sẽ đổi diện tích {change} m².",
        "The boundary crosses itself ({reason}); mending would change its area by {change} m².",
        "Sửa thứ tự đỉnh tại điểm được nêu.",
        "Put the vertices right at the place named.",
        keepable=True,
    ),
    "geometry_collapsed": Sentence(
        ERROR,
        "Ranh giới không tạo thành vùng có diện tích ({reason}).",
        "The boundary encloses no area ({reason}).",
        "Vẽ lại ranh giới.",
        "Draw the boundary again.",
        keepable=True,
    ),
    "corners_too_few": Sentence(
        ERROR,
        "Chỉ có {count} điểm góc, cần ít nhất 3.",
        "There are only {count} corners; three are needed.",
        "Bổ sung điểm góc.",
        "Add the missing corners.",
        keepable=True,
    ),
    "wkt_unreadable": Sentence(
        ERROR,
        "Không đọc được hình (WKT) trong cột “{column}”.",
        "The shape (WKT) in column “{column}” cannot be read.",
        "Sửa nội dung ô này.",
        "Correct this cell.",
        keepable=True,
    ),
    "value_unreadable": Sentence(
        ERROR,
        "Cột “{column}”: {detail}",
        "Column “{column}”: {detail_en}",
        "Sửa ô này.",
        "Correct this cell.",
        keepable=True,
    ),
    "value_too_long": Sentence(
        WARNING,
        "Cột “{column}” dài quá {limit} ký tự, phần cuối được chuyển vào ghi chú.",
        "Column “{column}” is longer than {limit} characters; the rest went to the note.",
    ),
    "choice_unknown": Sentence(
        WARNING,
        "Cột “{column}”: “{value}” không có trong danh mục {field}, được giữ trong ghi chú.",
        "Column “{column}”: “{value}” is not in the list of {field}; it is kept in the note.",
        "Chọn giá trị trong danh mục, hoặc khai báo trong hồ sơ ánh xạ.",
        "Use a value of the list.",
    ),
    "land_use_unknown": Sentence(
        ERROR,
        "Mã loại đất “{value}” không có trong danh mục.",
        "The land-use code “{value}” is not in the list.",
        "Sửa theo danh mục loại đất (Thông tư 08/2024/TT-BTNMT).",
        "Use a code of Circular 08/2024/TT-BTNMT.",
        keepable=True,
    ),
    "land_use_replaced": Sentence(
        INFO,
        "Mã loại đất cũ “{value}” được đọc là {code}.",
        "The former land-use code “{value}” was read as {code}.",
    ),
    "land_use_mixed": Sentence(
        WARNING,
        "Nhiều loại đất “{value}”: lấy mã đầu {code}, các mã còn lại giữ trong ghi chú.",
        "Several land uses “{value}”: {code} was taken, the others are kept in the note.",
    ),
    "agency_unknown": Sentence(
        WARNING,
        "Cột “{column}”: chưa có cơ quan “{value}” trong danh mục, tên được giữ trong ghi chú.",
        "Column “{column}”: the agency “{value}” is not listed; its name is kept in the note.",
        "Thêm cơ quan vào danh mục rồi nhập lại tệp này.",
        "List the agency and import this file again.",
    ),
    "unit_unknown": Sentence(
        ERROR,
        "Không có phường, xã nào tên “{value}”, kể cả tên cũ.",
        "No ward or commune is called “{value}”, now or before.",
        "Sửa tên đơn vị.",
        "Correct the name.",
        keepable=True,
    ),
    "unit_ambiguous": Sentence(
        ERROR,
        "“{value}” có thể là: {choices}.",
        "“{value}” may be: {choices}.",
        "Ghi thêm huyện, thị xã hoặc dùng mã đơn vị.",
        "Add the district or use the unit's code.",
        keepable=True,
    ),
    "unit_missing": Sentence(
        ERROR,
        "Không biết khu đất thuộc phường, xã nào: không có tên đơn vị và không có vị trí.",
        "It is not known in which ward or commune the plot lies: neither a name nor a place is given.",
        "Bổ sung cột phường, xã.",
        "Add a column with the ward or commune.",
    ),
    "required_empty": Sentence(
        ERROR,
        "Thiếu thông tin để nhận biết khu đất: cần tên, địa chỉ, hoặc số tờ và số thửa.",
        "Nothing identifies the plot: a name, an address, or sheet and parcel number is needed.",
        "Bổ sung một trong các cột đó.",
        "Fill in one of them.",
        keepable=True,
    ),
    "parcel_incomplete": Sentence(
        WARNING,
        "Có số thửa mà thiếu số tờ, hoặc ngược lại.",
        "There is a parcel number without a sheet number, or the reverse.",
        "Bổ sung số còn thiếu.",
        "Add the missing one.",
    ),
    "code_unknown": Sentence(
        ERROR,
        "Mã khu đất “{value}” không có trong sổ. Mã do hệ thống cấp, không đặt trong tệp.",
        "The plot code “{value}” is not in the register. Codes are given by the register, not by files.",
        "Để trống mã nếu là khu đất mới, hoặc sửa mã cho đúng.",
        "Leave it empty for a new plot, or correct it.",
    ),
    "code_ended": Sentence(
        ERROR,
        "Khu đất {value} đã tách, gộp hoặc đưa ra khỏi quỹ đất.",
        "Plot {value} was split, merged or removed.",
        "Dùng mã của khu đất đang quản lý.",
        "Use the code of an active plot.",
    ),
    "duplicate_code": Sentence(
        ERROR,
        "Mã khu đất {value} lặp lại ở dòng {rows}.",
        "Plot code {value} is also in row {rows}.",
        "Giữ một dòng cho mỗi khu đất.",
        "Keep one row per plot.",
    ),
    "duplicate_parcel": Sentence(
        ERROR,
        "Tờ {sheet} thửa {parcel} cùng đơn vị lặp lại ở dòng {rows}.",
        "Sheet {sheet} parcel {parcel} of the same unit is also in row {rows}.",
        "Giữ một dòng cho mỗi thửa, hoặc sửa số tờ, số thửa.",
        "Keep one row per parcel, or correct the numbers.",
    ),
    "duplicate_shape": Sentence(
        ERROR,
        "Ranh giới trùng hoàn toàn với dòng {rows}.",
        "The boundary is the same as that of row {rows}.",
        "Xóa dòng thừa.",
        "Delete the surplus row.",
    ),
    "duplicate_row": Sentence(
        ERROR,
        "Trùng đơn vị, tên, địa chỉ và diện tích với dòng {rows}.",
        "Unit, name, address and area are the same as in row {rows}.",
        "Xóa dòng thừa, hoặc ghi rõ khác nhau ở đâu.",
        "Delete the surplus row or tell them apart.",
    ),
    "matches_several": Sentence(
        ERROR,
        "Dòng này khớp với nhiều khu đất trong sổ: {codes}.",
        "This row matches several plots of the register: {codes}.",
        "Ghi mã khu đất vào cột mã để chỉ rõ.",
        "Write the plot code into the code column.",
    ),
    "matched_by_several_rows": Sentence(
        ERROR,
        "Khu đất {code} trong sổ cũng khớp với dòng {rows}.",
        "Plot {code} of the register also matches row {rows}.",
        "Giữ một dòng cho mỗi khu đất.",
        "Keep one row per plot.",
    ),
    "outside_territory": Sentence(
        ERROR,
        "Khu đất nằm ngoài địa bàn.",
        "The plot lies outside the territory.",
        "Kiểm tra hệ tọa độ và tọa độ.",
        "Check the coordinate system and the coordinates.",
    ),
    "outside_unit": Sentence(
        ERROR,
        "Khu đất nằm ngoài {unit} {share} % diện tích (cho phép {allowed} %), phần lớn ở {actual}.",
        "{share} % of the plot lies outside {unit} ({allowed} % allowed), most of it in {actual}.",
        "Sửa tên đơn vị hoặc ranh giới.",
        "Correct the unit or the boundary.",
        keepable=True,
    ),
    "overlap_row": Sentence(
        ERROR,
        "Chồng lấn {area} m² với dòng {other} trong tệp.",
        "Overlaps row {other} of the file by {area} m².",
        "Sửa ranh giới tại điểm được nêu.",
        "Correct the boundary at the place named.",
    ),
    "overlap_plot": Sentence(
        ERROR,
        "Chồng lấn {area} m² với khu đất {other} trong sổ.",
        "Overlaps plot {other} of the register by {area} m².",
        "Sửa ranh giới, hoặc ghi nhận chồng lấn đã có văn bản chấp nhận.",
        "Correct the boundary, or record an accepted overlap.",
    ),
    "area_differs": Sentence(
        ERROR,
        "Diện tích trên bản đồ {drawn} m² khác giấy tờ {paper} m² là {difference} m² (cho phép {allowed} m²).",
        "The area drawn, {drawn} m², differs from the paper's {paper} m² by {difference} m² ({allowed} m² allowed).",
        "Kiểm tra diện tích và ranh giới.",
        "Check area and boundary.",
        keepable=True,
    ),
    "flags_differ": Sentence(
        INFO,
        "Tình trạng cần chú ý khác sổ; được ghi và kết thúc bằng thao tác riêng, không đổi qua nhập tệp.",
        "The flags differ from the register; they are raised and closed by acts of their own, not by an import.",
    ),
    "parcels_differ": Sentence(
        INFO,
        "Số tờ, số thửa khác sổ; được duyệt cùng các thay đổi khác của khu đất.",
        "Sheet or parcel numbers differ from the register; they are approved with the plot's other changes.",
    ),
    "sheet_text": Sentence(
        INFO, "Dòng này chỉ có một ô chữ, được hiểu là tiêu đề nhóm.", "The row holds one text only: a group heading."
    ),
}
