"""Which column of a file means which field of a plot: by known names, a saved profile first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from django.utils import translation

from gis.text.fold import fold
from land.layers import FIELDS
from land.loading.errors import Unreadable

# Names are folded and without spaces; a shapefile keeps ten characters of them.
_DBF_WIDTH: Final = 10
_PERSON = re.compile(
    r"\b(?:nguoi|chu (?:su dung|so huu|ho|dat|nha)|ho (?:va )?ten|ho gia dinh|ca nhan|ben (?:thue|muon)|cccd|cmnd"
    r"|owner|holder|lessee|tenant|user|person)\b"
)
# What a heading about a person ("Tên (chủ sử dụng)") may still mean: fields that keep no words of the cell.
_WORDLESS: Final = frozenset(
    {
        "unit",
        "unit_at_record",
        "district",
        "sheet_number",
        "parcel_number",
        "area",
        "area_legal_m2",
        "area_surveyed_m2",
        "managing_agency",
        "using_agency",
        "corner",
        "x",
        "y",
        "longitude",
        "latitude",
        "order",
    }
)
_OUR_CODE = re.compile(r"\s*BRVT-?\d+", re.IGNORECASE)
_ALIASES: Final[dict[str, str]] = {
    "code": "makhudat plotcode makhu landplotcode makhudatcong",
    "name": "tenkhudat tenkhu ten tendat tencongtrinh tencoso noidung plotname name khudat tentaisan tennhadat",
    "address": "diachi diachikhudat diachinhadat diachithuadat vitri vitrikhudat diadiem address location",
    "unit": "phuongxa xaphuong phuongxahiennay xa phuong maxa tenxa donvihanhchinh dvhc xaphuongthitran "
    "phuongxathitran phuongxadackhu commune ward tenphuongxa donvihanhchinhhiennay",
    "unit_at_record": "donvikhilap xacu phuongxacu dvhccu donvihanhchinhcu xaphuongcu maxacu tenxacu "
    "phuongxatruocsapnhap",
    "district": "quanhuyen huyen thanhpho thixa district huyenthixathanhpho quanhuyenthixa tenhuyen",
    "sheet_number": "soto sototbd sotobando tobando tobandoso soto bando shbando sohieutobando sohieubando to "
    "tobd sobando mapsheet sheet sheetnumber tobandodiachinh tobdso sohieuto tbd",
    "parcel_number": "sothua shthua sohieuthua sothuadat thuadatso thuaso thua sothututhua parcel parcelnumber "
    "sothuthua thuadat",
    "parcel_uid": "madinhdanhthuadat madinhdanh madinhdanhthua parceluid",
    "area": "dientich dientichm2 dtich dt area aream2 tongdientich dientichdat dientichkhudat dientichkhudatm2 "
    "dientichha",
    "area_legal_m2": "dientichphaply dtphaply dientichgiayto dientichtheogiayto dientichtheogcn dientichgcn "
    "legalarea legalaream2 dientichtheoquyetdinh dientichphaplym2",
    "area_surveyed_m2": "dientichdodac dientichdo dientichthucte dtdodac dientichhientrang surveyedarea "
    "surveyedaream2 dientichdodacm2 dientichthuctem2",
    "land_use": "loaidat maloaidat mdsd mucdichsudung mucdichsudungdat mucdich kyhieuloaidat landuse landusecode "
    "loaidattheohoso madat mucdichsdd",
    "land_use_current": "loaidathientrang loaidatht mdsdhientrang hientrangsudungdat currentlanduse",
    "origin": "nguongoc nguongocdat nguongocsudung nguongocsudungdat origin",
    "managing_agency": "donviquanly donviquanl donviql coquanquanly donviduocgiaoquanly chuquanly madonviquanly madvql "
    "managingagency donvidangquanly managingagencyname tochucquanly",
    "using_agency": "donvisudung donvisudun donvisd coquansudung donvidangsudung usingagency nguoisudung "
    "usingagencyname doituongsudung",
    "decision_number": "soquyetdinh soqd quyetdinhso quyetdinh decisionnumber quyetdinhgiaodat qdgiaodat "
    "soquyetdinhgiaoquanly",
    "decision_on": "ngayquyetdinh ngayqd decisiondate ngaykyquyetdinh",
    "decision_issuer": "coquanbanhanh coquanbh noibanhanh decisionissuer coquanbanhanhquyetdinh",
    "use_state": "hientrang hientrangsudung hientrangsdd usestate tinhtrangsudung hientrangkhudat",
    "flags": "tinhtrangcanchuy tinhtrang canhbao flags vuongmac",
    "legal_status": "phaply tinhtrangphaply legalstatus gcn giaychungnhan hosophaply",
    "handling_plan": "phuonganxuly handlingplan phuongan dexuatxuly huongxuly phuongandexuat",
    "source": "nguon nguondulieu source nguontulieu",
    "surveyed_on": "ngaydodac ngaydo surveyedon ngaydove surveydate",
    "confidence": "dotincay confidence",
    "note": "ghichu note notes ghichunoibo internalnote remark remarks comment",
    "area_method": "cancudt",
    "area_planar_m2": "dtbando",
    "area_geodesic_m2": "dtelip",
    "public_flags": "ttcongbo",
    "published_on": "ngaycongkh",
    "location_basis": "cancuvt",
    "publish_level": "muccongkh",
    "review_state": "rasoat",
    "parcel_uid_provisional": "ddtamtinh",
    "corner": "diem sohieudiem tendiem diemso corner point sodiem dinh sohieudinh mocso sohieumoc diemgoc "
    "sttdiem tengoc goc kyhieudiem mocranh",
    "x": "x xm toadox toadoxm xvn2000 toadoxvn2000 bac",
    "y": "y ym toadoy toadoym yvn2000 toadoyvn2000 dong",
    "longitude": "kinhdo lon lng long longitude kinhdolon",
    "latitude": "vido lat latitude vidolat",
    "wkt": "wkt geomwkt thegeom geom toado ranhgioiwkt wktgeom shape hinhdang",
    "order": "stt sott tt no sothutu",
}
# Columns of our own exports that the register works out by itself: read, never written.
DERIVED: Final = frozenset(
    {
        "area_m2",
        "area_method",
        "area_planar_m2",
        "area_geodesic_m2",
        "unit_name",
        "unit_at_record_name",
        "parcel_uid_provisional",
        "public_flags",
        "publish_level",
        "published_on",
        "review_state",
        "location_basis",
    }
)
# Exports carry code and name of an agency; the names of our layer lead to the same field.
_OF_LAYER: Final = {"managing_agency_name": "managing_agency", "using_agency_name": "using_agency"}
_STANDS_FOR: Final = {"unit_name": "unit", "unit_at_record_name": "unit_at_record", "area_m2": "area"}
TARGETS: Final = frozenset(_ALIASES) - DERIVED - {"order"}
_NOT_PROFILE: Final = frozenset(
    {"columns", "constants", "srid", "layer", "encoding", "as_of", "swap_axes", "cad_layers", "header_row", "name"}
)


@dataclass(frozen=True)
class ColumnMap:
    """Fields by the columns that give them.

    Attributes:
        fields: field -> column.
        constants: field -> value for every row, from the profile.
        ignored: columns that nothing reads.
        derived: columns of ours that are read for comparison only.
        noted: columns whose texts go to the note.
        labels: (field, column) of label columns that our exports put beside codes.
        options: the rest of the profile (srid, as_of, swap_axes, cad_layers ...).
    """

    fields: dict[str, str]
    constants: dict[str, Any]
    ignored: tuple[str, ...]
    derived: tuple[str, ...]
    options: dict[str, Any]
    noted: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The same as a profile that can be saved and edited."""
        return {"columns": dict(self.fields), "constants": dict(self.constants), **self.options}


