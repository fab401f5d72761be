"""A stand-alone HTML report of the current filter: a folium map with its tables, in one file that needs no network."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.staticfiles import finders
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis import crs
from gis.layers import Layer, Rows
from gis.text.numbers import format_area, format_number
from land.colours import colours
from land.exports import words
from land.exports.downloads import Download, ExportError, slug
from land.exports.report_sea import names_script
from land.exports.rows import Chunk, Column, columns, has_sample, number_lang, read, written
from land.exports.summary import Amount, Summary, summarise
from territory.models import AdminUnit

CONTENT_TYPE = "text/html; charset=utf-8"
MOST_PLOTS = 10_000  # about 12 MB of HTML; a browser still opens it in seconds
_SHOWN = (
    "code",
    "name",
    "area_m2",
    "land_use",
    "use_state",
    "managing_agency_name",
    "unit_name",
    "handling_plan",
    "location_basis",
)
_TOLERANCE = 5e-6  # degrees, half a metre
_OUTLINE = {"color": "#5d5a52", "weight": 1, "fillOpacity": 0.75}
_URL = re.compile(r"url\([^)]*\)")


def report(
    *,
    layer: Layer,
    queryset: Rows,
    user: Any,
    title: str,
    filter_text: str,
    today: date | None = None,
) -> Download:
    """One HTML file with the map, the totals, and tables by land use, state, unit and managing agency.

    Args:
        layer: the declaration of the plots.
        queryset: plots the reader may know of, filtered.
        user: the reader.
        title: heading of the report.
        filter_text: the filter in words.
        today: the data's day; the local day by default.

    Raises:
        ExportError: more plots than a browser can draw from one file.
    """
    day = today or timezone.localdate()
    if queryset[MOST_PLOTS : MOST_PLOTS + 1].exists():
        raise ExportError(
            _("Báo cáo chứa được nhiều nhất %(most)s khu đất. Hãy lọc bớt hoặc tải bảng tính.")
            % {"most": format_number(MOST_PLOTS, number_lang())}
        )
    chosen = tuple(column for column in columns(layer, user) if column.name in _SHOWN)
    summary = summarise(queryset)
    drawing = _map(layer, read(layer, queryset, user, crs.CRS84, chosen), chosen, _communes(user, day))
    page = render_to_string(
        "land/report.html",
        {
            "lang": (get_language() or "vi")[:2],
            "title": title,
            "as_of": words.as_of(day),
            "filter_text": filter_text or _("Không lọc"),
            "sample": words.sample() if has_sample(queryset) else "",
            "disclaimer": words.disclaimer(),
            "source": words.source(),
            "figures": _figures(summary.amount),
            "tables": list(_tables(summary)),
            "leaflet_css": SafeString(_leaflet_css()),
            "leaflet_js": SafeString(_leaflet_js()),
            **drawing,
        },
    )
    return Download(f"{slug(title, 'bao-cao')}_{day.isoformat()}.html", CONTENT_TYPE, page.encode())


def _map(
    layer: Layer, chunks: Iterator[Chunk], chosen: tuple[Column, ...], communes: folium.GeoJson
) -> dict[str, SafeString]:
    """folium's map as the parts of a page: its head, its element, its script."""
    west, south, east, north = layer.bounds
    drawing = folium.Map(tiles=None, zoom_control=True, min_zoom=5, prefer_canvas=True, attribution_control=False)
    # What folium would fetch from other hosts: Leaflet comes from our own packages, the rest is not used.
    drawing.default_js, drawing.default_css = [], []
    communes.add_to(drawing)
    features = list(_features(chunks, chosen))
    if features:
        _plots(features, chosen).add_to(drawing)
        boxes = np.array([shapely.geometry.shape(item["geometry"]).bounds for item in features if item["geometry"]])
        if len(boxes):
            west, south = boxes[:, :2].min(axis=0).tolist()
            east, north = boxes[:, 2:].max(axis=0).tolist()
    drawing.fit_bounds([(south, west), (north, east)], max_zoom=18)
    figure: Any = drawing.get_root()
    figure.render()
    code = static_text("map/seaplaces.js") + static_text("site/leafletsea.js")
    names = names_script(code, drawing.get_name(), communes.get_name())
    # SafeString: folium writes values through its own JSON escape; texts inside were escaped in `_features`.
    return {
        "map_head": SafeString(figure.header.render()),
        "map_body": SafeString(figure.html.render()),
        "map_script": SafeString(figure.script.render() + names),
    }


def _features(chunks: Iterator[Chunk], chosen: tuple[Column, ...]) -> Iterator[dict[str, Any]]:
    """Features whose texts are safe in HTML, since folium's tooltips put them into the page as they are."""
    for chunk in chunks:
        for values, shape in zip(chunk.values, chunk.placed(), strict=True):
            if shape is None:
                continue
            texts = {
                column.name: str(escape(written(column, value))) for column, value in zip(chosen, values, strict=True)
            }
            code = next((v for c, v in zip(chosen, values, strict=True) if c.name == "land_use"), None)
            drawn = shapely.transform(shapely.simplify(shape, _TOLERANCE), lambda points: np.round(points, 6))
            yield {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(drawn),
                "properties": {**texts, "_use": code or ""},
            }


