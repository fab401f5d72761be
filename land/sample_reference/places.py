"""Where sample plots stand in the sample price table: read from their invented addresses."""

import re
from dataclasses import dataclass

from land.sample.randomness import Dice
from land.sample.spec import SamplePlot

_DOOR = re.compile(r"^(số|hẻm) \d+ ", re.IGNORECASE)
_ROADS = ("đường ", "liên cảng ", "quốc lộ ", "tỉnh lộ ", "hương lộ ", "ven biển ")
ZONES = ("Khu vực 1", "Khu vực 2", "Khu vực 3")
FARM = frozenset({"LUC", "LUK", "HNK", "CLN", "RDD", "RPH", "RSX", "NTS", "LMU", "NKH", "CNT"})


@dataclass(frozen=True, slots=True)
class Place:
    """A street with a position (1 to 4), or a zone."""

    street: str = ""
    position: int | None = None
    zone: str = ""


def street_of(address: str) -> str:
    """The street of an address, "" where it names none."""
    first = _DOOR.sub("", address.split(",", 1)[0].strip())
    name = first[:1].upper() + first[1:]
    return name if first.lower().startswith(_ROADS) else ""


def place_of(plot: SamplePlot, dice: Dice) -> Place | None:
    """What an official would have said; None for the few that nobody has placed yet."""
    if dice.chance(0.06):
        return None
    street = street_of(plot.address)
    # Farm land is priced by zone, not by street.
    if not street or plot.land_use in FARM:
        return Place(zone=ZONES[min(int(dice.roll() * 4), 2)])
    alley = plot.address.lower().startswith("hẻm")
    return Place(street, dice.number(2, 4) if alley else 1)
