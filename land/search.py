"""Finding plots from what a person typed."""

from heapq import nsmallest
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from gis.text.queries import ParcelReference, SearchIntent
from land.models import Plot, PlotParcel
from land.querysets import PlotQuerySet

_CANDIDATES = 2000
_SIMILAR = 0.55


def find_plots(user: Any, intent: SearchIntent, units: list[str], limit: int = 10) -> list[Plot]:
    """Plots that fit, best first; ended plots are found by their code only.

    Args:
        intent: what was typed, parsed.
        units: uids of current units that the words name, to narrow a sheet and parcel number.
    """
    seen = Plot.objects.visible_to(user)
    if intent.plot_code:
        return list(seen.with_names().filter(code=intent.plot_code))
    found: list[UUID] = []
    if intent.parcel:
        found = _by_parcel(seen.active(), intent.parcel, units, limit)
    if len(found) < limit and intent.tokens and not (found and not intent.parcel.ambiguous):  # type: ignore[union-attr]
        known = set(found)
        found += [pk for pk in _by_words(seen.active(), intent, limit) if pk not in known]
    # Names are joined to the few rows that are shown, not to all that were weighed: measured five times faster.
    rows = seen.with_names().in_bulk(found[:limit])
    return [rows[pk] for pk in found[:limit] if pk in rows]


def plots_at(user: Any, point: Point) -> QuerySet[Plot]:
    """Active plots that hold a point."""
    return Plot.objects.visible_to(user).active().filter(geom__covers=point).with_names()


def _by_parcel(seen: PlotQuerySet, parcel: ParcelReference, units: list[str], limit: int) -> list[UUID]:
    """Plots that hold, or once held, a sheet and parcel number."""
    given = {"sheet_number": parcel.sheet, "parcel_number": parcel.parcel}
    held = PlotParcel.objects.using(seen.db).filter(**{name: number for name, number in given.items() if number})
    rows = list(held.values_list("plot", "unit")[:_CANDIDATES])
    found = seen.filter(pk__in=[plot for plot, _ in rows])
    if units:
        old = [plot for plot, unit in rows if unit in units]
        found = found.filter(Q(unit__in=units) | Q(pk__in=old))
    return list(found.order_by("number").values_list("pk", flat=True)[:limit])


def _by_words(seen: PlotQuerySet, intent: SearchIntent, limit: int) -> list[UUID]:
    """Every word somewhere in the search text; without a hit, texts that sound alike (typing slips)."""
    text = " ".join(intent.tokens)
    words = Q()
    for token in intent.tokens:
        words &= Q(search_text__contains=token)
    # The limit bounds the work when a common word fits half the register.
    fitting = seen.filter(words).order_by().values_list("pk", "search_text", "number")[:_CANDIDATES]
    if exact := nsmallest(limit, fitting, key=lambda row: (text not in row[1], len(row[1]), row[2])):
        return [row[0] for row in exact]
    close = seen.filter(search_text__trigram_word_similar=text)
    ranked = close.annotate(likeness=TrigramWordSimilarity(text, "search_text")).filter(likeness__gte=_SIMILAR)
    return list(ranked.order_by("-likeness", "number").values_list("pk", flat=True)[:limit])
