// Biển Đông and the two archipelagos are named on any view that reaches them, above every other label.
// A browser test reads at several places what is drawn.

/** @import {Map as MapLibre} from "maplibre-gl" */
/** @import {Layers} from "./layers.js" */
/** @import {Area, Pair, Placed, Polygon} from "./seaplaces.js" */

import { config } from "./config.js";
import { placeNames } from "./seaplaces.js";

// What may lie over the map, where a name could not be read.
const COVERS = "#legend, #measure:not([hidden]), .map-controls, .panel-fold, .statusbar, #panel, .map-body .site-header, .banner";

/** GeoJSON of names that have their places. @param {Placed[]} placed */
const collection = (placed) => ({
  type: /** @type {const} */ ("FeatureCollection"),
  features: placed.map(({ name, point, islands }) => ({
    type: /** @type {const} */ ("Feature"),
    geometry: { type: /** @type {const} */ ("Point"), coordinates: point },
    properties: { name, text: name.replaceAll(" (", "\n("), islands },
  })),
});

/**
 * Keep the names in view: the archipelagos' after each move, the sea's once the land is drawn too.
 * @param {MapLibre} map
 * @param {Layers} layers
 */
export function addSeaNames(map, layers) {
  const { sea, names } = config.surroundings;
  const waters = polygons(sea.find(({ share }) => share >= names.sea.share)?.geometry);
  const frame = map.getContainer();
  /** @type {Placed[]} */
  let placed = [];
  const draw = () => {
    const before = placed.find(({ islands }) => !islands) ?? null;
    const drawn = !map.getSource("units") || map.isSourceLoaded("units");
    const now = placeNames(
      {
        width: frame.clientWidth,
        height: frame.clientHeight,
        toScreen: ([lng, lat]) => {
          const { x, y } = map.project([lng, lat]);
          return [x, y];
        },
        toPlace: (spot) => /** @type {Pair} */ (map.unproject(spot).toArray()),
      },
      names,
      { waters: drawn ? waters : [], land: drawn ? landIn(map) : [], covered: covered(frame), before: before?.point },
    );
    if (!drawn && before) now.push(before);
    if (JSON.stringify(now) === JSON.stringify(placed)) return;
    placed = now;
    layers.setData("sovereignty", collection(placed));
  };
  map.on("moveend", draw);
  map.on("idle", draw);
  draw();
}

/** @param {any} geometry @returns {Polygon[]} */
const polygons = (geometry) => (geometry?.type === "Polygon" ? [geometry.coordinates] : geometry?.type === "MultiPolygon" ? geometry.coordinates : []);

/** Own land in view, as it is drawn. @param {MapLibre} map */
const landIn = (map) => (map.getLayer("units-land") ? map.queryRenderedFeatures({ layers: ["units-land"] }).flatMap(({ geometry }) => polygons(geometry)) : []);

/** Where the page's own parts lie over the map. @param {HTMLElement} frame @returns {Area[]} */
function covered(frame) {
  const map = frame.getBoundingClientRect();
  return [...document.querySelectorAll(COVERS)].flatMap((part) => {
    const { left, top, right, bottom, width } = part.getBoundingClientRect();
    const over = width && right > map.left && left < map.right && bottom > map.top && top < map.bottom;
    return over ? [/** @type {Area} */ ([left - map.left, top - map.top, right - map.left, bottom - map.top])] : [];
  });
}

/**
 * The layers that draw them; they never give way to other labels.
 * @param {import("./palette.js").Palette} colours
 * @returns {any[]}
 */
export function nameLayers(colours) {
  const paint = { "text-color": colours["sea-label"], "text-halo-color": colours.sea, "text-halo-width": 1.5 };
  const always = { "text-field": ["get", "text"], "text-font": ["Noto Sans SemiBold"], "text-allow-overlap": true, "text-ignore-placement": true };
  return [
    {
      id: "sovereignty-sea",
      type: "symbol",
      source: "sovereignty",
      filter: ["!", ["get", "islands"]],
      layout: {
        ...always,
        "text-size": ["interpolate", ["linear"], ["zoom"], 4, 15, 9, 20],
        "text-transform": "uppercase",
        "text-letter-spacing": 0.25,
        "text-max-width": 14,
      },
      paint,
    },
    {
      id: "sovereignty-islands",
      type: "symbol",
      source: "sovereignty",
      filter: ["get", "islands"],
      layout: { ...always, "text-size": ["interpolate", ["linear"], ["zoom"], 4, 12, 8, 16], "text-max-width": 14 },
      paint: { ...paint, "text-color": colours.label },
    },
  ];
}