def _plots(features: list[dict[str, Any]], chosen: tuple[Column, ...]) -> folium.GeoJson:
    shades = colours({item["properties"]["_use"] for item in features})

    def look(feature: Mapping[str, Any]) -> dict[str, Any]:
        return {**_OUTLINE, "fillColor": shades.get(feature["properties"]["_use"], "#d9d9d9")}

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=look,
        marker=folium.CircleMarker(radius=5, fill=True, color="#13211f", weight=1),
        tooltip=folium.GeoJsonTooltip(
            fields=[column.name for column in chosen],
            aliases=[escape(column.heading) for column in chosen],
            sticky=True,
        ),
    )


def _communes(user: Any, day: date) -> folium.GeoJson:
    rows = (
        AdminUnit.objects.visible_to(user)
        .communes()
        .on_day(day)
        .exclude(geom_low=None)
        .values_list(AsWKB(F("geom_low")), flat=True)
    )
    shapes = [crs.transform(shapely.from_wkb(bytes(blob)), crs.WEB_MERCATOR, crs.CRS84) for blob in rows]
    rounded = [shapely.transform(shape, lambda points: np.round(points, 5)) for shape in shapes]
    features = [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)} for shape in rounded]
    look = {"color": "#a59f94", "weight": 1, "fillColor": "#faf9f5", "fillOpacity": 1, "interactive": False}
    return folium.GeoJson({"type": "FeatureCollection", "features": features}, style_function=lambda _item: look)


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    name: str
    plots: str
    area: str
    colour: str = ""


@dataclass(frozen=True)
class TableOf:
    """One table of the report."""

    title: str
    head: str
    rows: list[Row]


def _tables(summary: Summary) -> Iterator[TableOf]:
    lines = list(summary.lines())
    shades = colours({line.land_use_code for line in lines})
    uses = {line.land_use_code: line.land_use for line in lines}
    by_use = _grouped((line.land_use_code, line.amount) for line in lines)
    yield TableOf(
        _("Theo loại đất"),
        _("Loại đất"),
        [_row(f"{code} – {uses[code]}" if code else uses[code], by_use[code], shades.get(code, "")) for code in by_use],
    )
    for title, head, pairs in (
        (_("Theo hiện trạng"), _("Hiện trạng"), ((line.use_state, line.amount) for line in lines)),
        (_("Theo phường, xã"), _("Phường, xã"), ((line.unit, line.amount) for line in lines)),
        (_("Theo đơn vị quản lý"), _("Đơn vị quản lý"), ((line.agency, line.amount) for line in lines)),
    ):
        yield TableOf(title, head, [_row(name, amount) for name, amount in _grouped(pairs).items()])


def _grouped(pairs: Iterable[tuple[str, Amount]]) -> dict[str, Amount]:
    """Amounts by name, the largest area first."""
    found: dict[str, Amount] = {}
    for name, amount in pairs:
        found[name] = found.get(name, Amount()) + amount
    return dict(sorted(found.items(), key=lambda item: (-item[1].area_m2, item[0])))


def _row(name: str, amount: Amount, colour: str = "") -> Row:
    lang = number_lang()
    return Row(name, format_number(amount.plots, lang), format_number(amount.area_m2, lang, 1), colour)


def _figures(amount: Amount) -> list[tuple[str, str]]:
    lang = number_lang()
    found = [
        (_("Số khu đất"), format_number(amount.plots, lang)),
        (_("Diện tích (m²)"), format_area(amount.area_m2, lang)),
        (_("Diện tích (ha)"), format_area(amount.area_m2, lang, "ha")),
    ]
    if amount.without_area:
        found.append((_("Chưa có diện tích"), format_number(amount.without_area, lang)))
    if amount.without_boundary:
        found.append((_("Chưa có ranh giới"), format_number(amount.without_boundary, lang)))
    return found


@lru_cache
def _leaflet_js() -> str:
    """Leaflet's script, fit to stand inside an element."""
    return static_text("leaflet/leaflet.js").replace("</script", "<\\/script").split("//# sourceMappingURL")[0]


@lru_cache
def _leaflet_css() -> str:
    """Leaflet's style without its pictures; nothing here uses them."""
    return _URL.sub("none", static_text("leaflet/leaflet.css"))


def static_text(name: str) -> str:
    """A static file's text.

    Raises:
        ExportError: it is not installed.
    """
    path = finders.find(name)
    if not isinstance(path, str):
        raise ExportError(_("Thiếu tệp %(name)s của gói django-leaflet.") % {"name": name})
    return Path(path).read_text(encoding="utf-8")
