"""What scenes refuse, and why. Codes are documented in docs/api/errors.md."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gis.http.problems import DomainError
from gis.work.told import Refusal

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "missing": ("Không tìm thấy tệp “{name}”.", "There is no file “{name}”."),
    "nothing": (
        "Không có tệp ảnh nào trong {names}. Dùng được: GeoTIFF, COG, JPEG 2000, VRT, thư mục hoặc tệp nén Sentinel-2, "
        "Landsat.",
        "There is no image in {names}. Usable: GeoTIFF, COG, JPEG 2000, VRT, a folder or archive of Sentinel-2 or "
        "Landsat.",
    ),
    "empty": (
        "Tệp “{name}” rỗng (0 byte). Hãy chép hoặc tải lại tệp.",
        "The file “{name}” is empty (0 bytes). Copy or download it again.",
    ),
    "damaged": (
        "Không đọc được “{name}”: tệp hỏng hoặc bị cắt ngang ({what}). Hãy chép hoặc tải lại tệp.",
        "“{name}” cannot be read: it is damaged or cut short ({what}). Copy or download it again.",
    ),
    "long_text": (
        "“{name}” lớn {size}, không thể là tệp mô tả ảnh (tối đa {limit}). Hãy gửi đúng tệp như đã tải về.",
        "“{name}” has {size}, which no description of a product has (at most {limit}). Send the file as it was "
        "downloaded.",
    ),
    "unknown_format": (
        "“{name}” không phải GeoTIFF, JPEG 2000 hoặc VRT. Hãy lưu lại thành GeoTIFF.",
        "“{name}” is not GeoTIFF, JPEG 2000 or VRT. Save it as GeoTIFF.",
    ),
    "refers_outside": (
        "“{name}” trỏ tới dữ liệu ngoài các tệp được gửi ({what}). VRT chỉ được trỏ tới tệp gửi cùng nó.",
        "“{name}” refers to data outside the files that were sent ({what}). A VRT may name only files sent along.",
    ),
    "vrt_part": (
        "VRT “{name}” có thành phần không dùng ở đây ({what}). Hãy lưu lại thành GeoTIFF, hoặc dựng VRT bằng "
        "gdalbuildvrt.",
        "The VRT “{name}” has a part that is not used here ({what}). Save it as GeoTIFF, or build the VRT with "
        "gdalbuildvrt.",
    ),
    "too_many": (
        "Quá nhiều tệp (tối đa {most}). Hãy nén thành một tệp .zip.",
        "Too many files (at most {most}). Pack them into one .zip.",
    ),
    "same_name": (
        "Có hai tệp cùng tên “{name}”. Hãy đổi tên một tệp.",
        "Two files are called “{name}”. Rename one of them.",
    ),
    "no_place": (
        "“{name}” chưa có tọa độ (chưa nắn). Hãy nắn ảnh về bản đồ và lưu lại thành GeoTIFF.",
        "“{name}” has no coordinates (it is not georeferenced). Rectify it and save it as GeoTIFF.",
    ),
    "no_crs": (
        "“{name}” không ghi hệ tọa độ. Hãy cho biết hệ tọa độ của tệp, ví dụ 5899, 9210 hoặc 32648.",
        "“{name}” does not say its coordinate system. Name it, for example 5899, 9210 or 32648.",
    ),
    "unknown_srid": (
        "Không biết hệ tọa độ “{srid}”. Ví dụ dùng được: 5899, 9210, 3405, 32648.",
        "The coordinate system “{srid}” is not known. Usable, for example: 5899, 9210, 3405, 32648.",
    ),
    "not_on_earth": (
        "Tọa độ của “{name}” không nằm trên bản đồ ({what}). Hệ tọa độ ghi trong tệp có lẽ sai; hãy chọn lại.",
        "The coordinates of “{name}” do not lie on the map ({what}). Its coordinate system is probably wrong; choose "
        "another one.",
    ),
    "too_large": (
        "“{name}” lớn quá mức cho phép ({size}; tối đa {limit}). Hãy cắt ảnh theo khu vực cần dùng.",
        "“{name}” is larger than allowed ({size}; at most {limit}). Cut it to the area you need.",
    ),
    "pixel_size": (
        "Cỡ điểm ảnh của “{name}” không hợp lý ({size} m). Hãy kiểm tra hệ tọa độ của tệp.",
        "The pixel size of “{name}” makes no sense ({size} m). Check the coordinate system of the file.",
    ),
    "data_type": (
        "Kiểu số của “{name}” là {what}. Dùng được: uint8, uint16, int16, float32.",
        "The numbers of “{name}” are {what}. Usable: uint8, uint16, int16, float32.",
    ),
    "palette": (
        "“{name}” dùng bảng màu, nên giá trị điểm ảnh không phải màu. Hãy chuyển thành ảnh RGB rồi nạp lại.",
        "“{name}” uses a colour table, so its numbers are no colours. Turn it into an RGB picture and load that.",
    ),
    "types_differ": (
        "Các kênh có kiểu số khác nhau ({what}). Hãy lưu các kênh cùng một kiểu số.",
        "The bands have different types of numbers ({what}). Save them with one type.",
    ),
    "apart": (
        "“{name}” không phủ cùng khu vực với “{other}”. Mỗi lần chỉ nạp các tệp của một cảnh.",
        "“{name}” does not cover the same ground as “{other}”. Load the files of one scene at a time.",
    ),
    "several_scenes": (
        "Các tệp thuộc nhiều cảnh khác nhau: {names}. Mỗi lần chỉ nạp một cảnh.",
        "The files belong to several scenes: {names}. Load one scene at a time.",
    ),
    "bands_missing": (
        "Thiếu tệp kênh {names} của {product}. Hãy gửi đủ các tệp.",
        "{product} lacks the files of the bands {names}. Send all of them.",
    ),
    "no_metadata": (
        "Thiếu {names} của {product} nên không biết cách đổi trị số sang phản xạ. Hãy gửi cả thư mục hoặc tệp nén "
        "như đã tải về.",
        "{names} of {product} is missing, so it is not known how its numbers become reflectance. Send the whole folder "
        "or archive as it was downloaded.",
    ),
    "level_1": (
        "{product} là sản phẩm mức 1C, chưa hiệu chỉnh khí quyển. Hãy dùng sản phẩm mức 2A của cùng cảnh.",
        "{product} is a Level-1C product, not corrected for the atmosphere. Use the Level-2A product of the scene.",
    ),
    "bands_known": (
        "Các kênh của {product} đã rõ từ sản phẩm. Hãy bỏ phần nêu kênh.",
        "The bands of {product} are known from the product. Leave them unnamed.",
    ),
    "choose_bands": (
        "Chưa biết {count} kênh của “{name}” là gì. Hãy cho biết theo thứ tự, ví dụ "
        "blue,green,red,nir,swir1,swir2; kênh không dùng ghi “-”.",
        "It is not known what the {count} bands of “{name}” are. Name them in their order, for example "
        "blue,green,red,nir,swir1,swir2; write “-” for a band that is not used.",
    ),
    "bands_differ": (
        "Đã cho biết {given} kênh, nhưng tệp có {count} kênh.",
        "{given} bands were named, but the files have {count}.",
    ),
    "unknown_band": (
        "Không có kênh tên “{name}”. Dùng được: {names}, “-” cho kênh bỏ qua.",
        "There is no band called “{name}”. Usable: {names}, “-” for a band to leave out.",
    ),
    "band_twice": ("Kênh “{name}” được nêu hai lần.", "The band “{name}” is named twice."),
    "bad_day": (
        "Không hiểu ngày chụp “{day}”. Viết như 2026-11-22 hoặc 2026-11-22T10:20.",
        "The day of acquisition “{day}” is not understood. Write 2026-11-22 or 2026-11-22T10:20.",
    ),
    "bad_number": (
        "Giá trị “không có dữ liệu” “{value}” không phải là số.",
        "The no-data value “{value}” is not a number.",
    ),
    "bad_code": (
        "“{code}” không dùng làm mã được: chỉ gồm chữ không dấu, số, dấu “.”, “_”, “-”, tối đa {most} ký tự.",
        "“{code}” cannot be a code: only plain letters, digits, “.”, “_” and “-”, at most {most} characters.",
    ),
    "not_sample": (
        "Bộ “{code}” chỉ dành cho ảnh mô phỏng. Hãy chọn bộ ảnh khác.",
        "The collection “{code}” is for synthetic pictures alone. Choose another one.",
    ),
    "no_day": (
        "Không biết ảnh chụp ngày nào. Hãy cho biết ngày chụp.",
        "The day of acquisition is not known. Say it.",
    ),
    "day_to_come": (
        "Ngày chụp {day} ở tương lai. Hãy kiểm tra lại ngày.",
        "The day of acquisition {day} lies in the future. Check it.",
    ),
    "all_empty": (
        "“{name}” không có điểm ảnh nào có dữ liệu. Hãy kiểm tra giá trị “không có dữ liệu” của tệp.",
        "No pixel of “{name}” holds data. Check the no-data value of the file.",
    ),
    "no_room": (
        "Kho ảnh không đủ chỗ trống: cần khoảng {need}, còn {free}. Hãy báo quản trị hệ thống.",
        "The image store has not enough room: about {need} are needed, {free} are left. Tell the operators.",
    ),
    "known": (
        "Các tệp này đã được nạp: cảnh {code}. Nếu muốn nạp lại, hãy rút cảnh đó trước.",
        "These files were loaded before: scene {code}. To load them again, withdraw that scene first.",
    ),
    "code_taken": (
        "Đã có cảnh mang mã {code}, từ tệp khác. Hãy đặt mã khác.",
        "There is a scene {code} already, from other files. Give another code.",
    ),
}

# What a person can answer, by the option of a load that holds the answer (imagery.loading.said_of). The command and the
# page each say how it is given there, so the sentences do not.
ANSWERS: Final[dict[str, str]] = {
    "choose_bands": "bands",
    "bands_known": "bands",
    "bands_differ": "bands",
    "unknown_band": "bands",
    "band_twice": "bands",
    "no_day": "acquired",
    "bad_day": "acquired",
    "day_to_come": "acquired",
    "no_crs": "srid",
    "unknown_srid": "srid",
    "not_on_earth": "srid",
    "pixel_size": "srid",
    "bad_number": "nodata",
    "all_empty": "nodata",
    "bad_code": "code",
    "code_taken": "code",
    "not_sample": "collection",
}
# Of those, what only an answer mends: without one the files give no scene.
MISSING: Final = frozenset({"choose_bands", "no_day", "no_crs", "not_on_earth"})


class BadScene(Refusal):
    """Files that give no scene."""

    code = "imagery.bad_scene"
    SENTENCES = SENTENCES


_COMPOSITES: Final[dict[str, tuple[str, str]]] = {
    "unknown": ("Không có bộ ảnh “{code}”.", "There is no collection “{code}”."),
    "no_series": (
        "Bộ ảnh “{code}” không phải chuỗi ảnh phản xạ cùng loại nên không ghép theo năm được.",
        "The collection “{code}” is no series of reflectances of one kind, so no yearly composite is made of it.",
    ),
    "sources_moved": (
        "Trong lúc ghép, cảnh nguồn {name} đã được rút. Chưa ghi gì vào kho; lượt sau sẽ ghép lại từ các cảnh còn lại.",
        "Meanwhile the source scene {name} was withdrawn. Nothing was written; the next round makes it anew of the "
        "others.",
    ),
    "nothing_clear": (
        "Không có điểm ảnh nào quang mây trong các cảnh của năm {year}.",
        "No pixel is clear in the scenes of {year}.",
    ),
    "unreadable": (
        "Không đọc được tệp của cảnh {name} từ nơi tính toán ({what}). Máy tính toán phải đọc được kho ảnh ở cùng địa "
        "chỉ.",
        "The file of scene {name} cannot be read where the computing is done ({what}). The workers must reach the "
        "image store at the same address.",
    ),
    "no_cluster": (
        "Cụm tính toán {address} không trả lời. Hãy báo quản trị hệ thống.",
        "The cluster {address} does not answer. Tell the operators.",
    ),
    "no_workers": (
        "Cụm tính toán không có máy nào làm việc trong {seconds} giây. Hãy báo quản trị hệ thống.",
        "The cluster has had no worker for {seconds} seconds. Tell the operators.",
    ),
    "workers_die": (
        "Các máy của cụm tính toán chết khi ghép ảnh, có lẽ thiếu bộ nhớ. Hãy báo quản trị hệ thống.",
        "Workers of the cluster die at this composite, probably for want of memory. Tell the operators.",
    ),
    "cluster_differs": (
        "Cụm tính toán không có cùng phần mềm với máy chủ này ({what}). Hãy báo quản trị hệ thống.",
        "The cluster has not the software of this server ({what}). Tell the operators.",
    ),
    "cluster_failed": (
        "Cụm tính toán báo lỗi ({what}). Hãy báo quản trị hệ thống.",
        "The cluster reports an error ({what}). Tell the operators.",
    ),
}


class BadComposite(Refusal):
    """Scenes of a year that give no composite."""

    code = "imagery.bad_composite"
    SENTENCES = _COMPOSITES


class JobStep(DomainError):
    """The files cannot go from their state to that one."""

    code = "imagery.job_step"
    status = 409


class SceneStep(DomainError):
    """The scene cannot be changed so."""

    code = "imagery.scene_step"
    status = 409


class ChangeStep(DomainError):
    """The candidate cannot go from its state to that one."""

    code = "imagery.change_step"
    status = 409


class SceneBroken(DomainError):
    """The picture is in the catalogue, but its file cannot be read.

    Attributes:
        scene: the scene's id.
        what: what stopped the reading; for operators alone, since it may name a path.
    """

    code = "imagery.scene_broken"
    status = 500

    def __init__(self, scene: UUID, what: object) -> None:
        super().__init__(_("Không đọc được ảnh trong kho. Lỗi đã được báo cho người quản trị hệ thống."))
        self.scene, self.what = scene, str(what)


class NoSuchRendering(DomainError):
    """The scene has not the bands that this way of drawing needs, or there is no such way."""

    code = "imagery.no_rendering"
