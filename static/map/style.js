// The map's style as data, from a palette and a theme. Drawing order is the order in this file.

/** @import {State} from "./types.js" */
/** @import {Palette} from "./palette.js" */

import { basemapLayers, basemapSource } from "./basemap.js";
import { config } from "./config.js";
import { graticule, graticuleLayers } from "./graticule.js";
import { nameLayers } from "./sovereignty.js";
import { subjectLayers } from "./subjectlayers.js";
import { neighbourLayers, neighbourNames, sea, seaLayers } from "./surroundings.js";

const NOTHING = { type: /** @type {const} */ ("FeatureCollection"), features: [] };
const SUBJECT = config.subject.name;
const SEMIBOLD = ["Noto Sans SemiBold"];

/** @param {Palette} colours */
function territory(colours) {
  const commune = ["==", ["get", "level"], "commune"];
  const named = { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.6 };
  return {
    ground: [
      {
        id: "units-land",
        type: "fill",
        source: "units",
        "source-layer": "units",
        filter: commune,
        paint: { "fill-color": colours.land, "fill-antialias": false },
      },
      {
        id: "units-coast",
        type: "line",
        source: "units",
        "source-layer": "units",
        filter: commune,
        paint: { "line-color": colours.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1.5, 14, 3], "line-opacity": 0.4 },
      },
    ],
    borders: [
      {
        id: "units-border",
        type: "line",
        source: "units",
        "source-layer": "units",
        filter: commune,
        paint: {
          "line-color": colours.border,
          "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.7, 14, 1.6],
          "line-dasharray": [4, 2],
        },
      },
    ],
    labels: [
      {
        id: "unit-names",
        type: "symbol",
        source: "unit-places",
        minzoom: 8,
        layout: {
          "text-field": ["get", "name"],
          "text-font": SEMIBOLD,
          "text-size": ["interpolate", ["linear"], ["zoom"], 8.5, 10, 10, 11, 14, 15],
          "text-max-width": 8,
          "text-padding": 1,
          "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
          "text-radial-offset": 1.1,
          "text-justify": "auto",
        },
        paint: named,
      },
    ],
  };
}

/** @param {Palette} colours @returns {any[]} */
function tools(colours) {
  return [
    { id: "measure-fill", type: "fill", source: "measure", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colours.measure, "fill-opacity": 0.15 } },
    { id: "measure-line", type: "line", source: "measure", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colours.measure, "line-width": 2.5 } },
    {
      id: "measure-points",
      type: "circle",
      source: "measure",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 4.5, "circle-color": colours.halo, "circle-stroke-color": colours.measure, "circle-stroke-width": 2.5 },
    },
    {
      id: "place-accuracy",
      type: "fill",
      source: "place",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colours.select, "fill-opacity": 0.12 },
    },
    {
      id: "place",
      type: "circle",
      source: "place",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 8, "circle-color": colours.select, "circle-stroke-color": colours["select-halo"], "circle-stroke-width": 3 },
    },
  ];
}

/** @typedef {{tiles: string[], minzoom?: number, maxzoom?: number}} Tileset */
/** By source: the subject's and the units'. @typedef {Record<string, Tileset>} Tilesets */

/**
 * @param {string} name
 * @param {Tilesets} tilesets
 * @param {Record<string, any>} [more]
 */
function tileSource(name, tilesets, more = {}) {
  const { tiles, minzoom = 0, maxzoom = 16 } = tilesets[name] ?? {};
  return tiles ? { [name]: { type: "vector", tiles, minzoom, maxzoom, ...more } } : {};
}

/**
 * The whole style; a tile source that has no address yet is left out with its layers.
 * @param {Palette} colours
 * @param {State} state
 * @param {Tilesets} tilesets
 * @returns {any}
 */
export function style(colours, state, tilesets) {
  const land = territory(colours);
  const register = subjectLayers(colours, state);
  const grid = graticuleLayers(colours);
  const sources = {
    sea: { type: "geojson", data: sea() },
    neighbours: { type: "geojson", data: neighbourNames(state.date) },
    ...tileSource("units", tilesets),
    ...tileSource(SUBJECT, tilesets, { promoteId: { [SUBJECT]: "code", [`${SUBJECT}_points`]: "code" } }),
    "unit-places": { type: "geojson", data: NOTHING },
    graticule: { type: "geojson", data: graticule(), tolerance: 0 },
    sovereignty: { type: "geojson", data: NOTHING },
    labels: { type: "geojson", data: NOTHING },
    measure: { type: "geojson", data: NOTHING },
    place: { type: "geojson", data: NOTHING },
    ...basemapSource(),
  };
  const layers = [
    ...seaLayers(colours),
    ...grid,
    ...land.ground,
    ...basemapLayers(),
    ...register.areas,
    ...land.borders,
    ...register.marks,
    ...register.cells,
    ...register.labels,
    ...land.labels,
    ...neighbourLayers(colours),
    ...register.counts,
    ...tools(colours),
    ...nameLayers(colours),
  ];
  const drawn = layers.filter((layer) => !layer.source || layer.source in sources);
  return { version: 8, "font-faces": config.fonts, sources, layers: drawn };
}
