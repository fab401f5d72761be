"""Media types of files for desktop programs."""

PROJECT = "application/x-qgis-project"
DEFINITION = "application/x-qgis-layer-definition"
QML = "application/x-qgis-layer-settings"
SLD = "application/vnd.ogc.sld+xml"
