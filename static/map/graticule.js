// Lines of longitude and latitude, denser with the zoom, with their degrees at the line.

import { t } from "./i18n.js";

const AREA = [98, 4, 122, 25];
// Degrees between lines, from zoom, to zoom.
const STEPS = [
  [5, 0, 6],
  [1, 6, 8.5],
  [0.5, 8.5, 10],
];
const NEAR = [106, 8, 108.5, 11.5];
const NEAR_STEPS = [[0.1, 10, 13]];

/**
 * @param {number} value
 * @param {string} plus
 */
function degrees(value, plus) {
  const minutes = Math.round(value * 60);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}°${rest ? `${String(rest).padStart(2, "0")}′` : ""}${plus}`;
}

/** @param {number[]} box @param {number[][]} steps */
function lines([west, south, east, north], steps) {
  const features = [];
  for (const [step, from, to] of steps) {
    for (let at = Math.ceil(west / step); at * step <= east; at += 1) {
      const x = at * step;
      features.push(line([[x, south], [x, north]], degrees(x, t("compass.east")), from, to));
    }
    for (let at = Math.ceil(south / step); at * step <= north; at += 1) {
      const y = at * step;
      features.push(line([[west, y], [east, y]], degrees(y, t("compass.north")), from, to));
    }
  }
  return features;
}

/** @param {number[][]} coordinates @param {string} name @param {number} from @param {number} to */
function line(coordinates, name, from, to) {
  return {
    type: /** @type {const} */ ("Feature"),
    geometry: { type: /** @type {const} */ ("LineString"), coordinates },
    properties: { name, from, to },
  };
}

/** GeoJSON of the graticule. */
export function graticule() {
  return {
    type: /** @type {const} */ ("FeatureCollection"),
    features: [...lines(AREA, STEPS), ...lines(NEAR, NEAR_STEPS)],
  };
}

/**
 * @param {import("./palette.js").Palette} colours
 * @returns {any[]}
 */
export function graticuleLayers(colours) {
  const shown = ["all", [">=", ["zoom"], ["get", "from"]], ["<", ["zoom"], ["get", "to"]]];
  return [
    {
      id: "graticule",
      type: "line",
      source: "graticule",
      filter: shown,
      paint: { "line-color": colours.grid, "line-width": 1 },
    },
    {
      id: "graticule-labels",
      type: "symbol",
      source: "graticule",
      filter: shown,
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 420,
        "text-field": ["get", "name"],
        "text-font": ["Noto Sans Regular"],
        "text-size": 11,
      },
      paint: { "text-color": colours["sea-label"], "text-halo-color": colours.sea, "text-halo-width": 2, "text-opacity": 0.75 },
    },
  ];
}
