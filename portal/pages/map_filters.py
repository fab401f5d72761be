"""The chips of the map page: what can be filtered by, in which order, and which ranges are offered to be taken."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.layers import Field, heading
from gis.text.money import short_dong
from gis.text.numbers import format_number
from land.exports.themes import AGE_MONTHS, months_before
from portal.pages.map_address import RENAMED
from portal.pages.plot import language

Text = Any  # str or a lazy translation
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Preset:
    """A range to be taken as it is; an end that is None is open. Both ends belong to it."""

    text: str
    low: str | None
    high: str | None


@dataclass(frozen=True)
class MapFilter:
    """One filter of the map.

    Attributes:
        name: in the address of the map.
        icon: of its chip.
        title: of its chip; the field's heading where it is empty.
        kind: "codes" of a facet, or a range: "number", "money" (đồng) or "date".
        field: outward name of the layer's field; "" where it is the filter's own.
        unit: what stands behind its numbers.
        presets: ranges on a day.
        first: stands before the others, which wait behind "more".
        rare: offered only while it is in use.
        note: a sentence below the values.
    """

    name: str
    icon: str
    title: Text = ""
    kind: str = "codes"
    field: str = ""
    unit: str = ""
    presets: Callable[[date], list[Preset]] = lambda today: []
    first: bool = False
    rare: bool = False
    note: Text = ""

    def described(self, field: Field, today: date) -> dict[str, Any]:
        """The filter as the browser reads it."""
        return {
            "name": self.name,
            "title": str(self.title) or heading(field),
            "icon": self.icon,
            "kind": self.kind,
            "field": field.name,
            "unit": self.unit,
            "presets": [vars(preset) for preset in self.presets(today)],
            "first": self.first,
            "rare": self.rare,
            "note": str(self.note),
        }


def offered(filters: Iterable[MapFilter], fields: Mapping[str, Field], today: date) -> list[dict[str, Any]]:
    """Those of a subject that this reader's fields allow; other facets, which addresses may name, are rare ones."""
    found = [item for item in filters if (item.field or item.name) in fields]
    named = {item.name for item in found}
    others = [MapFilter(name, "tag", rare=True) for name, field in fields.items() if field.facet and name not in named]
    return [item.described(fields[item.field or item.name], today) for item in (*found, *others)]


def _steps(marks: Iterable[float], said: Callable[[float], str], unit: str = "") -> list[Preset]:
    """What is below the first mark, between marks, and above the last."""
    low, *rest = marks
    behind = f" {unit}" if unit else ""
    between = [
        Preset(f"{said(one)}–{said(other)}{behind}", f"{one:.0f}", f"{other:.0f}")
        for one, other in pairwise([low, *rest])
    ]
    last = rest[-1]
    return [
        Preset(_("Dưới %(mark)s") % {"mark": f"{said(low)}{behind}"}, None, f"{low:.0f}"),
        *between,
        Preset(_("Trên %(mark)s") % {"mark": f"{said(last)}{behind}"}, f"{last:.0f}", None),
    ]


def _numbers(*marks: int, unit: str) -> Callable[[date], list[Preset]]:
    return lambda today: _steps(marks, lambda mark: format_number(mark, language()), unit)


def _amounts(*marks: int, unit: str = "") -> Callable[[date], list[Preset]]:
    return lambda today: _steps(marks, lambda mark: short_dong(int(mark), language()).text.removesuffix(" đồng"), unit)


def _ages(today: date) -> list[Preset]:
    """The classes by which plots are coloured by the age of their publication."""
    starts = [months_before(today, months) for months in AGE_MONTHS]
    texts = (_("Trong 3 tháng qua"), _("Từ 3 tháng đến 1 năm"), _("Từ 1 đến 3 năm"), _("Trên 3 năm"))
    lows = [*(start.isoformat() for start in starts), None]
    highs = [None, *((start - _DAY).isoformat() for start in starts)]
    return [Preset(text, low, high) for text, low, high in zip(texts, lows, highs, strict=True)]


def _coming(today: date) -> list[Preset]:
    """The next days, from today on."""
    spans = ((_("7 ngày tới"), 7), (_("30 ngày tới"), 30), (_("90 ngày tới"), 90))
    ahead = [Preset(text, today.isoformat(), (today + timedelta(days=days)).isoformat()) for text, days in spans]
    return [*ahead, Preset(_("Từ hôm nay"), today.isoformat(), None)]


