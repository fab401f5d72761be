"""Housekeeping of the sums beside the lots: no fact changes."""

from auctions.models import LotCell, LotTally
from gis.db import sums

_FOLD = "auctions_fold_tallies_v1"


def fold_tallies() -> None:
    """Fold appended sums into one row for each key."""
    sums.fold(_FOLD)


def fold_tallies_when_many() -> None:
    """The same once it is worth it."""
    sums.fold_when_many(_FOLD, LotCell, LotTally)
