"""Addresses of the OGC API, under /ogc/."""

from django.urls import path

from gis.ogc import facets, items

app_name = "ogc"

urlpatterns = [
    path("collections/<str:name>/facets", facets.facets, name="facets"),
    path("collections/<str:name>/items", items.items, name="items"),
    path("collections/<str:name>/items/<str:key>", items.item, name="item"),
    path("collections/<str:name>", items.items, name="collection"),
]
