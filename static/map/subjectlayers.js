// How the register's plots are drawn: areas, points of plots without a boundary, counted cells, marks, labels.

/** @import {State} from "./types.js" */
/** @import {Palette} from "./palette.js" */

import { config } from "./config.js";
import { hatches } from "./hatch.js";
import { colourExpression } from "./themes.js";

export const CELLS_BELOW = 12;
/** Themes whose commonest class a cell carries; under the others cells have one colour. @type {readonly string[]} */
export const THEMES_OF_CELLS = ["land_use", "use_state"];
export const PLAIN_CELL = "#ffffff"; // under dark numbers, by day and by night
/** Tiles that hold too many plots to draw give cells up to here. */
export const CROWDED_BELOW = 15;
const OVER_PICTURE = "#ffe45c";
const REGULAR = ["Noto Sans Regular"];
const SEMIBOLD = ["Noto Sans SemiBold"];
const SELECTED = ["boolean", ["feature-state", "selected"], false];
const HOVERED = ["boolean", ["feature-state", "hover"], false];

/** @param {any} on @param {any} off */
const ifSelected = (on, off) => ["case", SELECTED, on, off];

/**
 * How opaque plots are: the others step back a little while one is selected, and all of them over a picture, whose
 * ground is what one wants to see.
 * @param {Pick<State, "selection" | "image">} state
 * @returns {any}
 */
export const fillOpacity = ({ selection, image }) =>
  image ? ["case", SELECTED, 0.05, HOVERED, 0.3, 0.12] : ["case", SELECTED, 0.9, HOVERED, 0.95, selection ? 0.42 : 0.78];

/**
 * Borders: thin and dark on the map, bright over a picture, whose colours are anything.
 * @param {Palette} colours
 * @param {Pick<State, "image">} state
 * @returns {Record<string, any>}
 */
export const linePaint = (colours, { image }) => ({
  "line-color": image ? OVER_PICTURE : colours.outline,
  "line-opacity": ["interpolate", ["linear"], ["zoom"], 11, image ? 0.9 : 0.35, 15, image ? 1 : 0.85],
  "line-width": ["interpolate", ["linear"], ["zoom"], 11, image ? 0.8 : 0.4, 14, image ? 1.4 : 0.8, 18, image ? 2.4 : 1.6],
});

/** What parts a bright border from bright ground: cloud, sand, the pale end of an index. */
const CASING = "rgba(20,20,20,0.75)";

/** @param {Pick<State, "image">} state */
export const casingVisibility = ({ image }) => (image ? "visible" : "none");

/** Hatches name the use of land where its colours are seen. @param {Pick<State, "theme" | "image">} state */
export const hatchVisibility = ({ theme, image }) => (theme === "land_use" && !image ? "visible" : "none");

/** @returns {any} */
const hatchExpression = () => {
  const pairs = [...hatches()].flatMap(([code, hatch]) => [code, `hatch-${hatch}`]);
  return pairs.length ? ["match", ["get", "land_use"], ...pairs, ""] : "";
};

/** @param {Palette} colours @param {State} state */
export function plotLayers(colours, state) {
  const fill = colourExpression(state.theme);
  const source = { source: "plots", "source-layer": "plots" };
  const points = { source: "plots", "source-layer": "plots_points", minzoom: CELLS_BELOW };
  // On official colours, which are light in both appearances.
  const onPlot = { "text-color": "#13211f", "text-halo-color": "rgba(255,255,255,0.85)", "text-halo-width": 1.3 };
  return {
    areas: [
      {
        id: "plots-fill",
        type: "fill",
        ...source,
        paint: { "fill-color": fill, "fill-opacity": fillOpacity(state) },
      },
      {
        id: "plots-hatch",
        type: "fill",
        ...source,
        minzoom: CELLS_BELOW + 1,
        layout: { visibility: hatchVisibility(state) },
        filter: ["in", ["get", "land_use"], ["literal", [...hatches().keys()]]],
        paint: { "fill-pattern": hatchExpression(), "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13, 0.35, 16, 0.7] },
      },
      {
        id: "plots-casing",
        type: "line",
        ...source,
        minzoom: 11,
        layout: { "line-join": "round", visibility: casingVisibility(state) },
        paint: { "line-color": CASING, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 2, 14, 3.2, 18, 5] },
      },
      {
        id: "plots-line",
        type: "line",
        ...source,
        minzoom: 11,
        paint: linePaint(colours, state),
      },
      {
        id: "plots-points",
        type: "circle",
        ...points,
        paint: {
          "circle-color": fill,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, 3.5, 17, 8],
          "circle-stroke-width": ifSelected(3, 1.5),
          "circle-stroke-color": ifSelected(colours.select, colours.point),
        },
      },
    ],
    marks: [
      {
        id: "plots-hover",
        type: "line",
        ...source,
        paint: { "line-color": colours.select, "line-width": ["case", HOVERED, 2, 0] },
      },
      {
        id: "plots-selected-halo",
        type: "line",
        ...source,
        layout: { "line-join": "round" },
        paint: { "line-color": colours["select-halo"], "line-width": ifSelected(8, 0), "line-opacity": 0.9 },
      },
      {
        id: "plots-selected",
        type: "line",
        ...source,
        layout: { "line-join": "round" },
        paint: { "line-color": colours.select, "line-width": ifSelected(3, 0) },
      },
    ],
    cells: [
      {
        id: "cells",
        type: "circle",
        source: "plots",
        "source-layer": "plots_cells",
        maxzoom: CROWDED_BELOW,
        paint: {
          "circle-color": THEMES_OF_CELLS.includes(state.theme) ? fill : PLAIN_CELL,
          "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 6, 5, 11, 12, 15, 30, 22],
          "circle-opacity": 0.9,
          "circle-stroke-width": 1,
          "circle-stroke-color": colours.outline,
        },
      },
    ],
    counts: [
      {
        id: "cell-counts",
        type: "symbol",
        source: "plots",
        "source-layer": "plots_cells",
        maxzoom: CROWDED_BELOW,
        layout: {
          "text-field": ["number-format", ["get", "count"], { locale: config.numbers }],
          "text-font": SEMIBOLD,
          "text-size": 11,
          "text-padding": 5,
          "text-allow-overlap": true,
        },
        paint: onPlot,
      },
    ],
    labels: [
      {
        id: "plot-use",
        type: "symbol",
        source: "plot-labels",
        maxzoom: 17,
        layout: { "text-field": ["get", "land_use"], "text-font": REGULAR, "text-size": 11, "text-padding": 6 },
        paint: onPlot,
      },
      {
        id: "plot-parcel",
        type: "symbol",
        source: "plot-labels",
        minzoom: 17,
        layout: {
          "text-field": [
            "case",
            ["!=", ["coalesce", ["get", "parcel_number"], ""], ""],
            ["concat", ["get", "land_use"], "\n", ["coalesce", ["get", "sheet_number"], "–"], " / ", ["get", "parcel_number"]],
            ["get", "land_use"],
          ],
          "text-font": REGULAR,
          "text-size": 12,
          "text-max-width": 10,
        },
        paint: onPlot,
      },
    ],
  };
}
