"""Finding plots from what a person typed."""

from typing import Any

from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Length

from gis.text.queries import ParcelReference, SearchIntent
from land.models import Plot
from land.querysets import PlotQuerySet

_CANDIDATES = 2000
_SIMILAR = 0.55


def find_plots(user: Any, intent: SearchIntent, units: list[str], limit: int = 10) -> list[Plot]:
    """Plots that fit, best first; ended plots are found by their code only.

    Args:
        intent: what was typed, parsed.
        units: uids of current units that the words name, to narrow a sheet and parcel number.
    """
    seen = Plot.objects.visible_to(user).with_names()
    if intent.plot_code:
        return list(seen.filter(code=intent.plot_code))
    found: list[Plot] = []
    if intent.parcel:
        found = list(_by_parcel(seen, intent.parcel, units)[:limit])
    if len(found) < limit and intent.tokens and not (found and not intent.parcel.ambiguous):  # type: ignore[union-attr]
        known = {plot.pk for plot in found}
        found += [plot for plot in _by_words(seen, intent, limit) if plot.pk not in known]
    return found[:limit]


def plots_at(user: Any, point: Point) -> QuerySet[Plot]:
    """Active plots that hold a point."""
    return Plot.objects.visible_to(user).active().filter(geom__covers=point).with_names()


def _by_parcel(seen: PlotQuerySet, parcel: ParcelReference, units: list[str]) -> PlotQuerySet:
    """Plots that hold, or once held, a sheet and parcel number."""
    parts = Q()
    if parcel.sheet:
        parts &= Q(parcels__sheet_number=parcel.sheet)
    if parcel.parcel:
        parts &= Q(parcels__parcel_number=parcel.parcel)
    rows = seen.active().filter(parts)
    if units:
        rows = rows.filter(Q(unit__in=units) | Q(parcels__unit__in=units))
    return rows.distinct().order_by("number")


def _by_words(seen: PlotQuerySet, intent: SearchIntent, limit: int) -> list[Plot]:
    """Every word somewhere in the search text; without a hit, texts that sound alike (typing slips)."""
    text = " ".join(intent.tokens)
    words = Q()
    for token in intent.tokens:
        words &= Q(search_text__contains=token)
    # The inner limit bounds the sort when a common word fits half the register.
    fitting = Plot.objects.using(seen.db).active().filter(words).order_by().values("pk")[:_CANDIDATES]
    whole = Case(When(search_text__contains=text, then=0), default=1)
    exact = list(seen.filter(pk__in=fitting).order_by(whole, Length("search_text"), "number")[:limit])
    if exact:
        return exact
    close = seen.active().filter(search_text__trigram_word_similar=text)
    ranked = close.annotate(likeness=TrigramWordSimilarity(text, "search_text")).filter(likeness__gte=_SIMILAR)
    return list(ranked.order_by("-likeness", "number")[:limit])
