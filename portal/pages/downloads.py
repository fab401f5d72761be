"""Formats in which the filtered plots can be taken away from the map."""

from django.utils.translation import gettext as _

from land.exports.register import FORMATS


def formats() -> list[dict[str, str]]:
    """The files that /plots/?f= serves, with labels in the reader's language; nothing dead is offered."""
    labels = {
        "xlsx": _("Bảng tính Excel (XLSX)"),
        "gpkg": _("GeoPackage cho QGIS"),
        "geojson": "GeoJSON",
        "shp": "Shapefile",
        "csv": _("Bảng CSV"),
        "kml": _("KML cho Google Earth"),
    }
    return [{"f": name, "label": label} for name, label in labels.items() if name in FORMATS]
