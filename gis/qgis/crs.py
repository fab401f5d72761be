"""Coordinate systems as a QGIS project writes them.

QGIS asks PROJ for the datum shift of EPSG:5899, and PROJ picks it by place: 0.80 m off in the west. The project's own
system therefore is a bound one that carries the official seven parameters. It is written as WKT and under a name of its
own: given as a PROJ text QGIS recognises EPSG:5899 in it and puts that in its place (seen in 3.22).
"""

from xml.etree.ElementTree import Element, SubElement

from gis import crs

# Without tone marks and unlike EPSG's name, from which QGIS would guess the number.
_NAME = "VN2000 {zone} (05/2007/QD-BTNMT)"


def add_system(parent: Element, system: crs.Crs, *, own: bool = False) -> None:
    """A <spatialrefsys>.

    Args:
        own: with the pinned shift and without EPSG's number, for the project's own system.
    """
    made = SubElement(parent, "spatialrefsys", nativeFormat="Wkt")
    if own:
        name = _NAME.format(zone=system.title.split()[-1])
        SubElement(made, "wkt").text = system.proj().to_wkt("WKT2_2019").replace('"unknown"', f'"{name}"')
        SubElement(made, "proj4").text = system.proj4
        SubElement(made, "description").text = name
        return
    # The number alone is not enough: without a definition QGIS 3.22 takes the system for unknown.
    SubElement(made, "wkt").text = system.proj().to_wkt("WKT2_2019")
    SubElement(made, "authid").text = system.code
    SubElement(made, "description").text = system.title
