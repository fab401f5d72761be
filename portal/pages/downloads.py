"""Formats in which the filtered plots can be taken away."""

from django.utils.translation import gettext as _

# The values of `f=` that /plots/ answers with a file. The map offers exactly these, so nothing dead is shown.
OFFERED: tuple[str, ...] = ()


def formats() -> list[dict[str, str]]:
    """Offered formats with their labels in the reader's language."""
    labels = {
        "xlsx": _("Bảng tính Excel (XLSX)"),
        "gpkg": _("GeoPackage cho QGIS"),
        "geojson": "GeoJSON",
        "shp": "Shapefile",
        "csv": _("Bảng CSV"),
        "kml": _("KML cho Google Earth"),
    }
    return [{"f": name, "label": label} for name, label in labels.items() if name in OFFERED]
