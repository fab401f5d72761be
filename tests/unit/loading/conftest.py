"""A territory in memory and files on disk."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from gis import crs
from gis.systems.guess import Ground
from land.loading.places import Places, Unit
from territory.loading.facts import read_units, successions
from tests import places as named

FACTS = Path(__file__).resolve().parents[3] / "data" / "facts"
TODAY = date(2026, 11, 22)


def real_units() -> list[Unit]:
    """The 135 units of data/facts."""
    facts = read_units(FACTS / "admin_units.csv")
    heirs: dict[str, list[str]] = {}
    for old, new, _day in successions(facts):
        heirs.setdefault(old, []).append(new)
    return [
        Unit(
            fact.uid,
            fact.code,
            fact.name,
            fact.short_name,
            fact.level,
            fact.start,
            fact.end,
            fact.parent_code,
            tuple(heirs.get(fact.uid, ())),
        )
        for fact in facts
    ]


@pytest.fixture(scope="session")
def places() -> Places:
    """Units of the province, two agencies, some land uses; the territory is a box round Vũng Tàu and Bà Rịa."""
    return Places(
        units=real_units(),
        agencies={
            1: ("ttptqd", "Trung tâm Phát triển quỹ đất"),
            2: ("ubnd-vt", "Ủy ban nhân dân phường Vũng Tàu"),
        },
        land_uses={
            "ODT": ("Đất ở tại đô thị", ""),
            "CLN": ("Đất trồng cây lâu năm", ""),
            "DGD": ("Đất xây dựng cơ sở giáo dục và đào tạo", ""),
            "LNQ": ("Đất trồng cây ăn quả lâu năm", "CLN"),
        },
        ground=Ground(box(405_000, 1_135_000, 480_000, 1_190_000)),
        today=TODAY,
    )


def parcel(dx: float = 0.0, dy: float = 0.0) -> Polygon:
    """An uneven plot of 1,150 m² at Vũng Tàu, in the legal CRS."""
    x, y = named.VUNG_TAU[0] + dx, named.VUNG_TAU[1] + dy
    return Polygon([(x, y), (x + 40, y + 5), (x + 42, y + 30), (x + 10, y + 35)])


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    """Three plots with the short names of cadastral files, in EPSG:5899."""
    return gpd.GeoDataFrame(
        {
            "SOTO": ["12", "12", "13"],
            "SOTHUA": ["5", "6", "7"],
            "DIENTICH": [1150.0, 1150.0, 1150.0],
            "LOAIDAT": ["ODT", "CLN", "ODT"],
        },
        geometry=[parcel(), parcel(100), parcel(200)],
        crs=f"EPSG:{crs.LEGAL.epsg}",
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a frame to a file named by its suffix."""

    def to_file(frame: Any, name: str, **options: Any) -> Path:
        path = tmp_path / name
        frame.to_file(path, engine="pyogrio", **options)
        return path

    return to_file
