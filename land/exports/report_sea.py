"""Biển Đông and the archipelagos on the report's map, placed anew in each view by the script of the map page."""

import json
from typing import Any

import shapely

from land.exports import sea
from territory import surroundings

# Leaflet's buttons, where no name could be read: left, top, right, bottom in px.
_BUTTONS = (0, 0, 56, 88)
_SCRIPT = """
(() => {
  %(placing)s
  const [map, names, waters] = [%(map)s, %(names)s, %(waters)s];
  const land = %(communes)s.toGeoJSON().features.flatMap(({ geometry: { type, coordinates } }) =>
    type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : []);
  const layer = L.layerGroup().addTo(map);
  let before = null;
  const draw = () => {
    const { x: width, y: height } = map.getSize();
    const toScreen = ([lng, lat]) => { const { x, y } = map.latLngToContainerPoint([lat, lng]); return [x, y]; };
    const toPlace = (spot) => { const { lng, lat } = map.containerPointToLatLng(spot); return [lng, lat]; };
    const seen = { waters, land, covered: [%(buttons)s], before };
    const placed = placeNames({ width, height, toScreen, toPlace }, names, seen);
    before = placed.find(({ islands }) => !islands)?.point ?? null;
    layer.clearLayers();
    for (const { name, point: [lng, lat] } of placed) {
      const text = document.createElement("span");
      text.textContent = name;
      // On an invisible circle: a marker would ask for a picture before it gets its icon.
      L.circleMarker([lat, lng], { radius: 1, opacity: 0, fill: false, interactive: false })
        .bindTooltip(text, { permanent: true, direction: "center", className: "sea-label" })
        .addTo(layer);
    }
  };
  map.on("moveend resize", draw);
  draw();
})();
"""


def names_script(placing: str, drawing: str, communes: str) -> str:
    """The code, for the end of folium's own.

    Args:
        placing: text of static/map/seaplaces.js.
        drawing: variable of the map.
        communes: variable of the layer of own land.
    """
    names = sea.for_browsers()
    band = next(band for share, band in surroundings.sea() if share >= names["sea"]["share"])
    waters = [shapely.geometry.mapping(part)["coordinates"] for part in shapely.get_parts(band)]
    return _SCRIPT % {
        "placing": placing.replace("export function", "function"),
        "map": drawing,
        "communes": communes,
        "names": _literal(names),
        "waters": _literal(waters),
        "buttons": _literal(_BUTTONS),
    }


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
