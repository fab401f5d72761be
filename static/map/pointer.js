// Hover and click on the map. Hovering tells the name, the code and what else tiles know; a press opens the card, which says the same.

/** @import {Map as MapLibre, MapGeoJSONFeature, MapMouseEvent, PointLike} from "maplibre-gl" */
/** @import {Layers} from "./layers.js" */
/** @import {Measure} from "./measure.js" */

import { config } from "./config.js";
import { byId, fill, h } from "./dom.js";
import { subject } from "./subject.js";

const { name: SUBJECT, crowdedBelow } = config.subject;
const FEATURES = [`${SUBJECT}-points`, `${SUBJECT}-fill`];
const REACH_PX = 4;

/**
 * @param {MapLibre} map
 * @param {{layers: Layers, measure: Measure, pick: (code: string) => void}} on
 */
export function addPointer(map, { layers, measure, pick }) {
  const canvas = map.getCanvas();
  const tip = addTip(map);
  let waiting = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const plot = measure.active ? undefined : plotAt(map, event);
      const code = codeOf(plot);
      layers.hover(code);
      tip(plot, event);
      canvas.classList.toggle("pointing", Boolean(code) || Boolean(cellAt(map, event)));
    });
  });
  map.on("mouseout", () => {
    cancelAnimationFrame(waiting);
    layers.hover("");
    tip();
  });
  map.on("click", (event) => {
    if (measure.active) return measure.click(event);
    tip();
    const code = codeOf(plotAt(map, event));
    const cell = code ? null : cellAt(map, event);
    if (cell) map.easeTo({ center: event.lngLat, zoom: Math.min(map.getZoom() + 2, crowdedBelow + 0.5) });
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

/** The plot under the pointer. @param {MapLibre} map @param {MapMouseEvent} event */
function plotAt(map, event) {
  const layers = present(map, FEATURES);
  if (!layers.length) return undefined;
  return map.queryRenderedFeatures(event.point, { layers })[0] ?? map.queryRenderedFeatures(around(map, event), { layers })[0];
}

/** @param {MapGeoJSONFeature | undefined} plot @returns {string} "" for none */
const codeOf = (plot) => String(plot?.properties.code ?? "");

const TIP_PX = { beside: 14, width: 260, height: 64 };

/**
 * What the pointer is on, beside it. The name is the list's, where it is in it, or the tile's.
 * @param {MapLibre} map
 * @returns {(plot?: MapGeoJSONFeature, event?: MapMouseEvent) => void}
 */
function addTip(map) {
  const place = byId("map-tip");
  let [shown, dismissed] = ["", ""];
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !shown) return;
    dismissed = shown;
    place.hidden = true;
  });
  return (plot, event) => {
    const code = matchMedia("(hover: hover)").matches ? codeOf(plot) : "";
    if (code !== dismissed) dismissed = "";
    if (plot && code && code !== shown) {
      const name = document.querySelector(`#list a[data-code="${CSS.escape(code)}"] .row-title`)?.textContent ?? plot.properties.name;
      fill(place, name && h("strong", {}, name), h("span", {}, subject.tip(plot.properties)));
    }
    shown = code;
    place.hidden = !code || code === dismissed;
    if (place.hidden || !event) return;
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const { x, y } = event.point;
    const left = x + TIP_PX.beside + TIP_PX.width > width ? x - TIP_PX.beside - place.offsetWidth : x + TIP_PX.beside;
    const top = y + TIP_PX.beside + TIP_PX.height > height ? y - TIP_PX.beside - place.offsetHeight : y + TIP_PX.beside;
    place.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  };
}

/** @param {MapLibre} map @param {MapMouseEvent} event */
function cellAt(map, event) {
  const layers = present(map, ["cells"]);
  return layers.length ? map.queryRenderedFeatures(around(map, event), { layers })[0] : undefined;
}
