"""The default view: the mainland of the territory, and no more of its neighbours than a margin."""

from pathlib import Path

import shapely

from gis import crs
from territory.illustrative import commune_polygons
from territory.surroundings import HOME

FACTS = Path(__file__).resolve().parents[3] / "data" / "facts"
MARGIN = 0.06  # degrees, 6.5 km
CON_DAO_NORTH = 9.0


def mainland() -> tuple[float, float, float, float]:
    communes = commune_polygons(FACTS / "unit_points.csv").values()
    shapes = [crs.transform(shape, crs.LEGAL, crs.CRS84) for shape in communes]
    boxes = [shape.bounds for shape in shapes if shape.bounds[1] > CON_DAO_NORTH]
    assert len(boxes) > 70
    return shapely.union_all([shapely.box(*box) for box in boxes]).bounds


def test_home_keeps_to_the_territory():
    west, south, east, north = mainland()
    assert west - MARGIN <= HOME[0] <= west
    assert south - MARGIN <= HOME[1] <= south
    assert east <= HOME[2] <= east + MARGIN
    assert north <= HOME[3] <= north + MARGIN
