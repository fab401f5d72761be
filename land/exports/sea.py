"""Names of the sea and the archipelagos on every map whose extent reaches them (DOMAIN 8a)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class SeaLabel:
    """A name and where it is written, WGS 84 degrees; the point places a label, it bounds nothing."""

    text: str
    longitude: float
    latitude: float


def labels() -> tuple[SeaLabel, ...]:
    """Every name, for maps that a reader can move."""
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
