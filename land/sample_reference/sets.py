"""The reference layers that go with the sample register: each a set with an invented decision that says so."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from shapely.geometry import MultiPolygon

from land.actions.reference_drafts import Row, SetDraft
from land.sample.facts import communes, unit_names
from land.sample.generate import SEED
from land.sample.randomness import Dice, stream
from land.sample.spec import SamplePlot
from land.sample_reference.parcels import parcel_rows
from land.sample_reference.places import Place, place_of
from land.sample_reference.prices import price_rows
from land.sample_reference.roads import road_rows
from land.sample_reference.zones import plan_zones, town_zones, year_zones
from land.workflow import ReferenceKind

SOURCE = "Dữ liệu mẫu minh họa, được sinh ra; không phải hồ sơ thật"
_ISSUER = "UBND Thành phố Hồ Chí Minh (mẫu minh họa)"
_OLD_ISSUER = "UBND tỉnh Bà Rịa - Vũng Tàu (mẫu minh họa)"
_REFORM = date(2025, 7, 1)
# Units with a sample zoning plan and cadastral map: their letters in the names of lots.
TOWNS = {
    "26506@2025-07-01": "VT",
    "26536@2025-07-01": "RD",
    "26560@2025-07-01": "BR",
    "26704@2025-07-01": "PM",
    "26659@2025-07-01": "LĐ",
    "26632@2025-07-01": "XM",
}


def places(plots: Sequence[SamplePlot], seed: int = SEED) -> dict[int, Place]:
    """Where plots stand in the price table, by key; a few are left for an official to place."""
    dice = Dice(stream(seed, "price places"))
    found = {plot.key: place_of(plot, dice) for plot in plots}
    return {key: place for key, place in found.items() if place is not None}


def sets(
    units: Mapping[str, MultiPolygon],
    land: Mapping[str, MultiPolygon],
    plots: Sequence[SamplePlot],
    placed: Mapping[int, Place],
    seed: int = SEED,
) -> Iterator[tuple[SetDraft, list[Row]]]:
    """Drafts with their rows, one after the other.

    Args:
        units: polygons of today's units by uid.
        land: polygons of the communes of 2024 by code.
        plots: active plots.
        placed: `places` of them.
    """
    facts = communes()
    towns = frozenset(commune.code for commune in facts if commune.kind in ("ward", "town"))
    zones = plan_zones({commune.code: land[commune.code] for commune in facts}, towns, plots, seed)
    yield _long_plan(), list(zones)
    yield _year_plan(), list(year_zones(zones, seed))
    names = unit_names()
    for number, (uid, letters) in enumerate(TOWNS.items(), start=1):
        own = [plot for plot in plots if plot.unit_uid == uid]
        yield _zoning(uid, names[uid], number), list(town_zones(units[uid], letters, own, seed))
        if rows := parcel_rows(uid, own, seed):
            yield _map(uid, names[uid], number), list(rows)
    yield _roads(), list(road_rows(plots, seed))
    urban = frozenset(uid for uid, name in names.items() if name.startswith("Phường"))
    lines = price_rows(((plot, placed[plot.key]) for plot in plots if plot.key in placed), urban, seed)
    yield _prices(), list(lines)


def _draft(kind: ReferenceKind, title: str, number: str, on: date, issuer: str, **more: object) -> SetDraft:
    own = {"start": on, "source": SOURCE, "sample": True} | more
    return SetDraft(kind, f"{title} (mẫu minh họa)", f"{number}/QĐ-UBND-MẪU", on, issuer, **own)  # type: ignore[arg-type]


def _long_plan() -> SetDraft:
    kind, title = ReferenceKind.LAND_USE_PLAN, "Quy hoạch sử dụng đất thời kỳ 2021 - 2030"
    return _draft(kind, title, "01", date(2021, 12, 30), _OLD_ISSUER, scale=50_000)


def _year_plan() -> SetDraft:
    kind, title = ReferenceKind.ANNUAL_LAND_USE_PLAN, "Kế hoạch sử dụng đất hằng năm"
    return _draft(kind, title, "02", date(2025, 12, 31), _ISSUER, scale=25_000)


def _zoning(uid: str, name: str, number: int) -> SetDraft:
    kind, title = ReferenceKind.ZONING_PLAN, f"Quy hoạch phân khu {name}"
    return _draft(kind, title, f"1{number}", date(2023, 6, 15), _OLD_ISSUER, scale=5_000, series=f"zoning_plan:{uid}")


def _map(uid: str, name: str, number: int) -> SetDraft:
    kind, title = ReferenceKind.PARCELS, f"Bản đồ địa chính {name}"
    return _draft(kind, title, f"2{number}", _REFORM, _ISSUER, scale=1_000, unit_id=uid)


def _roads() -> SetDraft:
    return _draft(ReferenceKind.ROAD_LINES, "Lộ giới các tuyến đường", "03", date(2022, 3, 1), _OLD_ISSUER, scale=2_000)


def _prices() -> SetDraft:
    return _draft(
        ReferenceKind.LAND_PRICE,
        "Bảng giá đất áp dụng từ năm 2026",
        "04",
        date(2025, 12, 26),
        _ISSUER,
        start=date(2026, 1, 1),
    )
