"""Finding plots from what a person typed."""

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import Q, QuerySet

from gis.query.words import all_words
from gis.text.queries import ParcelReference, SearchIntent
from land import vocabulary
from land.models import Plot, PlotParcel
from land.querysets import PlotQuerySet

_CANDIDATES = 2000


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
        found += [pk for pk in _by_words(seen.active(), intent.tokens, limit) if pk not in known]
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


def _by_words(seen: PlotQuerySet, tokens: Sequence[str], limit: int) -> list[UUID]:
    """Every word; without a hit, words that differ by a slip of the finger; then without the commonest words."""
    text = " ".join(tokens)
    typed = [[token] for token in tokens]
    # The last word may still be being typed.
    if found := _holding(seen, typed, text, limit, unfinished=True):
        return found
    meant = [[token, *vocabulary.nearest(token)] for token in tokens]
    if meant != typed and (found := _holding(seen, meant, text, limit)):
        return found
    for needed in _without_the_commonest(meant):
        if found := _holding(seen, needed, text, limit):
            return found
    return []


def _without_the_commonest(meant: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """The words with one left out, then two; never more than a third, or anything would fit."""
    known = vocabulary.words()

    def weight(group: Sequence[str]) -> tuple[bool, int]:
        plots = sum(known.get(word, 0) for word in group)
        return group[0].isalpha() and not plots, plots  # a word that no plot holds goes first; numbers are rarest

    rarest_first = sorted(meant, key=weight)
    for left_out in range(1, len(meant) // 3 + 1):
        yield rarest_first[: len(meant) - left_out]


def _holding(
    seen: PlotQuerySet, groups: Sequence[Sequence[str]], text: str, limit: int, *, unfinished: bool = False
) -> list[UUID]:
    """Plots that hold a word of every group, best first."""
    asked = all_words(groups, unfinished=unfinished)
    # The limit bounds the work when a common word fits half the register.
    fitting = seen.filter(asked).order_by().values_list("pk", "search_text", "number")[:_CANDIDATES]
    best = nsmallest(limit, fitting, key=lambda row: (text not in row[1], len(row[1]), row[2]))
    return [row[0] for row in best]
