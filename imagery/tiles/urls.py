"""Addresses of raster tiles, under /imagery/."""

from django.urls import path

from gis.tiles.matrix import TILE_MATRIX_SET
from imagery.tiles import views

app_name = "imagery"
_TILES = f"tiles/{TILE_MATRIX_SET}"

urlpatterns = [
    path(f"scenes/<uuid:pk>/{_TILES}", views.scene_tileset, name="scene-tileset"),
    path(f"scenes/<uuid:pk>/{_TILES}/<int:z>/<int:row>/<int:col>", views.scene, name="scene-tile"),
    path(f"mosaics/<str:name>/{_TILES}", views.mosaic_tileset, name="mosaic-tileset"),
    path(f"mosaics/<str:name>/{_TILES}/<int:z>/<int:row>/<int:col>", views.mosaic, name="mosaic-tile"),
]
