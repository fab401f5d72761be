"""The ways a scene may be drawn: named ones only. No expression of a reader's own ever reaches the pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imagery import indices
from imagery.errors import NoSuchRendering
from imagery.indices import Index
from imagery.workflow import BandRole

Ramp = tuple[tuple[float, tuple[int, int, int]], ...]

# Made for eyes that do not tell red from green too: lightness alone carries the order.
_VEGETATION: Ramp = (
    (-0.2, (92, 64, 44)),
    (0.05, (178, 148, 104)),
    (0.2, (231, 216, 168)),
    (0.4, (168, 200, 110)),
    (0.6, (72, 150, 66)),
    (0.85, (8, 78, 40)),
)
_WATER: Ramp = (
    (-0.6, (245, 240, 225)),
    (-0.2, (214, 222, 214)),
    (0.0, (140, 190, 214)),
    (0.3, (36, 110, 178)),
    (0.7, (10, 44, 110)),
)
_BUILT: Ramp = (
    (-0.6, (22, 66, 60)),
    (-0.2, (146, 178, 160)),
    (0.0, (240, 236, 222)),
    (0.15, (226, 150, 96)),
    (0.4, (150, 42, 40)),
)
_SOIL: Ramp = (
    (-0.5, (24, 74, 60)),
    (-0.1, (170, 196, 168)),
    (0.05, (242, 230, 200)),
    (0.2, (206, 146, 84)),
    (0.45, (112, 62, 34)),
)
_RAMPS: Final = {"ndvi": _VEGETATION, "ndwi": _WATER, "ndbi": _BUILT, "bsi": _SOIL}
_STEPS = 1024


@dataclass(frozen=True)
class Rendering:
    """One way of drawing.

    Attributes:
        name: in addresses.
        roles: bands that it reads, in the order red, green, blue where it is a composite.
        index: what is coloured by its ramp; None for composites and single bands.
    """

    name: str
    title: Any
    title_en: str
    roles: tuple[BandRole, ...]
    index: Index | None = None


TRUE: Final = Rendering(
    "true", gettext_lazy("Màu tự nhiên"), "True colour", (BandRole.RED, BandRole.GREEN, BandRole.BLUE)
)
FALSE: Final = Rendering(
    "false", gettext_lazy("Hồng ngoại (cây xanh màu đỏ)"), "False colour", (BandRole.NIR, BandRole.RED, BandRole.GREEN)
)
_OF_INDICES: Final = tuple(
    Rendering(index.name, index.title, index.title_en, index.roles, index) for index in indices.ALL
)
_OF_BANDS: Final = tuple(
    Rendering(f"band-{role.value}", role.label, role.value, (role,)) for role in BandRole if role != BandRole.ALPHA
)
ALL: Final = (TRUE, FALSE, *_OF_INDICES, *_OF_BANDS)
BY_NAME: Final = {rendering.name: rendering for rendering in ALL}


def offered(roles: Iterable[str]) -> list[Rendering]:
    """The ways in which a scene with these bands can be drawn; the first is how it is shown unless asked."""
    have = set(roles)
    return [rendering for rendering in ALL if have.issuperset(rendering.roles)]


def chosen(name: str, roles: Iterable[str]) -> Rendering:
    """The rendering of a name, for a scene with these bands.

    Args:
        name: "" for the scene's first.

    Raises:
        NoSuchRendering: with the bands that are missing, or the names that there are.
    """
    have = list(roles)
    can = offered(have)
    if not name:
        return can[0]
    wanted = BY_NAME.get(name)
    if wanted is None:
        names = ", ".join(rendering.name for rendering in can)
        detail = _("Không có cách hiển thị “%(name)s”. Dùng được: %(names)s.") % {"name": name[:40], "names": names}
        raise NoSuchRendering(detail, [{"parameter": "style", "detail": detail, "mend": names}])
    missing = [str(BandRole(role).label) for role in wanted.roles if role not in have]
    if missing:
        detail = _("Cảnh ảnh này không có kênh %(bands)s nên không hiển thị được “%(title)s” (%(name)s).") % {
            "bands": ", ".join(missing),
            "title": wanted.title,
            "name": wanted.name,
        }
        raise NoSuchRendering(detail, [{"parameter": "style", "detail": detail}])
    return wanted


def named(name: str) -> Rendering:
    """A rendering for several scenes, natural colours unless named; scenes that lack its bands are left out.

    Raises:
        NoSuchRendering.
    """
    return chosen(name or TRUE.name, [role for rendering in ALL for role in rendering.roles])


def _table(ramp: Ramp) -> npt.NDArray[np.uint8]:
    """Colours of the values from -1 to 1 in even steps; shape (_STEPS + 1, 3)."""
    values = np.linspace(-1, 1, _STEPS + 1)
    stops = [value for value, _ in ramp]
    channels = [np.interp(values, stops, [colour[part] for _, colour in ramp]) for part in range(3)]
    return np.stack(channels, axis=1).round().astype("uint8")


_TABLES: Final = {name: _table(ramp) for name, ramp in _RAMPS.items()}


def coloured(index: Index, values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Colours of index values; shape (rows, columns, 3). NaN is drawn as the lowest: masks hide it."""
    steps = np.nan_to_num((values + 1) * (_STEPS / 2), nan=0.0)
    found: npt.NDArray[np.uint8] = _TABLES[index.name][np.clip(steps, 0, _STEPS).astype("int32")]
    return found


def legend(index: Index) -> list[tuple[float, str]]:
    """Value and "#rrggbb" of the ramp's stops."""
    return [(value, "#{:02x}{:02x}{:02x}".format(*colour)) for value, colour in _RAMPS[index.name]]
