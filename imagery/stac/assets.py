"""Files of a scene as assets of its item."""

from collections.abc import Iterable
from functools import lru_cache
from math import cos, radians
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis import crs
from gis.ogc.links import absolute
from imagery.models import Scene, SceneBand
from imagery.stac.lineage import multihash
from imagery.tiles.sheets import Sheet
from imagery.tiles.thumbnails import MEDIA as THUMBNAIL
from imagery.workflow import BandRole, Quality

Json = dict[str, Any]
COG: Final = "image/tiff; application=geotiff; profile=cloud-optimized"
COMMON_NAMES: Final = {
    BandRole.COASTAL: "coastal",
    BandRole.BLUE: "blue",
    BandRole.GREEN: "green",
    BandRole.RED: "red",
    BandRole.RED_EDGE: "rededge",
    BandRole.NIR: "nir",
    BandRole.SWIR1: "swir16",
    BandRole.SWIR2: "swir22",
    BandRole.PAN: "pan",
}
_STATISTICS = ("minimum", "maximum", "mean", "stddev", "valid_percent")


def assets_of(request: HttpRequest, scene: Scene, sheet: Sheet) -> Json:
    """Data, quality mask where there is one, thumbnail."""
    found: Json = {
        "data": {
            "href": absolute(request, "scene-data", scene.pk),
            "type": COG,
            "title": _("Dữ liệu ảnh (GeoTIFF tối ưu cho đám mây)"),
            "roles": ["data"],
            "bands": [band_of(band, scene.data_type) for band in scene.bands.all()],
            "data_type": scene.data_type,
            "file:size": scene.data_size,
            "file:checksum": multihash(scene.data_sha256),
            **_grid(sheet),
        }
    }
    if scene.quality_key:
        found["quality"] = {
            "href": absolute(request, "scene-quality", scene.pk),
            "type": COG,
            "title": _("Mặt nạ mây và chất lượng"),
            "roles": ["metadata", "cloud", "cloud-shadow"],
            "data_type": "uint8",
            "classification:classes": _classes(get_language() or ""),
            **_grid(sheet),
        }
    found["thumbnail"] = {
        "href": absolute(request, "scene-thumbnail", scene.pk),
        "type": THUMBNAIL,
        "title": _("Ảnh thu nhỏ"),
        "roles": ["thumbnail"],
    }
    return found


def band_of(band: SceneBand, data_type: str = "") -> Json:
    """One band; without a type of numbers, as a series tells it of all its scenes."""
    told: Json = {"name": band.name, "description": str(BandRole(band.role).label)}
    if common := COMMON_NAMES.get(BandRole(band.role)):
        told["eo:common_name"] = common
    if not data_type:
        return told
    statistics = {name: band.statistics[name] for name in _STATISTICS if name in band.statistics}
    return {
        **told,
        "data_type": data_type,
        "raster:scale": band.scale,
        "raster:offset": band.offset,
        **({"statistics": statistics} if statistics else {}),
    }


def bands_of_series(bands: Iterable[SceneBand]) -> list[Json]:
    """The bands that scenes of a series have, each name once."""
    return list({band.name: band_of(band) for band in bands}.values())


@lru_cache
def _classes(_language: str) -> list[Json]:
    return [
        {"value": quality.value, "name": quality.name.lower(), "description": str(quality.label)} for quality in Quality
    ]


def _grid(sheet: Sheet) -> Json:
    """Where the pixels lie. Those of web Mercator are longer on the map than on the ground."""
    grid = sheet.grid
    north_south = [sheet.bounds[1], sheet.bounds[3]]
    _x, latitudes = crs.transform_points([0.0, 0.0], north_south, crs.WEB_MERCATOR, crs.CRS84)
    on_the_ground = grid.pixel * cos(radians((latitudes[0] + latitudes[1]) / 2))
    return {
        "proj:code": crs.WEB_MERCATOR.code,
        "proj:shape": [grid.height, grid.width],
        "proj:transform": list(grid.transform)[:6],
        "proj:bbox": list(grid.bounds),
        "raster:spatial_resolution": round(on_the_ground, 3),
    }
