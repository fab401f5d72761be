"""Addresses of the public pages."""

from django.urls import include, path

from portal import metrics
from portal.pages import auction, audit, lot, lots, operations, plot, plots, print_map, search, summary, units
from portal.pages import map as map_page

urlpatterns = [
    path("", map_page.show, name="map"),
    path("map/units", units.places, name="map-units"),
    path("map/print.pdf", print_map.show, name="map-print"),
    path("plots/", plots.show, name="plots"),
    path("plots/<str:code>/", plot.show, name="plot"),
    path("lots/", lots.show, name="lots"),
    path("lots/<str:code>/", lot.show, name="lot"),
    path("auctions/<str:code>/", auction.show, name="auction"),
    path("summary/", summary.show, name="summary"),
    path("search", search.search, name="search"),
    path("operations/", operations.show, name="operations"),
    path("operations/jobs/<int:pk>/again/", operations.again, name="operations-again"),
    path("operations/sample/again/", operations.sample_again, name="operations-sample-again"),
    path("operations/scenes/check/", operations.check_all, name="operations-check-all"),
    path("operations/scenes/<uuid:pk>/check/", operations.check, name="operations-check"),
    path("metrics", metrics.show),
    path("audit/", audit.show, name="audit"),
    path("i18n/", include("django.conf.urls.i18n")),
]
