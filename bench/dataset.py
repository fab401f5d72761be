"""Files of plots as an office would hand them in, made by the sample's generator."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from django.conf import settings

from gis import crs
from land.sample.agencies import agencies
from land.sample.generate import COUNT, active, generate, generate_many
from land.sample.spec import SamplePlot
from land.workflow import LegalStatus, Origin, UseState
from territory.illustrative import commune_polygons, unit_polygons

_FACTS = settings.BASE_DIR / "data" / "facts"
_LAYER = "khu_dat"
_PIECE = 20_000


def write_plots(path: Path, count: int) -> int:
    """Write `count` plots with boundaries to a GeoPackage in EPSG:5899, with the headings of an office's file.

    Returns:
        Number of rows; the sample of 7,500 leaves out its plots without boundary.
    """
    path.unlink(missing_ok=True)
    names = _Names()
    written = 0
    for plots in _pieces(count):
        frame = gpd.GeoDataFrame(
            [names.row(plot) for plot in plots], geometry=[plot.geom for plot in plots], crs=crs.LEGAL.code
        )
        pyogrio.write_dataframe(frame, path, layer=_LAYER, driver="GPKG", append=written > 0)
        written += len(plots)
    return written


def _pieces(count: int) -> Iterator[list[SamplePlot]]:
    communes = commune_polygons(_FACTS / "unit_points.csv")
    units = unit_polygons(communes, _FACTS / "admin_units.csv", _FACTS / "commune_succession.csv")
    if count <= COUNT:
        yield [plot for plot in active(generate(units, communes)) if plot.geom is not None]
        return
    waiting: list[SamplePlot] = []
    for chunk in generate_many(units, communes, count):
        waiting += chunk
        if len(waiting) >= _PIECE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


class _Names:
    """Words for the codes that the generator hands out."""

    def __init__(self) -> None:
        # From the file: in a new clone the project's own database has no tables yet.
        with (_FACTS / "admin_units.csv").open(encoding="utf-8-sig", newline="") as file:
            self._units = {row["uid"]: row["name"] for row in csv.DictReader(file)}
        self._agencies = {agency.code: agency.name for agency in agencies()}

    def row(self, plot: SamplePlot) -> dict[str, Any]:
        """One row of the file."""
        return {
            "TENKHUDAT": plot.name,
            "DIACHI": plot.address,
            "PHUONGXA": self._units[plot.unit_uid],
            "XACU": self._units.get(plot.unit_at_record_uid, ""),
            "SOTO": plot.sheet_number,
            "SOTHUA": plot.parcel_number,
            "DTPHAPLY": _metres(plot.area_legal_m2),
            "DTDODAC": _metres(plot.area_surveyed_m2),
            "LOAIDAT": plot.land_use,
            "HIENTRANG": _label(UseState, plot.use_state),
            "NGUONGOC": _label(Origin, plot.origin),
            "PHAPLY": _label(LegalStatus, plot.legal_status),
            "DONVIQUANL": self._agencies.get(plot.managing_agency, ""),
            "SOQD": plot.decision_number,
            "NGAYQD": plot.decision_on,
            "NGUON": plot.source,
        }


def _metres(value: Any) -> float | None:
    return None if value is None else float(value)


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""
