// The preview map: shapes of the file by what becomes of them, over the borders of the communes. Leaflet is enough here.

import { nameSeasOfPage } from "../site/leafletsea.js";

/** @typedef {{ kind?: string, row?: number, name?: string, code?: string }} Properties */

/** Drawn in this order, the last on top. */
const KINDS = ["new", "before", "after", "kept", "refused"];
const NOTHING = { features: [] };
const POINT_RADIUS = 6;
const CLOSE = 18;

/** @param {HTMLElement} place */
export async function drawPreview(place) {
  /** @type {any} */
  const L = /** @type {any} */ (window).L;
  place.hidden = false;
  const map = L.map("preview-map", { zoomControl: false, attributionControl: false, zoomSnap: 0.5, maxZoom: 21 });
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  nameSeasOfPage(L, map);
  try {
    const { shapes: address, changes, borders: outlines } = place.dataset;
    const [staged, changed, borders] = await Promise.all([load(address), changes ? load(changes) : NOTHING, load(outlines)]);
    const shapes = { features: [...staged.features, ...changed.features] };
    const border = L.geoJSON(borders, { interactive: false, style: { className: "shape-border" } }).addTo(map);
    const listed = KINDS.filter((kind) => place.querySelector(`[data-kind="${kind}"]`));
    const drawn = listed.map((kind) => drawKind(L, map, shapes, kind, place));
    const all = L.featureGroup(drawn);
    const bounds = all.getBounds();
    // A file in the wrong place is understood only beside the right one.
    if (!bounds.isValid() || "whole" in place.dataset) bounds.extend(border.getBounds());
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.15), { maxZoom: CLOSE, animate: false });
    listenToRows(map, place);
    listenToChanges(L, map, all, place);
    place.dataset.ready = "true";
  } catch {
    const note = /** @type {HTMLElement} */ (place.querySelector("[data-preview-error]"));
    note.textContent = place.dataset.failed ?? "";
    note.hidden = false;
    /** @type {HTMLElement} */ (place.querySelector("#preview-map")).hidden = true;
  }
}

/** @param {string} [address] */
async function load(address = "") {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/**
 * @param {any} L
 * @param {any} map
 * @param {{ features: { properties: Properties }[] }} shapes
 * @param {string} kind
 * @param {HTMLElement} place
 */
function drawKind(L, map, shapes, kind, place) {
  const features = shapes.features.filter((feature) => feature.properties.kind === kind);
  const line = /** @type {HTMLElement} */ (place.querySelector(`[data-kind="${kind}"]`));
  line.hidden = features.length === 0;
  /** @type {HTMLElement} */ (line.querySelector("[data-count]")).textContent = `(${features.length})`;
  return L.geoJSON(features, {
    style: (/** @type {{ geometry: { type: string } }} */ feature) => ({ className: `shape-${kind}${open(feature)}` }),
    pointToLayer: (/** @type {any} */ _feature, /** @type {any} */ at) =>
      L.circleMarker(at, { radius: POINT_RADIUS, className: `shape-${kind}` }),
    onEachFeature: (/** @type {{ properties: Properties }} */ feature, /** @type {any} */ layer) => {
      if (feature.properties.row) layer.bindPopup(() => words(feature.properties, place));
    },
  }).addTo(map);
}

/**
 * A line encloses nothing, and a style sheet would fill it all the same.
 * @param {{ geometry: { type: string } }} feature
 */
function open({ geometry }) {
  return geometry.type.endsWith("LineString") ? " shape-open" : "";
}

/** @param {Properties} told @param {HTMLElement} place */
function words(told, place) {
  const text = document.createElement("span");
  text.textContent = [told.code ?? told.name, `${place.dataset.row} ${told.row}`].filter(Boolean).join(" · ");
  return text;
}

/** @param {any} map @param {HTMLElement} place */
function listenToRows(map, place) {
  for (const button of document.querySelectorAll("button[data-at]")) {
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener("click", () => {
      const at = (button.getAttribute("data-at") ?? "").split(",").map(Number);
      map.setView(at, CLOSE, { animate: false });
      turnTo(place);
    });
  }
}

/** @param {any} L @param {any} map @param {any} all @param {HTMLElement} place */
function listenToChanges(L, map, all, place) {
  for (const button of document.querySelectorAll("button[data-code]")) {
    /** @type {any[]} */
    const shapes = [];
    all.eachLayer((/** @type {any} */ kind) =>
      kind.eachLayer((/** @type {any} */ shape) => {
        if (shape.feature.properties.code === button.getAttribute("data-code")) shapes.push(shape);
      }),
    );
    if (!shapes.length) continue;
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener("click", () => {
      map.fitBounds(L.featureGroup(shapes).getBounds().pad(0.3), { animate: false });
      turnTo(place);
    });
  }
}

/** @param {HTMLElement} place */
function turnTo(place) {
  place.scrollIntoView({ block: "center" });
  /** @type {HTMLElement} */ (place.querySelector("#preview-map")).focus({ preventScroll: true });
}
