"""Housekeeping of the sums beside the plots: no fact changes."""

from gis.db import sums
from land.models import PlotCell, PlotMix, PlotTally

_FOLD = "land_fold_tallies_v1"


def fold_tallies() -> None:
    """Fold appended sums into one row for each key."""
    sums.fold(_FOLD)


def fold_tallies_when_many() -> None:
    """The same once it is worth it."""
    sums.fold_when_many(_FOLD, PlotCell, PlotTally, PlotMix)
