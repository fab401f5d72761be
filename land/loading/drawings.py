"""Drawings (DXF, DGN): closed areas from linework, their attributes from the labels inside.

A cadastral sheet draws each border once and writes `12 / 345,6` over `ONT` into the parcel. Areas are found by
polygonising all lines; an area without a label is a street or a frame and is left out, unless nothing has labels.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString

from gis.text.errors import NumberError
from gis.text.fold import fold
from gis.text.numbers import parse_area
from land.loading.findings import Finding
from land.loading.tables import as_objects, make_frame

COLUMNS = ("Số tờ", "Số thửa", "Diện tích", "Loại đất", "Nhãn", "Lớp CAD")
_SKIPPED_LAYERS = re.compile(r"khung|frame|luoi|grid|dim|title|ghi chu|defpoints")
_PAIR = re.compile(r"(?P<first>\d+[a-z]?)\s*[/\n]\s*(?P<second>\d[\d.,]*)(?:\s*m2)?", re.IGNORECASE)
_USE = re.compile(r"\b[A-Z]{3}(?:\s*\+\s*[A-Z]{3})*\b")
_NUMBER = re.compile(r"\d+[a-zA-Z]?")
_AREA = re.compile(r"\d[\d.]*(?:,\d+)?|\d+(?:\.\d+)?")
_SHEET_WORD = re.compile(r"to(?: ban do)?(?: so)? (\d+)")
_PARCEL_WORD = re.compile(r"thua(?: dat)?(?: so)? (\d+[a-z]?)")
_CLOSE = 0.1  # share by which a written area may differ from the drawn one and still be told from a parcel number
_SNAP_M = 0.002


@dataclass
class Label:
    """What the texts inside one area say."""

    sheet: str | None = None
    parcel: str | None = None
    area: str | None = None
    use: str | None = None
    texts: list[str] = field(default_factory=list)


def areas_of_drawing(frame: gpd.GeoDataFrame, layers: Sequence[str] | None = None) -> tuple[gpd.GeoDataFrame, Finding]:
    """Closed areas of a drawing with their labels as columns.

    Args:
        frame: everything drawn, texts as points.
        layers: names or numbers of the layers with borders and labels; None for all but frames and grids.
    """
    kept = frame[_is_wanted(frame, layers)]
    texts = kept[_texts(kept) != ""]
    lines = kept[(_texts(kept) == "").to_numpy()]
    areas, origins = _areas(lines)
    inside = _labels_inside(areas, texts)
    labels = [read_label(inside.get(at, []), float(shapely.area(area))) for at, area in enumerate(areas)]
    chosen = [at for at, label in enumerate(labels) if label.texts] or list(range(len(areas)))
    counts = {"polygons": len(chosen), "labels": len(texts), "dropped": len(areas) - len(chosen)}
    columns: dict[str, list[Any]] = {
        "Số tờ": [labels[at].sheet for at in chosen],
        "Số thửa": [labels[at].parcel for at in chosen],
        "Diện tích": [labels[at].area for at in chosen],
        "Loại đất": [labels[at].use for at in chosen],
        "Nhãn": ["; ".join(labels[at].texts) or None for at in chosen],
        "Lớp CAD": [origins[at] for at in chosen],
    }
    arrays = {name: as_objects(values) for name, values in columns.items()}
    made = make_frame(arrays, as_objects([areas[at] for at in chosen]), range(1, len(chosen) + 1), frame.crs)
    return made, Finding("drawing_read", params=counts)


def outlines_of_drawing(frame: gpd.GeoDataFrame) -> list[Any]:
    """What a drawing of one plot outlines: its closed areas, and all its linework for whoever looks for a line.

    Areas with a label are the parcels, and with them what lies in their holes (a house); without labels all areas.
    """
    kept = frame[_is_wanted(frame, None)]
    texts = kept[_texts(kept) != ""]
    lines = kept[(_texts(kept) == "").to_numpy()]
    areas, _origins = _areas(lines)
    labelled = [areas[at] for at in sorted(_labels_inside(areas, texts))]
    inner = [area for area in areas if area not in labelled and _fills_hole(area, labelled)]
    drawn = [line for shape in lines.geometry for line in _lines(shape)]
    merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(drawn))) if drawn else []
    return [*(labelled + inner if labelled else areas), *merged]


def _fills_hole(area: Any, others: Sequence[Any]) -> bool:
    return any(shapely.Polygon(ring).covers(area) for other in others for ring in other.interiors)


def read_label(texts: Sequence[str], drawn_m2: float) -> Label:
    """The meaning of the texts inside one area: `12/345,6 ONT` in one text or in several."""
    label = Label(texts=[text for text in texts if text])
    loose = []
    for text in label.texts:
        rest = _take_words(text, label)
        if use := _USE.search(rest):
            label.use = label.use or use[0].replace(" ", "")
            rest = rest.replace(use[0], " ")
        pair = _PAIR.search(rest)
        if pair and label.parcel is None:
            _take_pair(pair, label, drawn_m2)
        else:
            loose += rest.split()
    _take_loose(loose, label, drawn_m2)
    return label


def _take_words(text: str, label: Label) -> str:
    folded = fold(text)
    if sheet := _SHEET_WORD.search(folded):
        label.sheet = sheet[1]
    if parcel := _PARCEL_WORD.search(folded):
        label.parcel = parcel[1].upper()
    return "" if sheet or parcel else text


def _take_pair(pair: re.Match[str], label: Label, drawn_m2: float) -> None:
    """`12/345,6` is parcel over area, `12/345` may be sheet over parcel: the drawn area decides."""
    second = _area(pair["second"])
    if second is not None and abs(second - drawn_m2) <= _CLOSE * drawn_m2:
        label.parcel, label.area = pair["first"], pair["second"]
    elif pair["second"].isdigit():
        label.sheet, label.parcel = pair["first"], pair["second"]
    else:
        label.parcel, label.area = pair["first"], pair["second"]


def _take_loose(words: Sequence[str], label: Label, drawn_m2: float) -> None:
    """Numbers written apart: the one close to the drawn area is the area, a short one the parcel."""
    for word in words:
        area = _area(word) if _AREA.fullmatch(word) else None
        if area is not None and label.area is None and abs(area - drawn_m2) <= _CLOSE * drawn_m2:
            label.area = word
        elif label.parcel is None and _NUMBER.fullmatch(word):
            label.parcel = word.upper()


def _area(text: str) -> float | None:
    try:
        return float(parse_area(text))
    except NumberError:
        return None


def _texts(frame: gpd.GeoDataFrame) -> Any:
    return frame["Text"].fillna("").astype(str).str.strip() if "Text" in frame else frame.index.map(lambda _: "")


def _is_wanted(frame: gpd.GeoDataFrame, layers: Sequence[str] | None) -> Any:
    names = _layer_names(frame)
    if layers:
        return names.isin([str(layer) for layer in layers]).to_numpy()
    return ~names.map(lambda name: bool(_SKIPPED_LAYERS.search(fold(name)))).to_numpy(dtype=bool)


def _layer_names(frame: gpd.GeoDataFrame) -> Any:
    column = next((name for name in ("Layer", "Level") if name in frame), None)
    return frame[column].astype(str) if column else frame.index.to_series().map(lambda _: "")


def _areas(frame: gpd.GeoDataFrame) -> tuple[list[Any], list[str]]:
    """Closed areas of all linework, and the layer that each was mostly drawn on."""
    lines: list[Any] = []
    names: list[str] = []
    for shape, name in zip(frame.geometry, _layer_names(frame), strict=True):
        for line in _lines(shape):
            lines.append(line)
            names.append(name)
    if not lines:
        return [], []
    # Ends that miss each other by a hair's breadth are one point to the draughtsman.
    snapped = shapely.set_precision(np.array(lines, dtype=object), _SNAP_M)
    noded = shapely.node(shapely.union_all(shapely.get_parts(snapped)))
    areas = [area for area in shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))) if area.area > 0]
    tree = shapely.STRtree(lines)
    nearest = tree.nearest([area.exterior for area in areas]) if areas else []
    return areas, [names[at] for at in nearest]


def _lines(shape: Any) -> list[LineString]:
    if shape is None or shape.is_empty:
        return []
    found: list[LineString] = []
    for part in shapely.get_parts(shape):
        kind = part.geom_type
        if kind == "Polygon":
            found += [LineString(ring.coords) for ring in (part.exterior, *part.interiors)]
        elif kind in {"LineString", "LinearRing"}:
            found.append(LineString(part.coords))
        elif kind.startswith(("Multi", "Geometry")):
            found += _lines(part)
    return found


def _labels_inside(areas: Sequence[Any], texts: gpd.GeoDataFrame) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    if not areas or texts.empty:
        return found
    tree = shapely.STRtree(list(areas))
    points = shapely.centroid(texts.geometry.to_numpy())
    for text_at, area_at in zip(*tree.query(points, predicate="within"), strict=True):
        found.setdefault(int(area_at), []).append(str(_texts(texts).iloc[int(text_at)]))
    return found
