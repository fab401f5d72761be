"""Addresses of the public pages."""

from django.urls import include, path

from portal import metrics
from portal.pages import (
    auction,
    audit,
    lot,
    lot_ask,
    lot_check,
    lot_feeds,
    lot_follow,
    lots,
    lots_compare,
    operations,
    plot,
    plots,
    print_map,
    results,
    search,
    summary,
    units,
)
from portal.pages import map as map_page

urlpatterns = [
    path("", map_page.show, name="map"),
    path("map/units", units.places, name="map-units"),
    path("map/print.pdf", print_map.show, name="map-print"),
    path("plots/", plots.show, name="plots"),
    path("plots/<str:code>/", plot.show, name="plot"),
    path("lots/", lots.show, name="lots"),
    path("lots/schema.json", lot_feeds.schema, name="lots-schema"),
    path("lots/changes", lot_feeds.changed, name="lots-changes"),
    path("lots/feed.rss", lot_feeds.rss, name="lots-feed"),
    path("lots/calendar.ics", lot_feeds.open_calendar, name="lots-calendar"),
    path("lots/compare/", lots_compare.show, name="lots-compare"),
    path("lots/follow/", lot_follow.follow_search, name="lots-follow"),
    path("lots/kept/", lot_follow.kept, name="lots-kept"),
    path("lots/<str:code>/", lot.show, name="lot"),
    path("lots/<str:code>/check/", lot_check.show, name="lot-check"),
    path("lots/<str:code>/follow/", lot_follow.follow_lot, name="lot-follow"),
    path("lots/<str:code>/keep/", lot_follow.keep, name="lot-keep"),
    path("lots/<str:code>/ask/", lot_ask.about_lot, name="lot-ask"),
    path("plots/<str:code>/propose/", lot_ask.about_plot, name="plot-propose"),
    path("auctions/results/", results.show, name="auction-results"),
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
