"""Indices of reflectance: what people call them, how they are computed, what they mean.

Formulas: NDVI (Rouse 1974), NDWI (McFeeters 1996), NDBI (Zha 2003), BSI (Rikimaru 2002). All lie between -1 and 1.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from imagery.workflow import BandRole

Values = npt.NDArray[np.floating[Any]]
Bands = Mapping[BandRole, Values]


@dataclass(frozen=True)
class Index:
    """An index.

    Attributes:
        name: technical name, also in addresses.
        title: plain word for what is high where the index is high.
        roles: bands that it needs.
        formula: reflectances by role -> values.
        written: the formula for people who ask.
    """

    name: str
    title: Any
    title_en: str
    roles: tuple[BandRole, ...]
    formula: Callable[[Bands], Values]
    written: str


def _difference(one: Values, other: Values) -> Values:
    """(one - other) / (one + other); NaN where both are nothing. Reflectances below zero, which hazy shadows have after
    the atmosphere is taken off, count as zero: the quotient would leave its range."""
    a, b = np.maximum(one, 0), np.maximum(other, 0)
    total = a + b
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Values = np.where(total > 0, (a - b) / total, np.nan)
    return found


def _sum(one: Values, other: Values) -> Values:
    total: Values = np.maximum(one, 0) + np.maximum(other, 0)
    return total


_B, _G, _R = BandRole.BLUE, BandRole.GREEN, BandRole.RED
_N, _S = BandRole.NIR, BandRole.SWIR1

NDVI: Final = Index(
    "ndvi",
    _("Cây xanh"),
    "Vegetation",
    (_R, _N),
    lambda bands: _difference(bands[_N], bands[_R]),
    "(NIR - Red) / (NIR + Red)",
)
NDWI: Final = Index(
    "ndwi",
    _("Mặt nước"),
    "Water",
    (_G, _N),
    lambda bands: _difference(bands[_G], bands[_N]),
    "(Green - NIR) / (Green + NIR)",
)
NDBI: Final = Index(
    "ndbi",
    _("Xây dựng"),
    "Built-up",
    (_N, _S),
    lambda bands: _difference(bands[_S], bands[_N]),
    "(SWIR1 - NIR) / (SWIR1 + NIR)",
)
BSI: Final = Index(
    "bsi",
    pgettext_lazy("index", "Đất trống"),  # bare soil; without the context it is a plot that nobody uses
    "Bare soil",
    (_B, _R, _N, _S),
    lambda bands: _difference(_sum(bands[_S], bands[_R]), _sum(bands[_N], bands[_B])),
    "((SWIR1 + Red) - (NIR + Blue)) / ((SWIR1 + Red) + (NIR + Blue))",
)
ALL: Final = (NDVI, NDWI, NDBI, BSI)
BY_NAME: Final = {index.name: index for index in ALL}


def of_roles(roles: Any) -> list[Index]:
    """The indices that a scene with these bands has."""
    have = set(roles)
    return [index for index in ALL if have.issuperset(index.roles)]
