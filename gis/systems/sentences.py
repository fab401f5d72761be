"""What is said of the coordinates of a file, wherever it comes in."""

from typing import Final

from gis.text.sentences import ERROR, INFO, WARNING, Sentence

_CONFIRM_VI = "Nếu đúng, nhập lại với hệ tọa độ {right}."
_CONFIRM_EN = "If so, import again as {right}."

SYSTEMS: Final[dict[str, Sentence]] = {
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
}
