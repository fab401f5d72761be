"""Biển Đông and the archipelagos on the report's map, placed anew in each view by the script of the map page."""

import json
import re
from typing import Any

import shapely

from land.exports import sea
from territory import surroundings

_SCRIPT = """
(() => {
  %(code)s
  const land = %(communes)s.toGeoJSON().features.flatMap(({ geometry: { type, coordinates } }) =>
    type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : []);
  nameSeas(L, %(map)s, %(names)s, { waters: %(waters)s, land });
})();
"""
_MODULE_WORDS = re.compile(r"^(?:import .*\n|export )", re.MULTILINE)


def names_script(code: str, drawing: str, communes: str) -> str:
    """The code, for the end of folium's own.

    Args:
        code: text of the modules static/map/seaplaces.js and static/site/leafletsea.js.
        drawing: variable of the map.
        communes: variable of the layer of own land.
    """
    names = sea.for_browsers()
    band = next(band for share, band in surroundings.sea() if share >= names["sea"]["share"])
    waters = [shapely.geometry.mapping(part)["coordinates"] for part in shapely.get_parts(band)]
    return _SCRIPT % {
        "code": _MODULE_WORDS.sub("", code),
        "map": drawing,
        "communes": communes,
        "names": _literal(names),
        "waters": _literal(waters),
    }


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
