// The map of a form's geometry widget, in the admin and at the desk: names of the sea, and the register's own ground.

import { nameSeasOfPage } from "./leafletsea.js";

// The library opens a boundary no nearer than zoom 15, where a plot is a dot, unless the map has a property of this name.
const CLOSE = 19;

// The library makes its map when the page has loaded, after this module has run.
addEventListener("map:init", (event) => {
  /** @type {any} */
  const L = /** @type {any} */ (globalThis).L;
  const { map } = /** @type {CustomEvent} */ (event).detail;
  map.maxZoom = CLOSE;
  nameSeasOfPage(L, map);
  const ground = /** @type {HTMLElement | null} */ (document.querySelector("[data-ground]"))?.dataset.ground;
  if (ground) drawGround(L, map, ground);
});

/**
 * Communes and the plots around, below what is edited; without them it can be edited all the same.
 * @param {any} L
 * @param {any} map
 * @param {string} address
 */
async function drawGround(L, map, address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const ground = await answer.json();
  for (const kind of ["plot", "unit"]) {
    const filter = (/** @type {{properties: {kind: string}}} */ { properties }) => properties.kind === kind;
    L.geoJSON(ground, { interactive: false, filter, style: { className: `ground-${kind}` } }).addTo(map).bringToBack();
  }
  map.attributionControl.addAttribution(ground.note);
}
