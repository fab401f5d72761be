"""A register with the real units, square ones where plots lie, and files to load into it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from django.contrib.gis.geos import GEOSGeometry
from shapely.geometry import Polygon

from accounts.models import Agency
from gis import crs
from land.facts import load_land_uses, load_tolerances
from land.loading.importing import Options, import_plots
from land.loading.report import Report
from territory.actions import load_unit_facts
from territory.loading.facts import read_units
from territory.models import AdminUnit
from tests import places

FACTS = Path(__file__).resolve().parents[3] / "data" / "facts"
WARD, NEIGHBOUR = "26506@2025-07-01", "26536@2025-07-01"
OLD_WARD = "26508@initial"  # Phường Thắng Tam, part of the ward today


def plot(dx: float = 0.0, dy: float = 0.0) -> Polygon:
    """An uneven plot of 1,135 m² in the ward."""
    x, y = places.VUNG_TAU[0] + dx, places.VUNG_TAU[1] + dy
    return Polygon([(x, y), (x + 40, y + 5), (x + 42, y + 30), (x + 10, y + 35)])


@dataclass
class Loader:
    """Writes frames to files and imports them."""

    folder: Path
    today: date

    def frame(self, count: int = 3, **columns: Any) -> gpd.GeoDataFrame:
        """Plots 100 m apart, sheet 12, parcels from 1, with the area on paper that they have."""
        shapes = [plot(100 * number) for number in range(count)]
        own: dict[str, Any] = {
            "SOTO": ["12"] * count,
            "SOTHUA": [str(number + 1) for number in range(count)],
            "TEN": [f"Khu đất {number + 1}" for number in range(count)],
            "DIENTICH": [round(shape.area, 1) for shape in shapes],
            "LOAIDAT": ["ODT"] * count,
            "PHUONG": ["Phường Vũng Tàu"] * count,
        }
        geometry = columns.pop("geometry", shapes)
        return gpd.GeoDataFrame(own | columns, geometry=geometry, crs=f"EPSG:{crs.LEGAL.epsg}")

    def write(self, frame: gpd.GeoDataFrame, name: str = "khu_dat.gpkg") -> Path:
        path = self.folder / name
        path.unlink(missing_ok=True)
        frame.to_file(path, engine="pyogrio")
        return path

    def load(self, source: gpd.GeoDataFrame | Path, actor: Any = None, **options: Any) -> Report:
        path = source if isinstance(source, Path) else self.write(source)
        return import_plots(path, actor=actor, options=Options(**options), today=self.today)


def prepare_register() -> None:
    """Units, codes, tolerances, one agency."""
    load_unit_facts(actor=None, units=read_units(FACTS / "admin_units.csv"))
    load_land_uses(FACTS / "land_use_codes.csv")
    load_tolerances()
    for uid, dx in ((WARD, -500), (NEIGHBOUR, 1500)):
        shape = places.square(places.VUNG_TAU, 2000, dx, -1000)
        AdminUnit.objects.filter(uid=uid).update(
            geom=GEOSGeometry(memoryview(shape.wkb), srid=crs.LEGAL.srid), illustrative=False
        )
    Agency.objects.create(code="ttptqd", name="Trung tâm Phát triển quỹ đất")


@pytest.fixture
def loader(db: Any, tmp_path: Path, today: date) -> Loader:
    prepare_register()
    return Loader(tmp_path, today)


def codes(report: Report, row: int | None = None) -> list[str]:
    """Codes of the errors of one row, or of all rows."""
    return [
        finding.code
        for finding in report.findings
        if finding.severity == "error" and (row is None or finding.row == row)
    ]
