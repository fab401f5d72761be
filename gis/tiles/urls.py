"""Addresses of vector tiles, under /ogc/."""

from django.urls import path

from gis.tiles import metadata, views
from gis.tiles.matrix import TILE_MATRIX_SET

app_name = "tiles"
_TILES = f"collections/<str:name>/tiles/{TILE_MATRIX_SET}"

urlpatterns = [
    path("collections/<str:name>/tiles", metadata.tilesets, name="tilesets"),
    path(_TILES, metadata.tileset, name="tileset"),
    path(f"{_TILES}/<int:z>/<int:row>/<int:col>", views.tile, name="tile"),
    path("tileMatrixSets", metadata.matrix_sets, name="matrix_sets"),
    path("tileMatrixSets/<str:name>", metadata.matrix_set, name="matrix_set"),
]
