"""A layer of the registry as QGIS layers: its features, and its vector tiles."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gis import crs
from gis.layers import Layer, heading
from gis.qgis.crs import add_system
from gis.qgis.tiles import add_tile_renderer
from gis.styles.attributes import attributes
from gis.styles.qml import dress
from gis.styles.symbols import Shape, shape_of

FARTHEST = 100_000_000  # scale denominator at which QGIS stops to zoom out
_GEOMETRIES: dict[Shape, str] = {"polygon": "Polygon", "line": "Line", "point": "Point"}
_PAGE = "1000"


@dataclass(frozen=True)
class MapLayer:
    """One entry of a project.

    Attributes:
        key: id inside the file, stable from one download to the next.
        provider: QGIS's name of the kind of source.
        source: where it is, without any credential.
        checked: drawn when the project opens.
        element: the <maplayer>.
    """

    key: str
    title: str
    provider: str
    source: str
    checked: bool
    element: Element


def map_layers(request: HttpRequest, layer: Layer, user: Any) -> list[MapLayer]:
    """The layer's entries: features first, then the tiles that stand for them farther out."""
    features = _features(request, layer, user)
    if layer.style is None or not layer.style.features_from:
        return [features]
    return [features, _tiles(request, layer, user)]


def _features(request: HttpRequest, layer: Layer, user: Any) -> MapLayer:
    root = request.build_absolute_uri(reverse("ogc:landing"))
    # CRS84 and not the stored system: QGIS would shift EPSG:5899 by place. Eight decimals are a millimetre.
    parts = {"url": root, "typename": layer.name, "srsname": crs.CRS84.code, "restrictToRequestBBOX": "1"}
    pages = {"pagingEnabled": "true", "pageSize": _PAGE}
    source = " ".join(f"{name}='{value}'" for name, value in {**parts, **pages}.items())
    shape = shape_of(layer.shape)
    near = layer.style.features_from if layer.style else 0
    kinds = {"geometry": _GEOMETRIES[shape], "wkbType": layer.shape.kind, "readOnly": "1"}
    element = Element("maplayer", {"type": "vector", **kinds, **_scales(near or FARTHEST, 0, limited=bool(near))})
    title = heading(layer)
    made = MapLayer(f"{layer.name}_features", title, "OAPIF", source, _opens(layer), element)
    _describe(made, layer, crs.WGS84)
    SubElement(element, "provider", encoding="UTF-8").text = made.provider
    columns = attributes(layer, user)
    dress(element, layer.style, layer.style.legend() if layer.style else (), columns, shape)
    name = next((column.name for column in columns if column.field.source == layer.key), "")
    SubElement(element, "previewExpression").text = f'"{name}"' if name else ""
    return made


def _tiles(request: HttpRequest, layer: Layer, user: Any) -> MapLayer:
    assert layer.style is not None
    sample = reverse("tiles:tile", args=(layer.name, 0, 0, 0)).removesuffix("0/0/0")
    address = quote(request.build_absolute_uri(sample) + "{z}/{y}/{x}", safe=":/")
    low, high = layer.zooms
    source = f"type=xyz&url={address}&zmax={high}&zmin={low}"
    element = Element("maplayer", {"type": "vector-tile", **_scales(FARTHEST, layer.style.features_from)})
    title = _("%(title)s (bản đồ nhanh)") % {"title": heading(layer)}
    made = MapLayer(f"{layer.name}_tiles", title, "vectortile", source, _opens(layer), element)
    _describe(made, layer, crs.WEB_MERCATOR)
    SubElement(element, "provider").text = made.provider
    add_tile_renderer(element, layer, user)
    return made


def _opens(layer: Layer) -> bool:
    return layer.style is None or layer.style.opens


def _scales(far: int, near: int, *, limited: bool = True) -> dict[str, str]:
    """QGIS calls the farther limit the minimum scale."""
    flag = "1" if limited else "0"
    return {"hasScaleBasedVisibilityFlag": flag, "minScale": str(far), "maxScale": str(near)}


def _describe(made: MapLayer, layer: Layer, system: crs.Crs) -> None:
    SubElement(made.element, "id").text = made.key
    SubElement(made.element, "datasource").text = made.source
    SubElement(made.element, "layername").text = made.title
    add_system(SubElement(made.element, "srs"), system)
    about = SubElement(made.element, "resourceMetadata")
    SubElement(about, "identifier").text = layer.name
    SubElement(about, "title").text = made.title
    SubElement(about, "abstract").text = str(layer.description)
