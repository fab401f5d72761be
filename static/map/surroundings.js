// What lies round the territory, as a sketch of the server's: a neutral ground, the sea where it surely is one, and names.
// Own land covers the sea's near edge; towards other coasts it fades out, because our data end at the border.

/** @import {Palette} from "./palette.js" */

import { config } from "./config.js";

/** @param {string | null} date as-of day; null is today */
function neighbours(date) {
  const day = date ?? config.today;
  const right = config.surroundings.neighbours.filter(({ since, until }) => (!since || since <= day) && (!until || day < until));
  return right.map(({ name, point, zooms: [from, to] }) => ({
    type: /** @type {const} */ ("Feature"),
    geometry: { type: /** @type {const} */ ("Point"), coordinates: point },
    properties: { name: name.replace(" (", "\n("), from, to },
  }));
}

/** GeoJSON of the names that are right on a day. @param {string | null} date */
export const neighbourNames = (date) => ({ type: /** @type {const} */ ("FeatureCollection"), features: neighbours(date) });

/** GeoJSON of the sea, the fullest band last. */
export const sea = () => ({
  type: /** @type {const} */ ("FeatureCollection"),
  features: config.surroundings.sea.map(({ share, geometry }) => ({ type: /** @type {const} */ ("Feature"), geometry, properties: { share } })),
});

/** @param {Palette} colours @returns {any[]} */
export const seaLayers = (colours) => [
  { id: "around", type: "background", paint: { "background-color": colours.around } },
  {
    id: "sea",
    type: "fill",
    source: "sea",
    paint: { "fill-color": ["interpolate", ["linear"], ["get", "share"], 0, colours.around, 1, colours.sea], "fill-antialias": false },
  },
];

/** @param {Palette} colours @returns {any[]} */
export const neighbourLayers = (colours) => [
  {
    id: "neighbours",
    type: "symbol",
    source: "neighbours",
    filter: ["all", [">=", ["zoom"], ["get", "from"]], ["<", ["zoom"], ["get", "to"]]],
    layout: {
      "text-field": ["get", "name"],
      "text-font": ["Noto Sans Regular"],
      "text-size": ["interpolate", ["linear"], ["zoom"], 7, 12, 10, 14, 13, 17],
      "text-letter-spacing": 0.08,
      "text-max-width": 12,
    },
    paint: { "text-color": colours["around-label"], "text-halo-color": colours.around, "text-halo-width": 1.5 },
  },
];
