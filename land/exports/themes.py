"""How the map colours plots, for paper: the same classes, colours and hatches as static/map/themes.js and hatch.js.

A test holds both sides together (tests/unit/portal/test_frontend_modules.py).
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gis.query.facets import FacetValue, facets
from gis.query.question import Question
from land.models import LandUse

NAMES = ("land_use", "use_state", "managing_agency", "published_on")
OTHER = "#9aa5a3"
USE_STATE = {
    "vacant": "#f2d64b",
    "public_work": "#2f6db3",
    "agency_used": "#8fc1e3",
    "leased_short": "#f0953f",
    "leased_long": "#b4551d",
    "lent": "#c79bd6",
    "unmanaged": "#5b2a6e",
}
AGENCIES = (
    *("#1f6f8b", "#e0a030", "#7a4fa3", "#4f9d4a", "#c8553d", "#6c8ebf", "#b3427a", "#8c7a3d"),
    *("#2f4f9e", "#d98bb5", "#3aa6a0", "#a0522d", "#b7c44a", "#5b5f6b", "#e2725b", "#8fb8de"),
)
AGENCIES_AT_ONCE = 8
AGES = ("#0b5351", "#2f8f83", "#8ccbbd", "#dbe9c8", "#f0c987")
AGE_MONTHS = (3, 12, 36)
HATCHES = (
    *("rise", "fall", "dots", "level", "upright", "cross", "grid", "rise-wide", "fall-wide", "dots-wide"),
    *("level-wide", "upright-wide", "rise-fine", "fall-fine", "level-fine", "upright-fine", "grid-fine"),
)
NEAR = 24  # distance in RGB under which two colours are one to an eye


@dataclass(frozen=True)
class ThemeClass:
    """One line of the legend; `value` is "" for rows without one."""

    value: str
    label: str
    colour: str
    hatch: str
    count: int


@dataclass(frozen=True)
class Theme:
    """A way to colour plots.

    Attributes:
        field: outward name of the field that decides.
        title: heading of the legend.
        classes: what is among the rows, the most frequent first.
        class_of: stored value -> the value of its class.
    """

    field: str
    title: str
    classes: tuple[ThemeClass, ...]
    class_of: Callable[[Any], str]

    def looks(self, values: Sequence[Any]) -> list[tuple[str, str]]:
        """Colour and hatch of stored values."""
        known = {item.value: (item.colour, item.hatch) for item in self.classes}
        return [known.get(self.class_of(value), (OTHER, "")) for value in values]


def read_theme(name: str, question: Question, wider: Question, today: date) -> Theme:
    """The theme with its classes among the rows of a question.

    Args:
        name: one of NAMES.
        question: what is drawn.
        wider: the same without the frame of the map; the most frequent agencies have their colours from there.
        today: ages are counted back from this day.
    """
    if name == "published_on":
        return _ages(question, today)
    found = values_of(name, question)
    title = {"land_use": _("Loại đất"), "use_state": _("Hiện trạng sử dụng"), "managing_agency": _("Đơn vị quản lý")}
    if name == "land_use":
        colours = dict(LandUse.objects.order_by("code").values_list("code", "colour"))
        hatch = hatches(colours)
    else:
        colours = dict(USE_STATE) if name == "use_state" else agency_colours(values_of(name, wider), found)
        hatch = {}
    classes = tuple(
        ThemeClass(
            item.value or "",
            f"{item.value} {item.label}" if name == "land_use" and item.value else item.label,
            colours.get(item.value or "", OTHER),
            hatch.get(item.value or "", ""),
            item.count,
        )
        for item in found
        if item.count
    )
    return Theme(name, title[name], classes, lambda value: str(value) if value else "")


def values_of(name: str, question: Question) -> list[FacetValue]:
    """The values of a field among exactly the rows of a question, the most frequent first."""
    # A facet leaves the condition of its own parameter out; here it must hold too, hence another name for each.
    conditions = {f"is {key}": value for key, value in question.conditions.items()}
    signature = f"{question.signature} all conditions" if not question.is_plain else ""
    narrowed = replace(question, conditions=conditions, signature=signature)
    return next(iter(facets(narrowed, [name]).values.values()), [])


def agency_colours(*found: Sequence[FacetValue]) -> dict[str, str]:
    """The most frequent agencies get a colour of their own, in the order in which the map learns them."""
    learned: dict[str, str] = {}
    for values in found:
        for value in (item.value for item in values[:AGENCIES_AT_ONCE]):
            if value and len(learned) < len(AGENCIES):
                learned.setdefault(value, AGENCIES[len(learned)])
    return learned


def hatches(colours: Mapping[str, str]) -> dict[str, str]:
    """Codes whose colour is too near that of an earlier code -> hatch."""
    groups: list[tuple[tuple[int, ...], list[str]]] = []
    found: dict[str, str] = {}
    for code, colour in colours.items():
        own = _rgb(colour)
        group = next((codes for known, codes in groups if math.dist(known, own) < NEAR), None)
        if group is None:
            groups.append((own, [code]))
            continue
        found[code] = HATCHES[(len(group) - 1) % len(HATCHES)]
        group.append(code)
    return found


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _ages(question: Question, today: date) -> Theme:
    """Publication ages, the youngest first; each begins where the one before ends."""
    starts = [months_before(today, months) for months in AGE_MONTHS]
    labels = (
        *(_("Trong 3 tháng qua"), _("Từ 3 tháng đến 1 năm"), _("Từ 1 đến 3 năm"), _("Trên 3 năm")),
        _("Chưa công khai"),
    )
    conditions = [
        Q(published_on__gte=starts[0]),
        *(Q(published_on__gte=start, published_on__lt=end) for end, start in itertools.pairwise(starts)),
        Q(published_on__lt=starts[-1]),
        Q(published_on=None),
    ]
    counted = question.rows().aggregate(**{f"n{at}": Count("pk", filter=it) for at, it in enumerate(conditions)})
    classes = tuple(
        ThemeClass(str(at), label, AGES[at] if at < len(starts) + 1 else OTHER, "", counted[f"n{at}"])
        for at, label in enumerate(labels)
    )

    def class_of(value: date | None) -> str:
        if value is None:
            return str(len(labels) - 1)
        return str(next((at for at, start in enumerate(starts) if value >= start), len(starts)))

    shown = tuple(item for item in classes if item.count)
    return Theme("published_on", _("Thời gian công khai"), shown, class_of)


def months_before(day: date, months: int) -> date:
    """The day some months earlier; 31 May less three months is 3 March, as JavaScript counts."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1) + timedelta(days=day.day - 1)
