"""Addresses of the OGC API, under /ogc/."""

from django.urls import path

from gis.ogc import api, discovery, facets, items, schemas

app_name = "ogc"
_COLLECTION = "collections/<str:name>"

urlpatterns = [
    path("", discovery.landing, name="landing"),
    path("api", api.api, name="api"),
    path("conformance", discovery.conformance, name="conformance"),
    path("collections", discovery.collections, name="collections"),
    path(_COLLECTION, discovery.collection, name="collection"),
    path(f"{_COLLECTION}/schema", schemas.schema, name="schema"),
    path(f"{_COLLECTION}/queryables", schemas.queryables, name="queryables"),
    path(f"{_COLLECTION}/sortables", schemas.sortables, name="sortables"),
    path(f"{_COLLECTION}/facets", facets.facets, name="facets"),
    path(f"{_COLLECTION}/items", items.items, name="items"),
    path(f"{_COLLECTION}/items/<str:key>", items.item, name="item"),
]
