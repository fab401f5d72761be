"""Finding plots from what a person typed."""

from typing import Any

from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from gis.text.queries import ParcelReference, SearchIntent
from land.models import Plot
from land.querysets import PlotQuerySet

_CANDIDATES = 400  # ranked by likeness; more would only slow the answer, nobody reads past the first ten
_SIMILAR = 0.55


def find_plots(user: Any, intent: SearchIntent, units: list[str], limit: int = 10) -> list[Plot]:
    """Plots that fit, best first; ended plots are found by their code only.

    Args:
        intent: what was typed, parsed.
        units: uids of current units that the words name, to narrow a sheet and parcel number.
    """
    seen = Plot.objects.visible_to(user).select_related("unit", "unit_at_record", "land_use")
    if intent.plot_code:
        return list(seen.filter(code=intent.plot_code))
    found: list[Plot] = []
    if intent.parcel:
        found = list(_by_parcel(seen, intent.parcel, units)[:limit])
    if len(found) < limit and intent.tokens and not (found and not intent.parcel.ambiguous):  # type: ignore[union-attr]
        known = {plot.pk for plot in found}
        found += [plot for plot in _by_words(seen, intent) if plot.pk not in known]
    return found[:limit]


def plots_at(user: Any, point: Point) -> QuerySet[Plot]:
    """Active plots that hold a point."""
    return Plot.objects.visible_to(user).active().filter(geom__covers=point).select_related("unit", "land_use")


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


def _by_words(seen: PlotQuerySet, intent: SearchIntent) -> list[Plot]:
    """Every word somewhere in the search text; without a hit, texts that sound alike (typing slips)."""
    text = " ".join(intent.tokens)
    words = Q()
    for token in intent.tokens:
        words &= Q(search_text__contains=token)
    exact = list(seen.active().filter(words).order_by("number")[:_CANDIDATES])
    if exact:
        return sorted(exact, key=lambda plot: (text not in plot.search_text, len(plot.search_text), plot.number))
    close = seen.active().filter(search_text__trigram_word_similar=text)
    ranked = close.annotate(likeness=TrigramWordSimilarity(text, "search_text")).filter(likeness__gte=_SIMILAR)
    return list(ranked.order_by("-likeness", "number")[:_CANDIDATES])
