"""Addresses of vector tiles, under /ogc/."""

from django.urls import path

from gis.tiles import views
from gis.tiles.matrix import TILE_MATRIX_SET

app_name = "tiles"
_TILES = f"collections/<str:name>/tiles/{TILE_MATRIX_SET}"

urlpatterns = [
    path(f"{_TILES}/<int:z>/<int:row>/<int:col>", views.tile, name="tile"),
]
