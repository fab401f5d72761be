"""What lets a plot count as looked at lately: a registry that apps fill with their kind of evidence.

Auctions stand above imagery and fill in its observations themselves; the handbook, which stands above auctions, will
add its findings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from imagery.models import Observation
from land.workflow import PublishLevel

_CLEAR_PERCENT = 80.0  # ours: under this too little of the plot was seen to say that nothing stands on it


@dataclass(frozen=True)
class Evidence:
    """That somebody or something looked at a plot.

    Attributes:
        on: the day of the look.
        text: in Vietnamese, what it was.
    """

    on: date
    text: str


Source = Callable[[Any], Evidence | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a kind of evidence: plot -> the newest of it, None without; called from `AppConfig.ready()`."""
    _sources.append(source)


def newest(plots: Iterable[Any]) -> Evidence | None:
    """The newest look at all of the plots: the oldest of what each has. None where one was never looked at."""
    found = [_newest_of(plot) for plot in plots]
    if not found or None in found:
        return None
    return min((item for item in found if item is not None), key=lambda item: item.on)


def _newest_of(plot: Any) -> Evidence | None:
    every = [item for source in _sources if (item := source(plot)) is not None]
    return max(every, key=lambda item: item.on, default=None)


def from_pictures(plot: Any) -> Evidence | None:
    """The newest public picture on which most of the plot was clear."""
    seen = (
        Observation.objects.filter(
            plot=plot,
            clear_percent__gte=_CLEAR_PERCENT,
            scene__publish_level=PublishLevel.PUBLIC,
            scene__withdrawn_at=None,
        )
        .order_by("-acquired_on")
        .values_list("acquired_on", flat=True)
        .first()
    )
    if seen is None:
        return None
    return Evidence(seen, _("Ảnh vệ tinh chụp ngày %(day)s, quang mây.") % {"day": f"{seen:%d/%m/%Y}"})
