"""Addresses of CONTRACT.md."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from gis.http import health
from gis.http.problems import not_found
from imagery.senders import may_send

handler404 = not_found

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("accounts.pages.urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="change-password")),  # one door, which is logged
    path("admin/", admin.site.urls),
    path("ogc/", include("gis.tiles.urls")),
    path("ogc/qgis/", include("gis.qgis.urls")),
    path("ogc/", include("gis.ogc.urls")),
    path("imagery/", include("imagery.tiles.urls")),
    path("imagery/", include("imagery.stac.file_urls")),
    path("stac/", include("imagery.stac.urls")),
    path("scenes/", include("imagery.pages.urls")),
    path("changes/", include("imagery.pages.change_urls")),
    path("uploads/<str:what>/may-send", may_send),
    path("imports/", include("land.pages.urls")),
    path("desk/", include("land.pages.desk_urls")),
    path("notices/", include("notices.pages.urls")),
    path("auctions/desk/questions/", include("auctions.pages.question_urls")),
    path("plots/", include("land.pages.plot_urls")),
    path("plots/", include("imagery.panel.urls")),
    path("auctions/", include("auctions.pages.urls")),
    path("", include("land.pages.act_urls")),
    path("", include("portal.urls")),
]
