"""A file that cannot be read, with a sentence in both languages."""

from typing import Final

from gis.work.told import Refusal

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "missing": ("Không tìm thấy tệp “{name}”.", "There is no file “{name}”."),
    "empty": ("Tệp “{name}” rỗng.", "The file “{name}” is empty."),
    "remote": (
        "“{name}” không phải tệp trên máy. Hãy tải tệp về rồi nhập lại.",
        "“{name}” is not a local file. Download it and import the copy.",
    ),
    "too_large": (
        "Tệp “{name}” quá lớn ({size} MB, tối đa {limit} MB). Hãy chia tệp theo phường, xã.",
        "The file “{name}” is too large ({size} MB, at most {limit} MB). Split it by commune.",
    ),
    "unknown_format": (
        "Không nhận ra định dạng của “{name}”. Dùng GeoPackage, Shapefile (.zip), MapInfo, GeoJSON, GML, "
        "File Geodatabase (.zip), FlatGeobuf, DXF, DGN V7, CSV hoặc XLSX.",
        "The format of “{name}” is not known. Use GeoPackage, Shapefile (.zip), MapInfo, GeoJSON, GML, "
        "File Geodatabase (.zip), FlatGeobuf, DXF, DGN V7, CSV or XLSX.",
    ),
    "content_differs": (
        "Nội dung của “{name}” không phải {format}. Hãy lưu lại đúng định dạng.",
        "“{name}” does not hold {format}. Save it again in that format.",
    ),
    "dgn_v8": (
        "“{name}” là DGN V8. Hãy mở bằng MicroStation và lưu lại dạng V7 hoặc DXF.",
        "“{name}” is DGN V8. Open it in MicroStation and save it as V7 or DXF (lưu lại dạng V7 hoặc DXF).",
    ),
    "old_excel": (
        "“{name}” là bảng tính .xls cũ. Hãy lưu lại dạng .xlsx.",
        "“{name}” is an old .xls workbook. Save it as .xlsx.",
    ),
    "encrypted": (
        "“{name}” được đặt mật khẩu. Hãy bỏ mật khẩu rồi nhập lại.",
        "“{name}” is protected by a password. Remove it and import again.",
    ),
    "refers_outside": (
        "“{name}” trỏ tới dữ liệu bên ngoài ({what}). Chỉ nhận tệp tự chứa đủ dữ liệu.",
        "“{name}” refers to data outside itself ({what}). Only self-contained files are accepted.",
    ),
    "bad_archive": ("Tệp nén “{name}” bị hỏng.", "The archive “{name}” is damaged."),
    "archive_path": (
        "Tệp nén “{name}” chứa đường dẫn không an toàn: “{member}”.",
        "The archive “{name}” holds an unsafe path: “{member}”.",
    ),
    "archive_bomb": (
        "Tệp nén “{name}” phình quá lớn khi giải nén ({what}). Hãy nén lại hoặc chia nhỏ.",
        "The archive “{name}” swells too much when unpacked ({what}). Pack it again or split it.",
    ),
    "archive_without_data": (
        "Tệp nén “{name}” không có dữ liệu bản đồ hoặc bảng nào đọc được.",
        "The archive “{name}” holds no map data or table that can be read.",
    ),
    "sidecar_missing": (
        "Shapefile “{name}” thiếu tệp {missing}. Hãy nén đủ .shp, .shx, .dbf (và .prj).",
        "The shapefile “{name}” lacks {missing}. Zip .shp, .shx, .dbf (and .prj) together.",
    ),
    "choose_layer": (
        '“{name}” có nhiều lớp: {layers}. Hãy chọn một lớp (--layer), hoặc --layer "*" cho tất cả.',
        '“{name}” has several layers: {layers}. Choose one (--layer), or --layer "*" for all.',
    ),
    "no_such_layer": (
        "“{name}” không có lớp “{layer}”. Các lớp: {layers}.",
        "“{name}” has no layer “{layer}”. Its layers: {layers}.",
    ),
    "layers_differ": (
        "Các lớp của “{name}” dùng hệ tọa độ khác nhau nên không nhập chung được: {layers}.",
        "The layers of “{name}” have different coordinate systems and cannot be read as one: {layers}.",
    ),
    "no_rows": ("“{name}” không có dòng dữ liệu nào.", "“{name}” holds no rows."),
    "no_header": (
        "Không tìm thấy dòng tiêu đề cột trong “{name}”. Cần một dòng có tên cột như “Số tờ”, “Số thửa”, “Diện tích”."
        " Nếu tên cột khác, ghi số của dòng đó vào header_row trong tệp của --mapping.",
        "No row of column headings was found in “{name}”. One row must name columns such as “Số tờ”, “Diện tích”."
        " Where they have other names, write the row's number as header_row into the file of --mapping.",
    ),
    "damaged": (
        "Không đọc được “{name}”: tệp hỏng hoặc dở dang ({what}).",
        "“{name}” cannot be read: it is damaged or incomplete ({what}).",
    ),
    "bad_profile": (
        "Hồ sơ ánh xạ không hợp lệ: {what}.",
        "The mapping profile is not valid: {what}.",
    ),
    "unknown_srid": (
        "Không biết hệ tọa độ “{srid}”. Ví dụ dùng được: 5899, 9210, 3405, 4326.",
        "The coordinate system “{srid}” is not known. Usable, for example: 5899, 9210, 3405, 4326.",
    ),
    "unknown_encoding": (
        "Không biết bảng mã “{encoding}”. Dùng: utf-8, tcvn3, vni, 1258.",
        "The encoding “{encoding}” is not known. Use utf-8, tcvn3, vni or 1258.",
    ),
}


class Unreadable(Refusal):
    """A file that gives no rows."""

    code = "file_unreadable"
    SENTENCES = SENTENCES
