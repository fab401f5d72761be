"""The sums beside the lots (auctions/sql/tallies_v1.sql), as the layer's doors read them."""

from typing import Any

from auctions.models import LotCell, LotTally
from auctions.querysets import internal_reach
from gis.db.wall import on_public
from gis.layers import Tally
from land.tallies import by_code
from land.workflow import PublishLevel


def tally_of(user: Any) -> Tally | None:
    """Sums over exactly the lots that a person sees; None where that depends on the single lot."""
    reach = internal_reach(user)
    if reach is not None and reach is not True:
        return None
    levels = list(PublishLevel) if reach else [PublishLevel.PUBLIC]
    value = by_code(user, "organisation", "owner")
    return Tally(
        values=on_public(LotTally.objects.filter(level__in=levels), user).annotate(value=value),
        cells=on_public(LotCell.objects.filter(level__in=levels), user),
        zoom=LotCell.ZOOM,
    )
