"""Addresses of the public pages."""

from django.urls import include, path

from portal.pages import map as map_page
from portal.pages import units
from portal.pages import search

urlpatterns = [
    path("", map_page.show, name="map"),
    path("map/units", units.places, name="map-units"),
    path("search", search.search, name="search"),
    path("i18n/", include("django.conf.urls.i18n")),
]
