"""Formats in which the filtered plots can be taken away; only what the site really serves is offered."""

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _


def formats() -> list[dict[str, str]]:
    """Format names for `f=` with their labels; empty while the list page is not there."""
    try:
        resolve("/plots/")
    except Resolver404:
        return []
    return [
        {"f": "xlsx", "label": _("Bảng tính Excel (XLSX)")},
        {"f": "gpkg", "label": "GeoPackage (QGIS)"},
        {"f": "geojson", "label": "GeoJSON"},
        {"f": "shp", "label": "Shapefile"},
        {"f": "csv", "label": _("Bảng CSV")},
        {"f": "kml", "label": "KML (Google Earth)"},
    ]
