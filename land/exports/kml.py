"""KML 2.2 for Google Earth, in the official colours, labels beside codes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import shapely

from gis.text.cells import printable
from land.exports.rows import Chunk, Column, written

CONTENT_TYPE = "application/vnd.google-earth.kml+xml"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
_TAIL = b"</Document>\n</kml>\n"


def document(
    title: str,
    description: str,
    colours: Mapping[str, str],
    chosen: Sequence[Column],
    chunks: Iterator[Chunk],
    name: tuple[str, str] = ("code", "land_use"),
) -> Iterator[bytes]:
    """The file, piece by piece.

    Args:
        title, description: of the document.
        colours: code -> "#rrggbb" of the styles.
        chosen, chunks: the table, geometries in CRS84.
        name: field names that give a placemark its name and its style.
    """
    yield _HEAD
    yield _serial(_texts(Element("name"), title))
    yield _serial(_texts(Element("description"), description))
    for code, colour in colours.items():
        yield _serial(_style(code, colour))
    places = {column.name: index for index, column in enumerate(chosen)}
    for chunk in chunks:
        for values, shape in zip(chunk.values, chunk.placed(), strict=True):
            label = values[places[name[0]]] if name[0] in places else values[0]
            style = values[places[name[1]]] if name[1] in places else None
            yield _serial(_placemark(str(label), style if style in colours else None, chosen, values, shape))
    yield _TAIL


def _placemark(label: str, style: str | None, chosen: Sequence[Column], values: Sequence[Any], shape: Any) -> Element:
    mark = Element("Placemark")
    _texts(SubElement(mark, "name"), label)
    if style:
        SubElement(mark, "styleUrl").text = f"#lu-{style}"
    extended = SubElement(mark, "ExtendedData")
    for column, value in zip(chosen, values, strict=True):
        text = written(column, value)
        if text:
            data = SubElement(extended, "Data", name=column.name)
            _texts(SubElement(data, "displayName"), column.heading)
            _texts(SubElement(data, "value"), text)
    if shape is not None:
        mark.append(_geometry(shape))
    return mark


def _geometry(shape: Any) -> Element:
    parts = [_single(part) for part in shapely.get_parts(shape)]
    if len(parts) == 1:
        return parts[0]
    multi = Element("MultiGeometry")
    multi.extend(parts)
    return multi


def _single(part: Any) -> Element:
    if part.geom_type != "Polygon":
        element = Element("Point" if part.geom_type == "Point" else "LineString")
        SubElement(element, "coordinates").text = _coordinates(part)
        return element
    polygon = Element("Polygon")
    oriented = shapely.orient_polygons(part)
    for name, ring in (
        ("outerBoundaryIs", oriented.exterior),
        *(("innerBoundaryIs", hole) for hole in oriented.interiors),
    ):
        SubElement(SubElement(SubElement(polygon, name), "LinearRing"), "coordinates").text = _coordinates(ring)
    return polygon


def _coordinates(part: Any) -> str:
    return " ".join(f"{x:.8f},{y:.8f}" for x, y in shapely.get_coordinates(part))


def _style(code: str, colour: str) -> Element:
    style = Element("Style", id=f"lu-{code}")
    # KML writes alpha, blue, green, red.
    bgr = f"{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()
    line = SubElement(style, "LineStyle")
    SubElement(line, "color").text = "ff5a5d5d"
    SubElement(line, "width").text = "1.5"
    SubElement(SubElement(style, "PolyStyle"), "color").text = f"b3{bgr}"
    return style


def _texts(element: Element, text: str) -> Element:
    element.text = printable(text)
    return element


def _serial(element: Element) -> bytes:
    return ElementTree.tostring(element, encoding="unicode").encode() + b"\n"
