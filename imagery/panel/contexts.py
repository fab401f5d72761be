"""What the panel's template shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import shapely
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.http.problems import DomainError
from imagery import indices
from imagery.panel.frames import Frame, frame_of
from imagery.panel.record import Entry, drawn, looks_of, record_of
from imagery.tiles.renderings import TRUE, Rendering
from imagery.tiles.sheets import sheet_from
from land.models import Plot

_SHOWN = {"ndvi", "ndwi", "ndbi"}
_DRAWING = 400, 300  # units of the drawing over the pictures
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


def panel_of(user: Any, plot: Plot, asked: Any) -> dict[str, Any] | None:
    """Everything that the panel's template needs; None where no scene shows the plot.

    Args:
        asked: query parameters `before`, `after` (ids of scenes) and `look`; wrong ones are as if not given.
    """
    frame = frame_of(plot)
    entries = record_of(user, plot, frame) if frame else []
    if frame is None or not entries:
        return None
    looks = looks_of(entries)
    look = next((one for one in looks if one.name == asked.get("look")), looks[0])
    shown = drawn(entries, look) or entries
    chosen = _chosen(shown, look, asked)
    english = get_language() == "en"
    names = [index.name for index in indices.ALL if any(index.name in one.values for one in shown)]
    lines = [_line(plot, entry, look, names) for entry in shown]
    return {
        "code": plot.code,
        "english": english,
        "entries": lines,
        "years": _years(shown, lines),
        "before": _line(plot, chosen.before, look, names),
        "after": _line(plot, chosen.after, look, names),
        "looks": [(one.name, one.title_en if english else one.title) for one in looks],
        "look": look.name,
        "plain": look.name == TRUE.name,
        "border": _drawing(frame),
        "drawing": "0 0 {} {}".format(*_DRAWING),
        "terms": [_term(index, english) for index in indices.ALL if index.name in names],
        "first": shown[0].day,
        "last": shown[-1].day,
        "sample": any(entry.scene.sample for entry in shown),
        "few": next((entry.pixels for entry in reversed(shown) if entry.pixels and entry.pixels < _FEW), None),
        "film": f"{reverse('plot-imagery-film', args=[plot.code])}?{urlencode({'look': look.name})}",
        "address": reverse("plot-imagery", args=[plot.code]),
        "measured": bool(names),
    }


def _chosen(entries: Sequence[Entry], look: Rendering, asked: Any) -> Chosen:
    """As asked; else the first and the last clear scene."""
    by_id = {str(entry.scene.pk): entry for entry in entries}
    clear = [entry for entry in entries if entry.is_clear] or list(entries)
    before = by_id.get(asked.get("before", ""), clear[0])
    return Chosen(before, by_id.get(asked.get("after", ""), clear[-1]), look)


def _line(plot: Plot, entry: Entry, look: Rendering, names: Sequence[str]) -> dict[str, Any]:
    """One scene as the template and the scripts show it."""
    scene = entry.scene
    version = f"{sheet_from(scene).version}-{plot.version}"
    query = urlencode({"look": look.name, "v": version})
    return {
        "id": str(scene.pk),
        "scene": scene,
        "day": entry.day,
        "cloud": entry.cloud,
        "sky": entry.sky,
        "clear": entry.is_clear,
        "values": [(name, entry.values.get(name)) for name in names],
        "picture": f"{reverse('plot-imagery-picture', args=[plot.code, scene.pk])}?{query}",
        "cutting": reverse("plot-imagery-cutting", args=[plot.code, scene.pk]),
        "pixels": entry.pixels,
    }


def _years(entries: Sequence[Entry], lines: Sequence[dict[str, Any]]) -> list[tuple[int, list[dict[str, Any]]]]:
    years: dict[int, list[dict[str, Any]]] = {}
    for entry, line in zip(entries, lines, strict=True):
        years.setdefault(entry.day.year, []).append(line)
    return sorted(years.items(), reverse=True)


def _term(index: indices.Index, english: bool) -> dict[str, Any]:
    return {
        "name": index.name,
        "title": index.title_en if english else str(index.title),
        "technical": index.name.upper(),
        "formula": index.written,
        "shown": index.name in _SHOWN,
    }


def _drawing(frame: Frame) -> str:
    """The boundary as an SVG path over the pictures; "" for a plot without one."""
    if frame.shape is None:
        return ""
    west, south, east, north = frame.box
    width, height = _DRAWING
    parts = []
    for ring in shapely.get_parts(shapely.boundary(frame.shape)):
        points = (
            ((x - west) / (east - west) * width for x, _ in ring.coords),
            ((north - y) / (north - south) * height for _, y in ring.coords),
        )
        parts.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in zip(*points, strict=True)) + "Z")
    return "".join(parts)


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
