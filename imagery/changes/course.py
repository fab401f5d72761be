"""How the changed ground looked on each picture, as indices, and which pictures could show that work had begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from imagery import indices
from imagery.changes.objects import Field, Measured, reflectance
from imagery.changes.stack import Bits, Floats

# NDVI below which ground has hardly any green: bare, or dry grass. Cleared ground looks the same (0.2 to 0.3 in most
# accounts of dry and bare land; on the tuning seeds 0.25 to 0.35 serve alike).
_DRY: Final = 0.3
_BACK: Final = 2  # usable pictures at most by which the last one before is set back: beyond, an interval says little
_DECIMALS: Final = 4


@dataclass(frozen=True)
class Course:
    """Indices of the changed ground.

    Attributes:
        values: name of an index -> (T,); NaN where it says nothing.
        usable: (T,) pictures that count.
    """

    days: Sequence[date]
    usable: Bits
    values: Mapping[str, Floats]

    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """For each picture its day, whether it counts, and the indices."""
        return tuple(
            {"day": day.isoformat(), "usable": bool(self.usable[number]), **self._told(number)}
            for number, day in enumerate(self.days)
        )

    def _told(self, number: int) -> dict[str, float]:
        told = ((name, float(row[number])) for name, row in self.values.items())
        return {name: round(value, _DECIMALS) for name, value in told if np.isfinite(value)}

    def surely_before(self, last: int) -> int:
        """Number of the last picture that shows that nothing had begun, `last` or one shortly before it.

        Ground is cleared before it is built on or dug. Where it is dry or bare anyway a picture cannot tell whether it
        was cleared; one on which it is green can. Where none shortly before is green, `last` stands.
        """
        green = self.values[indices.NDVI.name]
        for number in np.flatnonzero(self.usable[: last + 1])[: -_BACK - 2 : -1]:
            if not green[number] < _DRY:
                return int(number)
        return last


def course_of(field: Field, found: Measured) -> Course:
    """The course of an object."""
    days = field.stack.days
    values = reflectance(field, found.pixels[found.core], np.arange(len(days)))
    bands: dict[Any, Floats] = {role: values[:, number] for number, role in enumerate(field.stack.roles)}
    return Course(days, found.usable, {one.name: one.formula(bands) for one in indices.of_roles(bands)})
