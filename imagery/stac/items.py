"""A scene as a STAC item."""

import json
from datetime import datetime
from typing import Any, Final

import shapely
from django.http import HttpRequest

from gis.text.moments import rfc3339
from imagery.sources import sources_of
from imagery.stac.assets import assets_of
from imagery.stac.extensions import used_in
from imagery.stac.lineage import lineage_of
from imagery.stac.links import item_links
from imagery.stac.names import VERSION
from imagery.stac.renders import renders_of
from imagery.stac.rows import Row
from imagery.tiles.sheets import sheet_from

Json = dict[str, Any]
_OUTSIDE: Final = ("id", "collection")  # members of the item itself


def item_of(request: HttpRequest, row: Row) -> Json:
    """The item of a scene, whole."""
    sheet = sheet_from(row.scene)
    geometry = json.loads(row.shape)
    item: Json = {
        "type": "Feature",
        "stac_version": VERSION,
        "stac_extensions": [],
        "id": row.values["id"],
        "collection": row.values["collection"],
        "geometry": geometry,
        "bbox": list(shapely.geometry.shape(geometry).bounds),
        "properties": {**_properties(row), **lineage_of(row.scene, row.hidden), "renders": renders_of(sheet)},
        "assets": assets_of(request, row.scene, sheet),
        "links": item_links(request, row.scene, sheet, _known_sources(row)),
    }
    item["stac_extensions"] = used_in(item)
    return item


def _properties(row: Row) -> Json:
    told = {name: _written(value) for name, value in row.values.items() if name not in _OUTSIDE}
    if row.scene.time_known:
        return told
    # Only the day is known: an hour would be made up.
    return told | {"datetime": None, "start_datetime": rfc3339(row.first), "end_datetime": rfc3339(row.last)}


def _known_sources(row: Row) -> list[str]:
    named = sources_of(row.scene) if "composed_of" in row.scene.lineage else []
    return [file["name"] for file in named if file["id"] not in row.hidden]


def _written(value: Any) -> Any:
    return rfc3339(value) if isinstance(value, datetime) else value