def compact(text: str) -> str:
    """A heading as names are compared: no accents, case, spaces or remarks in brackets, but for units of area."""
    return fold(text).replace(" ", "")


def map_columns(columns: Sequence[str], profile: Mapping[str, Any] | None = None) -> ColumnMap:
    """Find the field of every column.

    Args:
        columns: headings, in order.
        profile: {"columns": {field: column}, "constants": {field: value}, ...}; a column "" switches a field off.

    Raises:
        Unreadable: the profile names a field or column that does not exist.
    """
    chosen, constants, options = _checked(profile or {}, columns)
    switched_off = {field for field, column in chosen.items() if not column}
    fields = {field: column for field, column in chosen.items() if column}
    taken, derived = set(fields.values()), []
    for exact in (True, False):
        for column in columns:
            field = _field_of(column, exact) if column not in taken else None
            if field in DERIVED:
                derived.append(column)
                taken.add(column)
            elif field and field not in fields and field not in switched_off:
                fields[field] = column
                taken.add(column)
    _promote(fields, derived, switched_off)
    _settle_area(fields, derived)
    labels = {column: field for column in columns if column not in taken and (field := _labelled(column, fields))}
    ignored = tuple(column for column in columns if column not in taken and column not in labels)
    pairs = tuple((field, column) for column, field in labels.items())
    return ColumnMap(fields, constants, ignored, tuple(derived), options, labels=pairs)


