"""An invented land-price table: every street and zone that plots stand on, with the uses found there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from land.actions.reference_drafts import PriceRow
from land.sample.randomness import Dice, stream
from land.sample.spec import SamplePlot
from land.sample_reference.places import FARM, Place

_POSITIONS = {1: 1.0, 2: 0.6, 3: 0.45, 4: 0.3}
_ZONE_SHARE = {"Khu vực 1": 1.0, "Khu vực 2": 0.75, "Khu vực 3": 0.55}
_STEP = 1_000
# Đồng per m² before street and unit are drawn: all invented, in the order of magnitude of such tables.
_FARM_BASE, _HOME_BASE, _URBAN_BASE = 320_000, 2_400_000, 9_000_000
_ALWAYS = ("ODT", "ONT", "TMD", "SKC")
_SHARE = {"ODT": 1.0, "ONT": 1.0, "TMD": 0.8, "SKC": 0.6}
_OTHER_SHARE = 0.7


def price_rows(placed: Iterable[tuple[SamplePlot, Place]], urban: frozenset[str], seed: int) -> list[PriceRow]:
    """Lines of the table, ordered by unit, street or zone, position and use.

    Args:
        placed: plots with their places.
        urban: uids of today's wards, which are dearer.
    """
    uses: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for plot, place in placed:
        codes = uses[plot.unit_uid, place.street, place.zone]
        codes.update((plot.land_use, *_ALWAYS) if place.street else (plot.land_use,))
    rows: list[PriceRow] = []
    for (unit, street, zone), codes in sorted(uses.items()):
        base = _base(unit in urban, Dice(stream(seed, "prices", unit, street, zone)))
        wanted = sorted(codes - {""})
        rows += _on_street(unit, street, wanted, base) if street else _in_zone(unit, zone, wanted, base)
    return rows


def _base(urban: bool, dice: Dice) -> float:
    """What dwelling land costs at the front."""
    return (_URBAN_BASE if urban else _HOME_BASE) * dice.between(0.6, 2.6)


def _on_street(unit: str, street: str, codes: Sequence[str], base: float) -> list[PriceRow]:
    return [
        PriceRow(code, _rounded(base * share * _SHARE.get(code, _OTHER_SHARE)), street, position=position, unit_id=unit)
        for position, share in _POSITIONS.items()
        for code in codes
    ]


def _in_zone(unit: str, zone: str, codes: Sequence[str], base: float) -> list[PriceRow]:
    share = _ZONE_SHARE[zone]
    return [
        PriceRow(code, _rounded((_FARM_BASE if code in FARM else base * 0.4) * share), zone=zone, unit_id=unit)
        for code in codes
    ]


def _rounded(price: float) -> int:
    return max(round(price / _STEP), 1) * _STEP
