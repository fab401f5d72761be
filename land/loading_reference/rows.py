"""Rows of a file as rows of a reference layer; a row that cannot be one is refused with the reason."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry import MultiLineString

from gis.geometry import is_parcel_identifier
from gis.text.numbers import parse_area, parse_money, parse_number
from land.actions.reference_drafts import ParcelRow, PriceRow, RoadRow, Row, ZoneRow
from land.loading.places import Places
from land.loading.values import text_of
from land.loading_reference.told import Refused
from land.workflow import PLAN_KINDS, ReferenceKind

_CODE = re.compile(r"[A-Za-zĐđ0-9+/_-]{1,20}")


@dataclass(frozen=True)
class Setting:
    """What holds for every row of a file.

    Attributes:
        unit_id: unit of rows that name none.
        factor: đồng for each unit of the price column (tables are often in thousands).
    """

    kind: ReferenceKind
    places: Places
    unit_id: str | None = None
    factor: int = 1


Cells = Mapping[str, Any]


def rows_of(setting: Setting, cells: Cells, shape: Any) -> Iterator[Row]:
    """The rows that one row of a file gives; a price line with four positions gives four.

    Args:
        cells: field -> value, empty ones left out.
        shape: geometry in the legal CRS, None for a price table.

    Raises:
        Refused: with a sentence in both languages.
        TextError: a number cannot be read.
    """
    yield from _MAKERS[setting.kind](setting, cells, shape)


def _parcel(setting: Setting, cells: Cells, shape: Any) -> Iterator[Row]:
    sheet, number = _text(cells, "sheet_number", 20), _text(cells, "parcel_number", 20)
    if not sheet or not number:
        raise Refused(_("thiếu số tờ hoặc số thửa"))
    unit = _unit(setting, cells)
    if unit is None:
        raise Refused(_("không biết thửa đất thuộc đơn vị nào: dòng không ghi, và chưa chọn đơn vị cho cả tệp"))
    identifier = _text(cells, "identifier", 60).lower()
    area = _decimal(cells, "area_legal_m2", parse_area)
    yield ParcelRow(
        unit_id=unit,
        sheet_number=sheet,
        parcel_number=number,
        geom=shape,
        identifier=identifier if is_parcel_identifier(identifier) else "",
        land_use_text=_text(cells, "land_use", 60).upper(),
        area_legal_m2=area.quantize(Decimal("0.1")) if area else None,
    )


def _zone(setting: Setting, cells: Cells, shape: Any) -> Iterator[Row]:
    text = _text(cells, "code", 200)
    code = setting.places.land_use(text) or text.upper()
    if not _CODE.fullmatch(code):
        if not text:
            raise Refused(_("thiếu mã loại đất quy hoạch"))
        raise Refused(_("mã loại đất quy hoạch “%(text)s” không đọc được"), text=text[:40])
    yield ZoneRow(code, shape, _text(cells, "label", 200))


def _road(_setting: Setting, cells: Cells, shape: Any) -> Iterator[Row]:
    name = _text(cells, "name", 200)
    if not name:
        raise Refused(_("thiếu tên đường"))
    width = _decimal(cells, "width_m", parse_number)
    if width is not None and not 0 < width < 1000:
        raise Refused(_("lộ giới %(width)s m không hợp lý"), width=width)
    yield RoadRow(name, _lines(shape), width, _text(cells, "segment", 300))


def _price(setting: Setting, cells: Cells, _shape: Any) -> Iterator[Row]:
    own: dict[str, Any] = {
        "land_use_code": _text(cells, "code", 20).upper(),
        "street": _text(cells, "street", 300),
        "segment_from": _text(cells, "segment_from", 300),
        "segment_to": _text(cells, "segment_to", 300),
        "zone": _text(cells, "zone", 80),
        "unit_id": _unit(setting, cells),
    }
    if not own["land_use_code"] or bool(own["street"]) == bool(own["zone"]):
        raise Refused(_("cần mã loại đất, và tên đường hoặc khu vực"))
    found = list(_positions(cells))
    if not found:
        raise Refused(_("không có giá"))
    for position, text in found:
        if bool(own["zone"]) != (position is None) or position not in {None, 1, 2, 3, 4}:
            raise Refused(_("giá theo đường cần vị trí từ 1 đến 4, giá theo khu vực thì không có vị trí"))
        price = text if isinstance(text, int | float) else parse_money(str(text))
        yield PriceRow(**own, position=position, price=round(price * setting.factor))


def _positions(cells: Cells) -> Iterator[tuple[int | None, Any]]:
    """Prices in a column of their own for each position, or one price with its position."""
    for position in (1, 2, 3, 4):
        if (value := cells.get(f"price_{position}")) is not None:
            yield position, value
    if (value := cells.get("price")) is not None:
        digits = re.sub(r"\D", "", text_of(cells.get("position", "")))
        yield (int(digits) if digits else None), value


def _unit(setting: Setting, cells: Cells) -> str | None:
    text = text_of(cells.get("unit", ""))
    if not text:
        return setting.unit_id
    match = setting.places.unit(text)
    if match.choices or not (match.uid or match.at_record):
        raise Refused(_("không biết đơn vị “%(text)s”"), text=text[:60])
    return match.at_record or match.uid


def _lines(shape: Any) -> MultiLineString:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and part.length > 0]
    if not parts:
        raise Refused(_("lộ giới phải là đường; hình này không phải"))
    return MultiLineString(parts)


def _text(cells: Cells, field: str, limit: int) -> str:
    text = text_of(cells.get(field, ""))
    if len(text) > limit:
        raise Refused(_("“%(text)s…” dài quá %(limit)s ký tự"), text=text[:40], limit=limit)
    return text


def _decimal(cells: Cells, field: str, parse: Callable[[str], Decimal]) -> Decimal | None:
    value = cells.get(field)
    if value is None:
        return None
    return Decimal(str(value)) if isinstance(value, int | float) else parse(str(value))


_MAKERS: dict[ReferenceKind, Callable[[Setting, Cells, Any], Iterator[Row]]] = {
    ReferenceKind.PARCELS: _parcel,
    ReferenceKind.ROAD_LINES: _road,
    ReferenceKind.LAND_PRICE: _price,
    **dict.fromkeys(PLAN_KINDS, _zone),
}