def without_foreign_codes(mapping: ColumnMap, values: Iterable[Any], named_by_person: bool) -> ColumnMap:
    """A column called "mã" or "code" that holds codes of somebody else is for the note, not for finding plots."""
    column = mapping.fields.get("code", "")
    if not column or named_by_person or any(_OUR_CODE.match(str(value or "")) for value in values):
        return mapping
    fields = {field: name for field, name in mapping.fields.items() if field != "code"}
    return replace(mapping, fields=fields, noted=(*mapping.noted, column))


def known_heading(text: str) -> bool:
    """Whether a heading names a field."""
    return bool(text) and (_field_of(text, True) is not None or compact(text) in _by_name().order)


def names_person(text: str) -> bool:
    """Whether a heading is about a person: a user, an owner, a lessee. No such column may reach a text of the plot."""
    return bool(_PERSON.search(fold(text)))


def _labelled(column: str, fields: dict[str, str]) -> str:
    """The field whose code column this one repeats in words: "Hiện trạng (tên)" beside "Hiện trạng"."""
    if not compact(column).endswith("ten"):
        return ""
    field = _field_of(column, True) or ""
    return field if field in fields and column.startswith(fields[field]) else ""


def _promote(fields: dict[str, str], derived: list[str], switched_off: set[str]) -> None:
    """A heading of ours such as "Phường, xã" means the field itself in a file that has no other column for it."""
    for column in list(derived):
        field = _STANDS_FOR.get(_field_of(column, True) or _field_of(column, False) or "")
        if field and field not in fields and field not in switched_off:
            fields[field] = column
            derived.remove(column)


def _settle_area(fields: dict[str, str], derived: list[str]) -> None:
    """A plain "diện tích" is the area on paper, unless the file has that in a column of its own."""
    if "area" not in fields:
        return
    column = fields.pop("area")
    if "area_legal_m2" in fields:
        derived.append(column)
    else:
        fields["area_legal_m2"] = column


def _checked(
    profile: Mapping[str, Any], columns: Sequence[str]
) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
    if unknown := set(profile) - _NOT_PROFILE:
        raise Unreadable("bad_profile", what=f"không có mục {', '.join(sorted(unknown))}")
    chosen = {str(field): str(column or "") for field, column in dict(profile.get("columns", {})).items()}
    constants = dict(profile.get("constants", {}))
    if unknown := (set(chosen) | set(constants)) - TARGETS:
        raise Unreadable("bad_profile", what=f"không có trường {', '.join(sorted(unknown))}")
    by_compact = {compact(column): column for column in columns}
    for field, column in chosen.items():
        if column and column not in columns:
            found = by_compact.get(compact(column))
            if found is None:
                raise Unreadable("bad_profile", what=f"tệp không có cột “{column}” (trường {field})")
            chosen[field] = found
    options = {key: value for key, value in profile.items() if key not in {"columns", "constants", "name"}}
    return chosen, constants, options


def _field_of(column: str, exact: bool) -> str | None:
    names = _by_name()
    whole = compact(column)
    if whole in names.fields:
        return names.fields[whole]
    name, _, remark = column.partition("(")
    field = names.fields.get(compact(name))
    if field and (field in _WORDLESS or not names_person(remark)):
        return field
    if exact or len(column) != _DBF_WIDTH:
        return None
    return names.short.get(whole)


@dataclass(frozen=True)
class _Names:
    fields: dict[str, str]
    short: dict[str, str | None]
    order: frozenset[str]


@lru_cache
def _by_name() -> _Names:
    fields: dict[str, str] = {}
    for field, words in _ALIASES.items():
        if field != "order":
            fields.update(dict.fromkeys(words.split(), field))
    for language in ("vi", "en"):
        with translation.override(language):
            fields.update(_layer_names())
    short: dict[str, str | None] = {}
    for name, field in fields.items():
        cut = name[:_DBF_WIDTH]
        short[cut] = field if short.get(cut, field) == field else None  # two fields, one short name: not guessed
    # Our own shapefiles are cut too; of two fields with one short name GDAL gives it to the first.
    for item in reversed(FIELDS):
        target = _OF_LAYER.get(item.name, item.name)
        if target in TARGETS | DERIVED:
            short[compact(item.name[:_DBF_WIDTH])] = target
    return _Names(fields, short, frozenset(_ALIASES["order"].split()))


def _layer_names() -> Iterable[tuple[str, str]]:
    known = TARGETS | DERIVED
    for item in FIELDS:
        target = _OF_LAYER.get(item.name, item.name)
        if target in known:
            yield compact(item.name), target
            yield compact(str(item.title)), target
            yield compact(item.title_en), target
