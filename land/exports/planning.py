"""What planning says of a plot, in words for papers and as data for programs: plans, road lines, the price table."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gis.text.money import per_area, percent
from gis.text.numbers import format_area, format_number
from land.exports.records import Record
from land.exports.rows import day_text, number_lang
from land.models import Plot, ReferenceSet
from land.prices import NEAREST, PriceReference
from land.reading_details import PlanAnswer, Planning, UseShare, planning_of
from land.reading_roads import RoadReach


def read_planning(user: Any, record: Record, today: date) -> Planning | None:
    """What planning says today of a plot that this reader has; None of a past state, whose plans were others."""
    if record.past is not None:
        return None
    return planning_of(user, Plot.objects.visible_to(user).get(code=record.code), today)


def planning_lines(found: Planning) -> list[tuple[str, str]]:
    """Heading and text, as on paper; what is not known is said."""
    plans = [(str(plan.set.get_kind_display()), plan_text(plan)) for plan in found.plans]
    nothing = _("Chưa có lớp quy hoạch nào còn hiệu lực phủ lên khu đất này trong hệ thống.")
    return [
        *(plans or [(_("Quy hoạch"), nothing)]),
        *((_("Lộ giới"), road_text(reach)) for reach in found.roads),
        (_("Giá theo bảng giá đất"), price_text(found.price)),
    ]


def planning_members(found: Planning) -> dict[str, Any]:
    """The same for programs, beside the words for people: areas in m², widths in metres, prices in đồng per m²."""
    return {
        "lines": [{"title": title, "text": text} for title, text in planning_lines(found)],
        "plans": [{**_decision(plan.set), "basis": plan.basis, "uses": _uses(plan)} for plan in found.plans],
        "roads": [_road(reach) for reach in found.roads],
        "price": _price(found.price),
    }


def _road(reach: RoadReach) -> dict[str, Any]:
    return {
        **_decision(reach.road.set),
        "name": reach.road.name,
        "segment": reach.road.segment,
        "width_m": float(reach.road.width_m or 0),
        "inside_m2": None if reach.inside_m2 is None else round(reach.inside_m2, 1),
    }


def _decision(made: ReferenceSet) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "set": made.code,
        "title": made.title,
        "decision_number": made.decision_number,
        "decision_on": made.decision_on.isoformat(),
        "issuer": made.issuer,
        "sample": made.sample,
    }


def _uses(plan: PlanAnswer) -> list[dict[str, Any]]:
    return [
        {
            "part": use.part,
            "land_use": use.code or None,
            "label": str(use.label),
            "area_m2": None if use.area_m2 is None else round(use.area_m2, 1),
            "percent": None if use.percent is None else round(use.percent, 2),
        }
        for use in plan.uses
    ]


def _price(found: PriceReference) -> dict[str, Any]:
    return {
        **({} if found.table is None else _decision(found.table)),
        "price": None if found.price is None else found.price.price,
        "unit": "VND/m2",
        "basis": None if found.place is None else found.place.basis,
    }


def source_text(made: ReferenceSet) -> str:
    """The decision of a set: QĐ 12/QĐ-UBND, 01/02/2026."""
    return f"{_('quyết định')} {made.decision_number}, {day_text(made.decision_on)}"


def use_text(use: UseShare) -> str:
    """ODT Đất ở tại đô thị: 1.234,5 m² (83,2 %)."""
    name = " ".join(part for part in (use.code, str(use.label)) if part)
    if use.area_m2 is None or use.percent is None:
        return name
    lang = number_lang()
    return f"{name}: {format_area(use.area_m2, lang)} ({percent(use.percent, lang, 1)})"


def plan_text(plan: PlanAnswer) -> str:
    """Every use with m² and share, then the decision."""
    return f"{'; '.join(use_text(use) for use in plan.uses)} ({source_text(plan.set)})"


def road_text(reach: RoadReach) -> str:
    """Which road takes how much of the plot, and by which decision."""
    lang = number_lang()
    values = {
        "road": " – ".join(part for part in (reach.road.name or _("đường chưa ghi tên"), reach.road.segment) if part),
        "width": format_number(reach.road.width_m or 0, lang),
        "area": "" if reach.inside_m2 is None else format_area(reach.inside_m2, lang),
    }
    if reach.inside_m2 is None:
        text = _("%(road)s, lộ giới %(width)s m: điểm vị trí nằm trong lộ giới") % values
    else:
        text = _("%(road)s, lộ giới %(width)s m: %(area)s của khu đất nằm trong lộ giới") % values
    return f"{text} ({source_text(reach.road.set)})"


def price_text(found: PriceReference) -> str:
    """The price with its table's decision, or why there is none."""
    if found.price is None or found.table is None:
        return found.reason
    amount = per_area(found.price.price, number_lang())
    guessed = found.place is not None and found.place.basis == NEAREST
    hint = f"; {_('suy từ tuyến đường gần nhất, chưa có xác định của cơ quan')}" if guessed else ""
    return f"{amount} ({source_text(found.table)}{hint})"
