"""The communes as the generator works on them: land inside today's unit, shore, names."""

from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Point

from gis import crs
from land.sample.attributes import Place
from land.sample.facts import communes as commune_facts
from land.sample.names import Surroundings, surroundings
from land.sample.numbering import Sheets
from land.sample.randomness import stream
from land.sample.spec import Site
from land.sample.tables import row
from land.sample.terrain import Commune


class Landscape:
    """Everything that plots are made from, for one seed.

    Raises:
        KeyError: when a commune or unit has no polygon.
    """

    def __init__(self, land: Mapping[str, MultiPolygon], units: Mapping[str, MultiPolygon], seed: int) -> None:
        facts = commune_facts()
        outer = shapely.coverage_union_all([land[commune.code] for commune in facts]).boundary
        self.seed = seed
        self.land = {commune.code: land[commune.code] for commune in facts}
        self.places = [Place.of(commune) for commune in facts]
        self.kinds = {commune.code: commune.kind for commune in facts}
        self.communes = [
            Commune(
                commune.code,
                commune.unit_uid,
                commune.name,
                commune.kind,
                self._inside(land[commune.code], units[commune.unit_uid]),
                _shore(land[commune.code], outer) if "coast" in _traits(commune.code) else None,
                _traits(commune.code),
                float(stream(seed, commune.code, "turn").uniform(-0.9, 0.9)),
                _middle(commune.code),
            )
            for commune in facts
        ]
        self.sheets = Sheets(facts, self.land)
        self._places = {place.facts.code: place for place in self.places}
        self._around: dict[tuple[str, int, int, int], Surroundings] = {}

    @staticmethod
    def _inside(land: MultiPolygon, unit: MultiPolygon) -> MultiPolygon:
        """The part of a commune that lies in today's unit: all of it where both come from the same source."""
        if shapely.covers(unit, land):
            return land
        cut = shapely.intersection(land, unit)
        return MultiPolygon([part for part in shapely.get_parts(cut) if part.geom_type == "Polygon"])

    def place(self, code: str) -> Place:
        """The commune's facts."""
        return self._places[code]

    def around(self, site: Site) -> Surroundings:
        """Streets and hamlet of a site."""
        key = (site.commune, site.place, site.street, site.corner)
        if key not in self._around:
            self._around[key] = surroundings(site, self._places[site.commune].facts, self.seed)
        return self._around[key]

    def forget(self) -> None:
        """Free the names of places that are done with."""
        self._around.clear()


def _shore(land: MultiPolygon, outer: Any) -> Any:
    return shapely.line_merge(shapely.intersection(land.boundary, outer))


def _traits(code: str) -> frozenset[str]:
    return frozenset(row("communes", code)["traits"].split())


def _middle(code: str) -> Point | None:
    """The town, where it does not lie in the middle of the land."""
    found = row("communes", code)
    if not found["lon"]:
        return None
    x, y = crs.transform_points(float(found["lon"]), float(found["lat"]), crs.CRS84, crs.LEGAL)
    return Point(round(x, 3), round(y, 3))
