"""The sums beside the plots (land/sql/tallies_v2.sql), as the layer's doors read them."""

from typing import Any

from django.db.models import Case, F, OuterRef, Subquery, TextField, When
from django.db.models.functions import Cast

from accounts.models import Agency
from accounts.scopes import scope_of
from gis.db.wall import on_public
from gis.layers import Tally
from land.models import PlotCell, PlotMix, PlotTally
from land.querysets import whole_levels


def by_code(user: Any, *fields: str) -> Case:
    """What a sum counts, with agencies by the code of now: the sums know an agency by its id."""
    agencies = on_public(Agency.objects.all(), user).annotate(text=Cast("pk", TextField()))
    code = Subquery(agencies.filter(text=OuterRef("held")).values("code")[:1])
    return Case(When(field__in=fields, then=code), default=F("held"))


def tally_of(user: Any) -> Tally | None:
    """Sums over exactly the plots that a person sees; None where that depends on the single plot."""
    levels = whole_levels(scope_of(user))
    if levels is None:
        return None
    value = by_code(user, "managing_agency")
    return Tally(
        values=on_public(PlotTally.objects.filter(level__in=levels), user).annotate(value=value),
        cells=on_public(PlotCell.objects.filter(level__in=levels), user),
        zoom=PlotCell.ZOOM,
        mixes=on_public(PlotMix.objects.filter(publish_level__in=levels), user),
    )
