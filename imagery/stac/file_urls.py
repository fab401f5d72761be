"""Addresses of scenes' files, under /imagery/."""

from django.urls import path

from imagery.stac import files

urlpatterns = [
    path("scenes/<uuid:pk>/data.tif", files.data, name="scene-data"),
    path("scenes/<uuid:pk>/quality.tif", files.quality, name="scene-quality"),
    path("scenes/<uuid:pk>/thumbnail", files.small, name="scene-thumbnail"),
]
