"""Addresses of a plot's pictures, under /plots/{code}/imagery/."""

from django.urls import path

from imagery.panel import views

_PLOT = "<str:code>/imagery/"

urlpatterns = [
    path(_PLOT, views.show, name="plot-imagery"),
    path(f"{_PLOT}film.webp", views.show_film, name="plot-imagery-film"),
    path(f"{_PLOT}<uuid:pk>.webp", views.show_picture, name="plot-imagery-picture"),
    path(f"{_PLOT}<uuid:pk>.tif", views.show_cutting, name="plot-imagery-cutting"),
]
