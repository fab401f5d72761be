"""What the lots drawn from a plot say of it: which flags it bears, and where the register says otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from auctions.models import Lot, LotPlot
from auctions.workflow import AFTER_SALE, ANNOUNCED, BEFORE_POSTING, LotState
from land.models import Plot
from land.workflow import AUCTION_FLAGS, FlagKind, PlotStatus, PublishLevel

S = LotState
# With the certificate the land is its new user's: what the register says of it then is an act of the register's own.
# Land that found nobody, or whose winner did not pay, is land that is still to be auctioned.
FLAG_OF: Final[dict[LotState, FlagKind]] = {
    **dict.fromkeys(BEFORE_POSTING, FlagKind.PLANNED_AUCTION),
    **dict.fromkeys((*ANNOUNCED, S.IN_SESSION, *AFTER_SALE[:-1]), FlagKind.IN_AUCTION),
    S.FAILED: FlagKind.PLANNED_AUCTION,
    S.RECOGNITION_CANCELLED: FlagKind.PLANNED_AUCTION,
}


def flag_of(state: str, state_before: str, publish_level: str) -> FlagKind | None:
    """What one lot says of its plots; a lot that is not public yet says nothing, for the flags are public."""
    if publish_level != PublishLevel.PUBLIC:
        return None
    return FLAG_OF.get(LotState(state_before if state == LotState.SUSPENDED else state))


def flags_by(plots: Iterable[Any]) -> dict[Any, frozenset[FlagKind]]:
    """Id of each plot -> the auction's flags that its lots give it."""
    found: dict[Any, set[FlagKind]] = {pk: set() for pk in plots}
    links = LotPlot.objects.filter(plot__in=list(found))
    for plot, *said in links.values_list("plot", "lot__state", "lot__state_before", "lot__publish_level"):
        if kind := flag_of(*said):
            found[plot].add(kind)
    return {pk: frozenset(kinds) for pk, kinds in found.items()}


def kept(plot: Plot) -> frozenset[FlagKind]:
    """The flags that are not for people to write: both, while a lot speaks of the plot."""
    return AUCTION_FLAGS if flags_by([plot.pk])[plot.pk] else frozenset()


@dataclass(frozen=True)
class Difference:
    """A plot whose flags are not what its lots say."""

    plot: Plot
    has: frozenset[FlagKind]
    should: frozenset[FlagKind]


def differences() -> Iterator[Difference]:
    """Plots out of step with their lots. Being planned for auction may be noted before there is a lot, no more."""
    drawn = set(Lot.objects.filter(publish_level=PublishLevel.PUBLIC).values_list("plot_links__plot", flat=True))
    flagged = Plot.objects.active().filter(flags__contains=[FlagKind.IN_AUCTION]).values_list("pk", flat=True)
    said = flags_by({*drawn, *flagged} - {None})
    for plot in Plot.objects.filter(pk__in=list(said), status=PlotStatus.ACTIVE).only("pk", "code", "flags", "status"):
        has = AUCTION_FLAGS.intersection(map(FlagKind, plot.flags))
        noted = frozenset[FlagKind]() if plot.pk in drawn else has - {FlagKind.IN_AUCTION}
        if has != (should := said[plot.pk] | noted):
            yield Difference(plot, has, should)
