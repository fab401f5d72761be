"""What the panel's template shows."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.http.problems import DomainError
from imagery import indices
from imagery.panel.changes import changes_of
from imagery.panel.frames import DRAWING, Frame, frame_of
from imagery.panel.record import CLEAR_FROM, Entry, clear_of, drawn, looks_of, record_of
from imagery.tiles.renderings import TRUE, Rendering, legend
from imagery.tiles.sheets import sheet_from
from land.models import Plot

_FEW = 6  # pixels: below, most of them are cut by the border


class Unreadable(DomainError):
    """The address names no picture of this plot."""

    code = "imagery.no_picture"
    status = 404


@dataclass(frozen=True)
class Chosen:
    """What is looked at: two scenes and how they are drawn."""

    before: Entry
    after: Entry
    look: Rendering


@dataclass(frozen=True)
class Ground:
    """Other ground than the plot's own, such as that of a change.

    Attributes:
        picture: address of a scene's picture, by its id.
        version: changes whenever the pictures do.
        before, after: ids of the scenes that are shown first.
    """

    frame: Frame
    picture: Callable[[UUID], str]
    version: str
    before: UUID
    after: UUID


def panel_of(user: Any, plot: Plot, asked: Any, ground: Ground | None = None) -> dict[str, Any] | None:
    """Everything that the panel's template needs; None where no scene shows the plot.

    Args:
        asked: query parameters `before`, `after` (ids of scenes), `after_on` (a day, which goes before `after`) and
            `look`; wrong ones are as if not given.
        ground: what the pictures show; the plot without.
    """
    frame = ground.frame if ground else frame_of(plot)
    entries = record_of(user, plot, frame) if frame else []
    if frame is None or not entries:
        return None
    looks = looks_of(entries)
    look = next((one for one in looks if one.name == asked.get("look")), looks[0])
    shown = drawn(entries, look) or entries
    chosen = _chosen(shown, look, asked, ground)
    english = get_language() == "en"
    named = [(one, one.title_en if english else one.title) for one in looks]
    names = [index.name for index in indices.ALL if any(index.name in one.values for one in shown)]
    lines = {entry.scene.pk: _line(plot, entry, look, names, ground) for entry in shown}
    return {
        "code": plot.code,
        "entries": list(lines.values()),
        "years": _years(list(lines.values())),
        "before": lines[chosen.before.scene.pk],
        "after": lines[chosen.after.scene.pk],
        "looks": [(one.name, title) for one, title in named if not _is_band(one)],
        "bands": [(one.name, title) for one, title in named if _is_band(one)],
        "look": look.name,
        "scale": _scale(look, english=english),
        "plain": look.name == TRUE.name,
        "border": "" if frame.shape is None else frame.path(frame.shape),
        "drawing": "0 0 {} {}".format(*DRAWING),
        "terms": terms_of(names),
        "first": shown[0].day,
        "last": shown[-1].day,
        "sample": any(entry.scene.sample for entry in shown),
        "few": next((entry.pixels for entry in reversed(shown) if entry.pixels and entry.pixels < _FEW), None),
        "partly": _partly(shown),
        "film": f"{reverse('plot-imagery-film', args=[plot.code])}?{urlencode({'look': look.name})}",
        "address": reverse("plot-imagery", args=[plot.code]),
        "measured": bool(names),
        "changes": None if ground else changes_of(user, plot),
    }


def _is_band(look: Rendering) -> bool:
    return look.index is None and len(look.roles) == 1


def _scale(look: Rendering, *, english: bool) -> dict[str, Any] | None:
    """The colours of an index by their values; None where colours are not values."""
    index = look.index
    if index is None:
        return None
    stops = legend(index)
    low, high = stops[0][0], stops[-1][0]
    return {
        "title": index.title_en if english else index.title,
        "technical": index.name.upper(),
        "formula": index.written,
        "low": low,
        "high": high,
        "stops": [
            {"value": value, "colour": colour, "at": f"{(value - low) / (high - low):.1%}"} for value, colour in stops
        ],
    }


def _partly(entries: Sequence[Entry]) -> float | None:
    """Percent of the plot that the scenes reach, where that is too little to call a day clear."""
    most = max((entry.seen for entry in entries if entry.seen is not None), default=100.0)
    return most if most < CLEAR_FROM else None


def _chosen(entries: Sequence[Entry], look: Rendering, asked: Any, ground: Ground | None) -> Chosen:
    """As asked; else as the ground wants it; else the first and the last clear scene."""
    by_id = {str(entry.scene.pk): entry for entry in entries}
    clear = clear_of(entries)
    before, after = clear[0], clear[-1]
    if ground:
        before, after = by_id.get(str(ground.before), before), by_id.get(str(ground.after), after)
    of_day = [entry for entry in entries if entry.day.isoformat() == asked.get("after_on")]
    after = clear_of(of_day)[-1] if of_day else by_id.get(asked.get("after", ""), after)
    return Chosen(by_id.get(asked.get("before", ""), before), after, look)


def _line(plot: Plot, entry: Entry, look: Rendering, names: Sequence[str], ground: Ground | None) -> dict[str, Any]:
    """One scene as the template and the scripts show it."""
    scene = entry.scene
    version = f"{sheet_from(scene).version}-{ground.version if ground else plot.version}"
    picture = ground.picture(scene.pk) if ground else reverse("plot-imagery-picture", args=[plot.code, scene.pk])
    query = urlencode({"look": look.name, "v": version})
    return {
        "id": str(scene.pk),
        "scene": scene,
        "day": entry.day,
        "cloud": entry.cloud,
        "sky": entry.sky,
        "clear": entry.is_clear,
        "values": [(name, entry.values.get(name)) for name in names],
        "picture": f"{picture}?{query}",
        "cutting": reverse("plot-imagery-cutting", args=[plot.code, scene.pk]),
        "pixels": entry.pixels,
    }


def _years(lines: Sequence[dict[str, Any]]) -> list[tuple[int, list[dict[str, Any]]]]:
    years: dict[int, list[dict[str, Any]]] = {}
    for line in lines:
        years.setdefault(line["day"].year, []).append(line)
    return sorted(years.items(), reverse=True)


def terms_of(names: Collection[str]) -> list[dict[str, Any]]:
    """Plain and technical names of indices, in the order of all."""
    english = get_language() == "en"
    return [
        {
            "name": index.name,
            "title": index.title_en if english else str(index.title),
            "technical": index.name.upper(),
            "formula": index.written,
        }
        for index in indices.ALL
        if index.name in names
    ]


def told(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The record for programs."""
    return [
        {
            "scene": str(entry.scene.pk),
            "code": entry.scene.code,
            "collection": entry.scene.collection_id,
            "acquired_on": entry.day.isoformat(),
            "cloud_percent": entry.cloud,
            "clear_percent": entry.clear,
            "scene_cloud_percent": entry.scene.cloud_percent,
            "usable": entry.is_clear,
            "pixels": entry.pixels,
            "synthetic": entry.scene.sample,
            **{index.name: entry.values.get(index.name) for index in indices.ALL},
        }
        for entry in entries
    ]


def headings() -> list[str]:
    """Columns of the table for spreadsheets."""
    return [
        _("Ngày chụp"),
        _("Cảnh"),
        _("Bộ ảnh"),
        _("Mây trong khu đất (%)"),
        _("Quang mây (%)"),
        _("Dùng được"),
        *(f"{index.name.upper()} – {index.title}" for index in indices.ALL),
        _("Ảnh mô phỏng"),
    ]


def rows(entries: Sequence[Entry]) -> list[list[Any]]:
    """Lines of the table for spreadsheets."""
    yes, no = _("có"), _("không")
    return [
        [
            _day(entry.day),
            entry.scene.code,
            entry.scene.collection.title,
            entry.cloud,
            entry.clear,
            yes if entry.is_clear else no,
            *(entry.values.get(index.name) for index in indices.ALL),
            yes if entry.scene.sample else no,
        ]
        for entry in entries
    ]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
