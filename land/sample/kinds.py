"""Kinds of public places: where they lie, how big they are, their land use, keeper, and how they are used."""

from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from land.sample.tables import Weights, rows, weights


@dataclass(frozen=True, slots=True)
class Profile:
    """What is usual for a family of kinds; the values are codes of land.workflow."""

    states: Weights
    plans: Weights
    origins: Weights
    legal: Weights


PROFILES: Final = {
    row["name"]: Profile(*(weights(row[column]) for column in ("states", "plans", "origins", "legal")))
    for row in rows("profiles")
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place.

    Attributes:
        name: key, unique.
        land_use: code on record.
        places: (theme, weight) of the sites it is found on.
        area_m2: least and most.
        profile: what is usual for it.
        manager, user: agency code, or ubnd, fund (land-fund centre), forest, - (none).
        grounds: kinds of commune where it occurs; empty means all.
        names: patterns of names.
    """

    name: str
    land_use: str
    places: Weights
    area_m2: tuple[float, float]
    profile: Profile
    manager: str
    user: str
    grounds: frozenset[str]
    names: tuple[str, ...]

    def fits(self, area_m2: float, grounds: frozenset[str]) -> bool:
        """Whether it occurs in such a place."""
        return self.area_m2[0] <= area_m2 <= self.area_m2[1] and (not self.grounds or bool(self.grounds & grounds))


KINDS: Final = tuple(
    Kind(
        row["name"],
        row["land_use"],
        weights(row["places"]),
        (float(row["least_m2"]), float(row["most_m2"])),
        PROFILES[row["profile"]],
        row["manager"],
        row["user"],
        frozenset(row["grounds"].split()),
        tuple(row["names"].split("|")),
    )
    for row in rows("kinds")
)
VACANT: Final = KINDS[0]

_LIMITS: Final = sorted({limit for kind in KINDS for limit in kind.area_m2})


def fitting_kinds(theme: str, area_m2: float, grounds: frozenset[str]) -> tuple[tuple[Kind, float], ...]:
    """Kinds that occur on such a site, with weights; vacant land fits everywhere."""
    return _fitting(theme, bisect(_LIMITS, area_m2), grounds)


@lru_cache(maxsize=8192)
def _fitting(theme: str, step: int, grounds: frozenset[str]) -> tuple[tuple[Kind, float], ...]:
    """The same between two neighbouring limits of area."""
    area_m2 = (_LIMITS[max(step - 1, 0)] + _LIMITS[min(step, len(_LIMITS) - 1)]) / 2
    found = tuple(
        (kind, weight)
        for kind in KINDS
        for place, weight in kind.places
        if place == theme and kind.fits(area_m2, grounds)
    )
    return found or ((VACANT, 1.0),)
