"""What really happened: planted changes, and things that only look like changes."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from gis import crs

_DEGREES = 7  # decimals of longitude and latitude: a centimetre


class EventKind(StrEnum):
    """Kind of change. In Vietnamese: loại biến động."""

    BUILDING = "building"
    CLEARING = "clearing"
    ENCROACHMENT = "encroachment"
    POND = "pond"


class DecoyKind(StrEnum):
    """Kind of appearance that passes. In Vietnamese: loại biến đổi tạm thời."""

    HARVEST = "harvest"
    FALLOW = "fallow"
    FLOODED = "flooded"
    BURNT = "burnt"
    TIDE = "tide"
    CLOUD_SHADOW = "cloud_shadow"


@dataclass(frozen=True, slots=True)
class Event:
    """A change that stays. In Vietnamese: biến động.

    Attributes:
        id: unique in the series of an area.
        plot: code of the plot whose ground has changed.
        on: first day on which the change is there.
        shape: all changed ground, in the legal CRS; for an encroachment also what lies outside the plot.
        area_m2: area of the shape; `inside_m2` of its part on the plot.
    """

    id: str
    kind: EventKind
    plot: str
    on: date
    shape: Polygon | MultiPolygon
    area_m2: float
    inside_m2: float

    @property
    def lonlat(self) -> Any:
        """The shape in degrees of WGS 84."""
        return crs.transform(self.shape, crs.LEGAL, crs.CRS84)


@dataclass(frozen=True, slots=True)
class Decoy:
    """An appearance that passes. In Vietnamese: biến đổi tạm thời.

    Attributes:
        id: unique in the series of an area.
        plot: code of the plot on which it is seen.
        on, until: first day, and first day on which it is gone.
        seen_on: days of the series on which it shows; for a tide, those on which water stands.
        shape: in the legal CRS.
        area_m2: area of the shape.
    """

    id: str
    kind: DecoyKind
    plot: str
    on: date
    until: date
    seen_on: tuple[date, ...]
    shape: Polygon | MultiPolygon
    area_m2: float

    @property
    def lonlat(self) -> Any:
        """The shape in degrees of WGS 84."""
        return crs.transform(self.shape, crs.LEGAL, crs.CRS84)


@dataclass(frozen=True, slots=True)
class Truth:
    """All that was planted in the series of one area."""

    area: str
    seed: int
    events: tuple[Event, ...]
    decoys: tuple[Decoy, ...]

    def features(self) -> dict[str, Any]:
        """A GeoJSON FeatureCollection; `legal` is the shape in the legal CRS as WKT."""
        rows = [_feature(event, "event", _told_event(event)) for event in self.events]
        rows += [_feature(decoy, "decoy", _told_decoy(decoy)) for decoy in self.decoys]
        return {
            "type": "FeatureCollection",
            "note": "Ảnh mô phỏng, không phải ảnh chụp / Synthetic, not an observation",
            "area": self.area,
            "seed": self.seed,
            "legal_crs": crs.LEGAL.code,
            "features": rows,
        }

    def write(self, folder: Path) -> Path:
        """Write the GeoJSON into a folder and tell its path."""
        path = folder / f"SYN_truth_{self.area}.geojson"
        path.write_text(json.dumps(self.features(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return path


def _feature(thing: Event | Decoy, role: str, told: dict[str, Any]) -> dict[str, Any]:
    rounded = shapely.transform(thing.lonlat, lambda points: points.round(_DEGREES))
    common = {"role": role, "kind": thing.kind.value, "plot": thing.plot, "area_m2": round(thing.area_m2, 1)}
    return {
        "type": "Feature",
        "id": thing.id,
        "geometry": shapely.geometry.mapping(rounded),
        "properties": {**common, **told, "legal": shapely.to_wkt(thing.shape, rounding_precision=3)},
    }


def _told_event(event: Event) -> dict[str, Any]:
    return {"on": event.on.isoformat(), "inside_m2": round(event.inside_m2, 1)}


def _told_decoy(decoy: Decoy) -> dict[str, Any]:
    return {
        "on": decoy.on.isoformat(),
        "until": decoy.until.isoformat(),
        "seen_on": [day.isoformat() for day in decoy.seen_on],
    }
