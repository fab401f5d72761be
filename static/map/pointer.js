// Hover and click on the map.

/** @import {Map as MapLibre, MapMouseEvent, PointLike} from "maplibre-gl" */
/** @import {Layers} from "./layers.js" */
/** @import {Measure} from "./measure.js" */

import { CROWDED_BELOW } from "./plotlayers.js";

const PLOTS = ["plots-points", "plots-fill"];
const REACH_PX = 4;

/**
 * @param {MapLibre} map
 * @param {{layers: Layers, measure: Measure, pick: (code: string) => void}} on
 */
export function addPointer(map, { layers, measure, pick }) {
  const canvas = map.getCanvas();
  let waiting = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const code = measure.active ? "" : codeAt(map, event);
      layers.hover(code);
      canvas.classList.toggle("pointing", Boolean(code) || Boolean(cellAt(map, event)));
    });
  });
  map.on("mouseout", () => layers.hover(""));
  map.on("click", (event) => {
    if (measure.active) return measure.click(event);
    const code = codeAt(map, event);
    const cell = code ? null : cellAt(map, event);
    if (cell) map.easeTo({ center: event.lngLat, zoom: Math.min(map.getZoom() + 2, CROWDED_BELOW + 0.5) });
    else pick(code);
  });
}

/** @param {MapLibre} map @param {MapMouseEvent} event @returns {[PointLike, PointLike]} */
const around = (map, { point: { x, y } }) => {
  const reach = matchMedia("(pointer: coarse)").matches ? REACH_PX * 2 : map.getZoom() < 14 ? REACH_PX : 0;
  return [[x - reach, y - reach], [x + reach, y + reach]];
};

/** @param {MapLibre} map @param {string[]} names */
const present = (map, names) => names.filter((name) => map.getLayer(name));

/** The code of the plot under the pointer; "" for none. @param {MapLibre} map @param {MapMouseEvent} event */
function codeAt(map, event) {
  const layers = present(map, PLOTS);
  if (!layers.length) return "";
  const exact = map.queryRenderedFeatures(event.point, { layers })[0];
  const found = exact ?? map.queryRenderedFeatures(around(map, event), { layers })[0];
  return String(found?.properties.code ?? "");
}

/** @param {MapLibre} map @param {MapMouseEvent} event */
function cellAt(map, event) {
  const layers = present(map, ["cells"]);
  return layers.length ? map.queryRenderedFeatures(around(map, event), { layers })[0] : undefined;
}
