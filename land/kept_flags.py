"""Flags that follow from facts of an app above, so that nobody raises or closes them by hand.

Nothing in this file knows who keeps them: the upper app declares itself in `AppConfig.ready()`.
"""

from collections.abc import Callable

from land.models import Plot
from land.workflow import FlagKind

Keeper = Callable[[Plot], frozenset[FlagKind]]
_keepers: list[Keeper] = []


def declare(keeper: Keeper) -> None:
    """Add a keeper: plot -> flags that it keeps on it now."""
    _keepers.append(keeper)


def kept(plot: Plot) -> frozenset[FlagKind]:
    """The flags of a plot that are not for people to write now."""
    return frozenset[FlagKind]().union(*(keeper(plot) for keeper in _keepers))
