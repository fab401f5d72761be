"""Addresses of files for QGIS, under /ogc/qgis/."""

from django.urls import path

from gis.qgis import views

app_name = "qgis"

urlpatterns = [
    path("project.qgz", views.project_file, name="project"),
    path("<str:name>.qlr", views.definition_file, name="definition"),
    path("<str:name>.qml", views.qml_file, name="qml"),
    path("<str:name>.sld", views.sld_file, name="sld"),
]
