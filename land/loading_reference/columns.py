"""Which column of a file means which field of a reference layer; what no field takes is named and left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from land.loading.columns import compact
from land.loading_reference.told import Told, Unclear, told
from land.workflow import PLAN_KINDS, ReferenceKind

_UNIT = "phuongxa xaphuong phuong xa maxa tenxa tenphuongxa donvihanhchinh dvhc commune ward unit"
_USE = "loaidat maloaidat mdsd mucdich mucdichsudung mucdichsudungdat kyhieuloaidat kyhieu landuse landusecode"
# Names are compared without accents, case and spaces (land.loading.columns.compact). None of them holds a person.
_ALIASES: dict[str, dict[str, str]] = {
    "parcels": {
        "unit": _UNIT,
        "sheet_number": "soto sototbd sotobando shbando sohieutobando sohieubando to tobando sheet sheetnumber",
        "parcel_number": "sothua shthua sohieuthua sothututhua thua thuaso parcel parcelnumber",
        "identifier": "madinhdanhthuadat madinhdanh madinhdanhthua parceluid mathuadat",
        "land_use": _USE,
        "area_legal_m2": "dientichphaply dtphaply dientichgiayto legalarea dientichphaplym2",
    },
    "plan": {
        "code": f"{_USE} loaidatquyhoach loaidatqh mdsdqh maqh macn code maloaidatqh chucnang machucnang",
        "label": "ten tenkhu tenkhuchucnang tenochucnang tenquyhoach label name noidung mota tenlo",
    },
    "roads": {
        "name": "tenduong ten duong name road street tentuyen tuyenduong",
        "width_m": "logioi chieuronglogioi beronglogioi rong chieurong width widthm logioim",
        "segment": "doan doanduong phamvi segment gioihan lytrinh",
    },
    "prices": {
        "unit": _UNIT,
        "street": "tenduong duong street tenduongphuong tuyenduong tenduongdoanduong",
        "segment_from": "tu tudoan diemdau from doantu",
        "segment_to": "den diemcuoi to doanden",
        "zone": "khuvuc zone",
        "code": _USE,
        "position": "vitri vt position",
        "price": "gia giadat dongia gia1m2 price giadatm2",
        "price_1": "vitri1 vt1 giavt1 giavitri1",
        "price_2": "vitri2 vt2 giavt2 giavitri2",
        "price_3": "vitri3 vt3 giavt3 giavitri3",
        "price_4": "vitri4 vt4 giavt4 giavitri4",
    },
}
_REQUIRED = {
    "parcels": ("sheet_number", "parcel_number"),
    "plan": ("code",),
    "roads": ("name",),
    "prices": (),
}
TITLES: dict[str, Any] = {
    "unit": _("Phường, xã"),
    "sheet_number": _("Số tờ"),
    "parcel_number": _("Số thửa"),
    "identifier": _("Mã định danh thửa đất"),
    "land_use": _("Loại đất"),
    "area_legal_m2": _("Diện tích pháp lý (m²)"),
    "code": _("Mã loại đất"),
    "label": _("Tên ô quy hoạch"),
    "name": _("Tên đường"),
    "width_m": _("Lộ giới (m)"),
    "segment": _("Đoạn đường"),
    "street": _("Tên đường"),
    "segment_from": _("Từ"),
    "segment_to": _("Đến"),
    "zone": _("Khu vực"),
    "position": _("Vị trí"),
    "price": _("Giá đất"),
    "price_1": _("Giá vị trí 1"),
    "price_2": _("Giá vị trí 2"),
    "price_3": _("Giá vị trí 3"),
    "price_4": _("Giá vị trí 4"),
}
FAMILY = {
    ReferenceKind.PARCELS: "parcels",
    ReferenceKind.ROAD_LINES: "roads",
    ReferenceKind.LAND_PRICE: "prices",
    **dict.fromkeys(PLAN_KINDS, "plan"),
}


@dataclass(frozen=True)
class Columns:
    """Field -> column, and the columns that no field takes."""

    fields: dict[str, str]
    ignored: tuple[str, ...]


def field_titles(kind: ReferenceKind) -> dict[str, str]:
    """The fields that a column of this layer may mean, with their titles."""
    return {field: str(TITLES[field]) for field in _ALIASES[FAMILY[kind]]}


def map_columns(kind: ReferenceKind, columns: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """Find the field of every column.

    Args:
        chosen: field -> heading by a person; it stands over what names suggest. "" switches the field off.

    Raises:
        Unclear: a field or heading that does not exist, or a needed field without a column.
    """
    family = FAMILY[kind]
    fields = _checked(family, columns, chosen)
    names = {word: field for field, words in _ALIASES[family].items() for word in words.split()}
    for column in columns:
        field = names.get(compact(column)) or names.get(compact(column.partition("(")[0]))
        if field and field not in fields and field not in chosen and column not in fields.values():
            fields[field] = column
    missing = [field for field in _REQUIRED[family] if field not in fields]
    if missing:
        titles = [told(TITLES[field]) for field in missing]
        listed = Told(", ".join(one.vi for one in titles), ", ".join(one.en for one in titles))
        sentence = told(
            _("Không tìm thấy cột cho: %(names)s. Các cột trong tệp: %(columns)s."),
            names=listed,
            columns=", ".join(columns),
        )
        raise _unclear(sentence, columns, f"Hãy chỉ ra bằng --column {missing[0]}=TÊN_CỘT.", fields)
    taken = set(fields.values())
    return Columns(fields, tuple(column for column in columns if column not in taken))


def _unclear(
    sentence: Told, columns: Sequence[str], hint: str = "", fields: Mapping[str, str] | None = None
) -> Unclear:
    return Unclear("columns", sentence, hint, columns=columns, fields=fields)


def _checked(family: str, columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    by_compact = {compact(column): column for column in columns}
    fields = {}
    for field, heading in chosen.items():
        if field not in _ALIASES[family]:
            sentence = told(_("Lớp này không có trường %(field)s."), field=field)
            raise _unclear(sentence, columns, f"Có: {', '.join(_ALIASES[family])}.")
        if not heading:
            continue
        column = heading if heading in columns else by_compact.get(compact(heading))
        if column is None:
            listed = ", ".join(columns)
            sentence = told(_("Tệp không có cột “%(name)s”. Các cột: %(columns)s."), name=heading, columns=listed)
            raise _unclear(sentence, columns)
        fields[field] = column
    return fields
