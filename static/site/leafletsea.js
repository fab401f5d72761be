// Hoàng Sa and Trường Sa on every Leaflet map whose view reaches their waters, and Biển Đông where a map knows its waters;
// placed as on the map page. The stand-alone report (land/exports/report_sea.py) takes this file in as it is.

import { placeNames } from "../map/seaplaces.js";

/** @import {Area, Pair, Polygon, SeaNames} from "../map/seaplaces.js" */

// Leaflet's buttons, where no name could be read: left, top, right, bottom in px.
const BUTTONS = /** @type {Area} */ ([0, 0, 56, 88]);

/**
 * Keep the names in view after each move.
 * @param {any} L  the library
 * @param {any} map
 * @param {SeaNames} names
 * @param {{waters?: Polygon[], land?: Polygon[]}} [seen]  where the sea's name may stand, and what lies over it
 */
export function nameSeas(L, map, names, { waters = [], land = [] } = {}) {
  const layer = L.layerGroup().addTo(map);
  /** @type {Pair | null} */
  let before = null;
  const draw = () => {
    const { x: width, y: height } = map.getSize();
    const toScreen = (/** @type {Pair} */ [lng, lat]) => {
      const { x, y } = map.latLngToContainerPoint([lat, lng]);
      return /** @type {Pair} */ ([x, y]);
    };
    const toPlace = (/** @type {Pair} */ spot) => {
      const { lng, lat } = map.containerPointToLatLng(spot);
      return /** @type {Pair} */ ([lng, lat]);
    };
    const placed = placeNames({ width, height, toScreen, toPlace }, names, { waters, land, covered: [BUTTONS], before });
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
  map.whenReady(draw);
}

/**
 * With the names that the page brings.
 * @param {any} L
 * @param {any} map
 */
export function nameSeasOfPage(L, map) {
  nameSeas(L, map, JSON.parse(document.getElementById("sea-names")?.textContent ?? ""));
}
