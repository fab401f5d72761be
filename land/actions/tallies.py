"""Housekeeping of the sums beside the plots: no fact changes."""

from django.db import connection

from land.models import PlotCell, PlotMix, PlotTally

_MANY = 5_000


def fold_tallies() -> None:
    """Fold appended sums into one row for each key; readers see the same sums before, meanwhile and after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT land_fold_tallies_v1()")


def fold_tallies_when_many() -> None:
    """The same once enough was appended to slow readers down."""
    if any(model.objects.filter(settled=False)[_MANY:].exists() for model in (PlotCell, PlotMix, PlotTally)):
        fold_tallies()
