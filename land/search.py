"""Finding plots from what a person typed."""

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from gis import crs
from gis.db.expressions import Corners
from gis.query.words import all_words
from gis.text.queries import ParcelReference, SearchIntent
from land.models import Plot, PlotParcel
from land.querysets import PlotQuerySet
from land.vocabulary import Vocabulary, vocabulary_of

_SHOWN = ("code", "name", "address", "sheet_number", "parcel_number", "area_m2", "point", "status")
_SHAPE = Coalesce("geom", "point", output_field=GeometryField(srid=crs.LEGAL.srid))
_CANDIDATES = 1000
_ASKED = 4
_COMMON = 200_000

Groups = Sequence[Sequence[str]]  # of each group one word is enough
Row = tuple[UUID, str, int]  # key, search text, number


def find_plots(user: Any, intent: SearchIntent, units: list[str], limit: int = 10) -> list[Plot]:
    """Plots that fit, best first, with what a list of results shows; ended plots are found by their code only.

    Args:
        intent: what was typed, parsed.
        units: uids of current units that the words name, to narrow a sheet and parcel number.
    """
    seen = Plot.objects.visible_to(user)
    if intent.plot_code:
        return list(_shown(seen).filter(code=intent.plot_code))
    found: list[UUID] = []
    if intent.parcel:
        found = _by_parcel(seen.active(), intent.parcel, units, limit)
    if len(found) < limit and intent.tokens and not (found and not intent.parcel.ambiguous):  # type: ignore[union-attr]
        known = set(found)
        by_words = _by_words(seen.active(), vocabulary_of(user), intent.tokens, limit)
        found += [pk for pk in by_words if pk not in known]
    rows = _shown(seen).in_bulk(found[:limit])
    return [rows[pk] for pk in found[:limit] if pk in rows]


def _shown(seen: PlotQuerySet) -> QuerySet[Plot]:
    # Of the few rows that are shown, not of all that were weighed (five times faster). With every column and five
    # joined tables Django took 8 ms to write the statement, half of an answer to a code.
    return seen.select_related("unit").only(*_SHOWN, "unit__name").annotate(box=Corners(_SHAPE))


def plots_at(user: Any, point: Point) -> QuerySet[Plot]:
    """Active plots whose boundary holds a point of the legal CRS, its edge included."""
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


def _by_words(seen: PlotQuerySet, vocabulary: Vocabulary, tokens: Sequence[str], limit: int) -> list[UUID]:
    """Every word; without a hit the last one as a beginning, then slips of the finger, then all but the commonest."""
    text = " ".join(tokens)
    for groups, unfinished in _readings(vocabulary, tokens):
        if found := _holding(seen, vocabulary, groups, text, limit, unfinished=unfinished):
            return found
    return []


def _readings(vocabulary: Vocabulary, tokens: Sequence[str]) -> Iterator[tuple[Groups, bool]]:
    """What the words may mean, likeliest first, and whether the last one may go on in any way."""
    typed: Groups = [[token] for token in tokens]
    yield typed, False
    beginning = vocabulary.completions(tokens[-1])
    # A beginning that the reader's vocabulary does not know may still be one in a plot within reach.
    yield ([*typed[:-1], beginning], False) if beginning else (typed, True)
    meant = [[token, *vocabulary.nearest(token)] for token in tokens]
    for groups in (meant, *_without_the_commonest(vocabulary, meant)):
        yield groups, False


def _without_the_commonest(vocabulary: Vocabulary, meant: Groups) -> Iterator[Groups]:
    """The words with one left out, then two; never more than a third, or anything would fit."""
    rarest_first = sorted(meant, key=lambda group: (not vocabulary.knows(group), vocabulary.plots_of(group)))
    for left_out in range(1, len(meant) // 3 + 1):
        yield rarest_first[: len(meant) - left_out]


def _holding(
    seen: PlotQuerySet, vocabulary: Vocabulary, groups: Groups, text: str, limit: int, *, unfinished: bool = False
) -> list[UUID]:
    """Plots that hold a word of every group, best first."""
    rows: list[Row] = []
    for asked, others, enough in [(groups, [], 0)] if unfinished else _asked(vocabulary, groups, limit):
        # The limit bounds the work when a common word fits half the register.
        fitting = seen.filter(all_words(asked, unfinished=unfinished)).order_by()
        found = list(fitting.values_list("pk", "search_text", "number")[:_CANDIDATES])
        rows = [row for row in found if _holds(row[1], others)]
        if len(found) < _CANDIDATES or len(rows) >= enough:
            break  # else what holds them all may stand behind the limit
    best = nsmallest(limit, rows, key=lambda row: (text not in row[1], len(row[1]), row[2]))
    return [row[0] for row in best]


def _asked(vocabulary: Vocabulary, groups: Groups, limit: int) -> Iterator[tuple[Groups, Groups, int]]:
    """What to ask the index for, what the plots that it finds are to hold besides, and how many that do are enough.

    The index reads a list of plots for every word it is asked, long ones for common words: the rarest find the
    candidates, which are few, and these tell whether they hold the others (a million plots: 120 ms, 20 ms). Where even
    the rarest is common the words of a name stand together, and one list is enough (313 ms, 56 ms).
    """
    rarest = sorted(groups, key=vocabulary.plots_of)
    if vocabulary.plots_of(rarest[0]) > _COMMON:
        yield rarest[:1], rarest[1:], _CANDIDATES // 2
    yield rarest[:_ASKED], rarest[_ASKED:], limit
    if len(rarest) > _ASKED:
        yield rarest, [], 0


def _holds(text: str, groups: Groups) -> bool:
    return all(any(f" {word} " in f" {text} " for word in group) for group in groups)
