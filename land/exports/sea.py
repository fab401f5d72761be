"""Names of the sea and the archipelagos on every map whose extent reaches them (DOMAIN 8a)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class SeaLabel:
    """A name and where it is written, WGS 84 degrees; the point places a label, it bounds nothing."""

    text: str
    longitude: float
    latitude: float


def labels() -> tuple[SeaLabel, ...]:
    """Every name at its own place."""
    return (
        SeaLabel(_("Biển Đông"), 107.36, 9.75),
        SeaLabel(_("Biển Đông"), 112.4, 13.2),
        SeaLabel(_("Quần đảo Hoàng Sa (Việt Nam)"), 112.0, 16.5),
        SeaLabel(_("Quần đảo Trường Sa (Việt Nam)"), 113.8, 9.6),
    )


def within(bounds: tuple[float, float, float, float]) -> list[SeaLabel]:
    """The names for a fixed extent (west, south, east, north)."""
    west, south, east, north = bounds
    by_the_coast = SeaLabel(_("Biển Đông"), 107.44, 10.35)
    found = [
        item for item in (*labels(), by_the_coast) if west <= item.longitude <= east and south <= item.latitude <= north
    ]
    # One label of the sea is enough: the widest waters that are in view.
    seas = [item for item in found if item.text == by_the_coast.text]
    return [item for item in found if item not in seas[1:]]


# Waters around Hoàng Sa and Trường Sa in which a view shows their names, degrees; they bound nothing.
_REACH = ((110.3, 15.0, 113.6, 18.0), (109.5, 6.0, 118.5, 12.6))
# Of the sea that is sketched (territory.surroundings) what is called Biển Đông; the gulf beyond Cà Mau is not. Its rim
# fades out towards other coasts: from half of its colour on it surely is sea.
_SEA_REACH, _SEA_SHARE = (104.9, 2.0, 121.5, 23.5), 0.5


def archipelagos() -> list[tuple[SeaLabel, tuple[float, float, float, float]]]:
    """Hoàng Sa and Trường Sa, each with the waters in which a view shows its name (west, south, east, north)."""
    return list(zip(labels()[2:], _REACH, strict=True))


def for_browsers() -> dict[str, Any]:
    """The names for maps that a reader moves; static/map/seaplaces.js finds their places in each view."""
    open_sea = labels()[1]
    place = [open_sea.longitude, open_sea.latitude]
    return {
        "sea": {"name": open_sea.text, "point": place, "reach": _SEA_REACH, "share": _SEA_SHARE},
        "islands": [
            {"name": label.text, "point": [label.longitude, label.latitude], "reach": reach}
            for label, reach in archipelagos()
        ],
    }


def reached(bounds: tuple[float, float, float, float]) -> list[SeaLabel]:
    """As `within`, for maps of any extent: an archipelago is named as soon as a view reaches into its waters.

    A label whose own place is out of view is moved to the nearest place in view.
    """
    west, south, east, north = bounds
    names = {label.text for label, _room in archipelagos()}
    found = [label for label in within(bounds) if label.text not in names]
    for label, room in archipelagos():
        if west < room[2] and east > room[0] and south < room[3] and north > room[1]:
            place = (min(max(label.longitude, west), east), min(max(label.latitude, south), north))
            found.append(SeaLabel(label.text, *place))
    return found


# Biển Đông off this coast, WGS 84, drawn coarsely: what of it no commune covers is water, and it bounds nothing.
WATERS = (
    *((107.0, 10.25), (107.07, 10.33), (107.3, 10.5), (107.58, 10.56), (107.75, 10.64), (108.0, 10.68)),
    *((108.5, 10.9), (109.2, 11.3), (109.5, 8.0), (106.3, 8.0), (106.3, 9.2), (106.9, 9.9)),
)


def sea_name() -> str:
    """What the sea is called."""
    return labels()[0].text
