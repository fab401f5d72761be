"""Addresses of the STAC API, under /stac/."""

from django.urls import path

from imagery.stac import api, discovery, searching

app_name = "stac"
_COLLECTION = "collections/<str:name>"

urlpatterns = [
    path("", discovery.landing, name="landing"),
    path("api", api.api, name="api"),
    path("conformance", discovery.conformance, name="conformance"),
    path("queryables", discovery.queryables, name="queryables"),
    path("search", searching.search, name="search"),
    path("collections", discovery.collections, name="collections"),
    path(_COLLECTION, discovery.collection, name="collection"),
    path(f"{_COLLECTION}/queryables", discovery.queryables, name="collection-queryables"),
    path(f"{_COLLECTION}/items", searching.items, name="items"),
    path(f"{_COLLECTION}/items/<str:key>", searching.item, name="item"),
]