def _coming_and_past(today: date) -> list[Preset]:
    past = Preset(_("12 tháng qua"), months_before(today, 12).isoformat(), (today - _DAY).isoformat())
    return [*_coming(today), past]


OF_PLOTS = (
    MapFilter("unit", "map-pin", gettext_lazy("Phường, xã"), first=True),
    MapFilter("land_use", "sprout", gettext_lazy("Loại đất"), first=True),
    MapFilter("use_state", "building-2", first=True),
    MapFilter(
        "area",
        "scaling",
        gettext_lazy("Diện tích"),
        "number",
        field=RENAMED["area"],
        unit="m²",
        presets=_numbers(500, 5_000, 50_000, unit="m²"),
        first=True,
    ),
    MapFilter("flags", "flag", gettext_lazy("Tình trạng cần chú ý")),
    MapFilter("public_flags", "flag", gettext_lazy("Tình trạng công bố")),
    MapFilter("managing_agency", "user", gettext_lazy("Đơn vị quản lý")),
    MapFilter(
        "unit_at_record",
        "clock",
        gettext_lazy("Đơn vị cũ"),
        note=gettext_lazy(
            "Lọc theo đơn vị ghi trong hồ sơ. Nơi hồ sơ chưa ghi, đơn vị cũ không được suy từ vị trí: hãy chọn “Chưa "
            "ghi đơn vị khi lập” và phường, xã hiện nay."
        ),
    ),
    MapFilter("handling_plan", "file-text"),
    MapFilter("location_basis", "map-pin"),
    MapFilter("publish_level", "tag"),
    MapFilter("review_state", "tag"),
    MapFilter(
        "published", "calendar", gettext_lazy("Ngày công khai"), "date", field=RENAMED["published"], presets=_ages
    ),
)

_MILLION, _BILLION = 10**6, 10**9
OF_LOTS = (
    MapFilter("stage", "list-checks", first=True),
    MapFilter(
        "start_price",
        "banknote",
        gettext_lazy("Giá khởi điểm"),
        "money",
        presets=_amounts(_BILLION, 5 * _BILLION, 20 * _BILLION, 100 * _BILLION),
        first=True,
    ),
    MapFilter("unit", "map-pin", gettext_lazy("Phường, xã"), first=True),
    MapFilter(
        "area_m2",
        "scaling",
        gettext_lazy("Diện tích"),
        "number",
        unit="m²",
        presets=_numbers(100, 200, 500, 5_000, unit="m²"),
        first=True,
    ),
    MapFilter("session_on", "calendar", kind="date", presets=_coming_and_past),
    MapFilter("files_until_on", "clock", kind="date", presets=_coming),
    MapFilter("land_use", "sprout"),
    MapFilter("land_use_current", "sprout"),
    MapFilter("right", "key-round"),
    MapFilter("term_kind", "clock"),
    MapFilter("bidders", "users"),
    MapFilter("sale_by", "layers"),
    MapFilter(
        "unit_price",
        "banknote",
        gettext_lazy("Giá mỗi m²"),
        "money",
        unit="/m²",
        presets=_amounts(5 * _MILLION, 10 * _MILLION, 20 * _MILLION, 50 * _MILLION, unit="/m²"),
    ),
    MapFilter(
        "deposit",
        "banknote",
        gettext_lazy("Tiền đặt trước"),
        "money",
        presets=_amounts(200 * _MILLION, _BILLION, 5 * _BILLION),
    ),
    MapFilter("missing", "list"),
    MapFilter("organisation", "gavel"),
    MapFilter("unit_at_record", "clock"),
    MapFilter(
        "distance_coast_m",
        "ruler",
        gettext_lazy("Cách biển"),
        "number",
        unit="m",
        presets=_numbers(500, 2_000, 10_000, unit="m"),
    ),
    MapFilter(
        "distance_road_m",
        "ruler",
        gettext_lazy("Cách đường"),
        "number",
        unit="m",
        presets=_numbers(50, 200, 1_000, unit="m"),
    ),
    MapFilter("failure", "circle-alert"),
    MapFilter("publish_level", "tag"),
)
