"""Which column of a file means which field of a reference layer; what no field takes is named and left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from land.errors import BadChange
from land.loading.columns import compact
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


def map_columns(kind: ReferenceKind, columns: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """Find the field of every column.

    Args:
        chosen: field -> heading by a person; it stands over what names suggest.

    Raises:
        BadChange: a field or heading that does not exist, or a needed field without a column.
    """
    family = FAMILY[kind]
    fields = _checked(family, columns, chosen)
    names = {word: field for field, words in _ALIASES[family].items() for word in words.split()}
    for column in columns:
        field = names.get(compact(column)) or names.get(compact(column.partition("(")[0]))
        if field and field not in fields and column not in fields.values():
            fields[field] = column
    missing = [field for field in _REQUIRED[family] if field not in fields]
    if missing:
        raise BadChange(
            f"Không tìm thấy cột cho: {', '.join(missing)}. Các cột trong tệp: {', '.join(columns)}. "
            f"Hãy chỉ ra bằng --column {missing[0]}=TÊN_CỘT."
        )
    taken = set(fields.values())
    return Columns(fields, tuple(column for column in columns if column not in taken))


def _checked(family: str, columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    by_compact = {compact(column): column for column in columns}
    fields = {}
    for field, heading in chosen.items():
        if field not in _ALIASES[family]:
            raise BadChange(f"Lớp này không có trường {field}; có: {', '.join(_ALIASES[family])}.")
        column = heading if heading in columns else by_compact.get(compact(heading))
        if column is None:
            raise BadChange(f"Tệp không có cột “{heading}”. Các cột: {', '.join(columns)}.")
        fields[field] = column
    return fields
