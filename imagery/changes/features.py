"""What speaks for and against an object being a lasting change, as a few numbers."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from imagery import indices
from imagery.changes.course import Course
from imagery.changes.objects import Field, Measured, touching
from imagery.changes.stack import Floats

_MORE: Final = 1.2  # times the object's change, from which ground beside the plot counts as having changed more
_MUCH: Final = 3.0
_SEASON: Final = 46  # days of the year apart that still count as one season
_SHOWN: Final = 0.5  # of the change, from which a day shows it


def features_of(field: Field, found: Measured, course: Course) -> Mapping[str, float]:
    """Numbers by name, judged together (`confidence`).

    strength: logarithm of the F statistic. pixels: logarithm of the area in pixels. after, before: one over how
    many days show it and do not, as the variance of a mean falls. gap: between the days before and after along the
    change, 1 where they are worlds apart, below 0 where they mix. season: the same between days of one season. stays:
    share of the days after on which it is seen. fresh: share of the days before on which it is not. end: how much of it
    is seen on the last day. around: how much of it the surroundings did too. hidden: how much of object and
    surroundings was hidden on the days after. beside: how much more the ground changed that touches it beside the plot.
    was_green: the most green (NDVI) of the days before. green, built: what is left, medians of NDVI and NDBI after;
    was_built the latter before.
    """
    along = found.along(found.level - found.usual)
    earlier, later = along[found.earlier], along[found.later]
    around = found.along(found.around)
    green, built = (course.values[index.name] for index in (indices.NDVI, indices.NDBI))
    return {
        "strength": float(np.log(max(found.strength, 0.1))),
        "pixels": float(np.log(max(float(found.shares.sum()), 0.3))),
        "after": 1 / len(later),
        "before": 1 / len(earlier),
        "gap": float(np.percentile(later, 20) - np.percentile(earlier, 80)),
        "season": _in_season(along, found, course),
        "stays": float((later > _SHOWN).mean()),
        "fresh": float((earlier < _SHOWN).mean()),
        "end": float(np.clip(later[-1], -1, 2)),
        "around": abs(float(np.median(around[found.later]) - np.median(around[found.earlier]))),
        "hidden": float(found.hidden[found.later].mean()),
        "beside": _beside(field, found),
        "was_green": _known(np.nanmax, green[found.earlier]),
        "green": _known(np.nanmedian, green[found.later]),
        "was_built": _known(np.nanmedian, built[found.earlier]),
        "built": _known(np.nanmedian, built[found.later]),
    }


def _known(summary: Callable[[Floats], float], values: Floats) -> float:
    """A summary of what is known, 0 where nothing is."""
    return float(summary(values)) if np.isfinite(values).any() else 0.0


def _in_season(along: Floats, found: Measured, course: Course) -> float:
    """Median over the days after of how far each lies past the days before of its season; of all days without any."""
    turn = np.array([day.timetuple().tm_yday for day in course.days])
    earlier = np.flatnonzero(found.earlier)
    apart = []
    for day in np.flatnonzero(found.later):
        off = np.abs(turn[earlier] - turn[day])
        same = earlier[np.minimum(off, 365 - off) <= _SEASON]
        if len(same):
            apart.append(float(along[day] - along[same].max()))
    if not apart:
        return float(np.median(along[found.later]) - along[found.earlier].max())
    return float(np.median(apart))


def _beside(field: Field, found: Measured) -> float:
    """How many times more than the object the ground changed that touches it beside the plot, from a little more on:
    what a neighbour did blurs over the border."""
    beside = np.flatnonzero(np.isin(field.groups, touching(field, found.members)))
    if not len(beside):
        return 0.0
    own, other = (
        float(np.percentile(np.sqrt((field.change_of(pixels, found.at) ** 2).sum(axis=0)), 80))
        for pixels in (found.members, beside)
    )
    return float(np.clip(other / max(own, 0.5) - _MORE, 0, _MUCH))
