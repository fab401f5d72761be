"""A ready QGIS project and layer definitions, built as trees from the registry."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis import crs
from gis.qgis.crs import add_system
from gis.qgis.maplayers import MapLayer
from gis.styles.qml import VERSION, document

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same layers make the same bytes


@dataclass(frozen=True)
class About:
    """What a project says of itself.

    Attributes:
        notice: what the data are good for.
        home: address of the site's API.
        bounds: CRS84 box that the project opens with.
    """

    title: str
    notice: str
    home: str
    bounds: tuple[float, float, float, float]


def project(layers: Sequence[MapLayer], about: About) -> bytes:
    """A .qgz: the project file, zipped."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("dat-cong.qgs", _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, project_xml(layers, about))
    return packed.getvalue()


def project_xml(layers: Sequence[MapLayer], about: About) -> str:
    """The project file inside."""
    root = Element("qgis", {"version": VERSION, "projectname": about.title})
    SubElement(root, "homePath", path="")
    SubElement(root, "title").text = about.title
    add_system(SubElement(root, "projectCrs"), crs.LEGAL, own=True)
    _add_tree(root, layers)
    _add_canvas(root, about)
    holder, order = SubElement(root, "projectlayers"), SubElement(root, "layerorder")
    for layer in layers:
        holder.append(layer.element)
        SubElement(order, "layer", id=layer.key)
    _add_properties(root)
    _add_metadata(root, about)
    return document(root)


def definition(layers: Sequence[MapLayer]) -> str:
    """A .qlr, to be added to any project."""
    root = Element("qlr")
    _add_tree(root, layers)
    holder = SubElement(root, "maplayers")
    for layer in layers:
        holder.append(layer.element)
    return "<!DOCTYPE qgis-layer-definition>\n" + ElementTree.tostring(root, encoding="unicode")


def _add_tree(root: Element, layers: Sequence[MapLayer]) -> None:
    tree = SubElement(root, "layer-tree-group")
    for layer in layers:
        checked = "Qt::Checked" if layer.checked else "Qt::Unchecked"
        source = {"id": layer.key, "name": layer.title, "providerKey": layer.provider, "source": layer.source}
        SubElement(tree, "layer-tree-layer", {**source, "checked": checked, "expanded": "0"})


def _add_canvas(root: Element, about: About) -> None:
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    _add_extent(SubElement(canvas, "extent"), about)
    SubElement(canvas, "rotation").text = "0"
    add_system(SubElement(canvas, "destinationsrs"), crs.LEGAL, own=True)


def _add_extent(parent: Element, about: About) -> None:
    west, south, east, north = about.bounds
    x, y = crs.transform_points([west, east, west, east], [south, south, north, north], crs.CRS84, crs.LEGAL)
    box = {"xmin": min(x), "ymin": min(y), "xmax": max(x), "ymax": max(y)}
    for name, value in box.items():
        SubElement(parent, name).text = f"{value:.1f}"


def _add_properties(root: Element) -> None:
    """The legend keeps to what is in view, and measures are metres and m² on the ellipsoid."""
    properties = SubElement(root, "properties")
    # Without it QGIS leaves the project's own system unread.
    SubElement(SubElement(properties, "SpatialRefSys"), "ProjectionsEnabled", type="int").text = "1"
    legend = SubElement(properties, "Legend")
    SubElement(legend, "filterByMap", type="bool").text = "true"
    units = SubElement(properties, "Measurement")
    SubElement(units, "DistanceUnits", type="QString").text = "meters"
    SubElement(units, "AreaUnits", type="QString").text = "m2"
    ellipsoid = SubElement(properties, "Measure")
    SubElement(ellipsoid, "Ellipsoid", type="QString").text = "EPSG:7030"


def _add_metadata(root: Element, about: About) -> None:
    metadata = SubElement(root, "projectMetadata")
    SubElement(metadata, "identifier").text = about.home
    SubElement(metadata, "language").text = get_language()
    SubElement(metadata, "type").text = "dataset"
    SubElement(metadata, "title").text = about.title
    SubElement(metadata, "abstract").text = about.notice
    SubElement(metadata, "rights").text = about.notice
    links = SubElement(metadata, "links")
    SubElement(links, "link", {"name": _("API chuẩn OGC"), "type": "WWW:LINK", "url": about.home})
