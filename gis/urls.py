"""Addresses of CONTRACT.md."""

from django.contrib import admin
from django.urls import include, path

from gis.http import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
    path("", include("portal.urls")),
]
