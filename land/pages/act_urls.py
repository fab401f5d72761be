"""Addresses of the acts on a plot, of new plots and of the worklists; they stand before the plot page's own."""

from django.urls import path

from land.pages import edit_boundary, edit_plot, merge, new_plot, parcels, prices, renumber, split, verbs, worklists

urlpatterns = [
    path("plots/new/", new_plot.new, name="plot-new"),
    path("plots/<str:code>/edit/", edit_plot.edit, name="plot-edit"),
    path("plots/<str:code>/boundary/", edit_boundary.edit, name="plot-redraw"),
    path("plots/<str:code>/publish/", verbs.publish, name="plot-publish"),
    path("plots/<str:code>/flag/", verbs.flag, name="plot-flag"),
    path("plots/<str:code>/flag/<int:pk>/close/", verbs.close_flag, name="plot-flag-close"),
    path("plots/<str:code>/parcels/", parcels.parcels, name="plot-parcels"),
    path("plots/<str:code>/price/", prices.place_price, name="plot-price"),
    path("plots/<str:code>/split/", split.split, name="plot-split"),
    path("plots/<str:code>/merge/", merge.merge, name="plot-merge"),
    path("plots/<str:code>/remove/", verbs.remove, name="plot-remove"),
    path("plots/<str:code>/restore/", verbs.restore, name="plot-restore"),
    path("plots/<str:code>/overlap/", verbs.overlap, name="plot-overlap"),
    path("plots/<str:code>/locate/", verbs.locate, name="plot-locate"),
    path("plots/<str:code>/review/", verbs.review, name="plot-review"),
    path("desk/renumber/", renumber.renumber, name="desk-renumber"),
    path("desk/review/", worklists.review, name="desk-review"),
    path("desk/unplaced/", worklists.unplaced, name="desk-unplaced"),
]
