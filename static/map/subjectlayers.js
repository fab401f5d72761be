// How plots and lots are drawn: areas, points, counted cells, marks, labels.

/** @import {State} from "./types.js" */
/** @import {Palette} from "./palette.js" */

import { config } from "./config.js";
import { hatches } from "./hatch.js";
import { subject } from "./subject.js";
import { colourExpression } from "./themes.js";

const { name: SUBJECT, cellsBelow, crowdedBelow } = config.subject;
const SEMIBOLD = ["Noto Sans SemiBold"];
const SELECTED = ["boolean", ["feature-state", "selected"], false];
const HOVERED = ["boolean", ["feature-state", "hover"], false];

const OPACITY = subject.look.opacity;

/** @param {any} on @param {any} off */
const ifSelected = (on, off) => ["case", SELECTED, on, off];

/**
 * How opaque they are: the others step back a little while one is selected, and all of them over a picture, whose
 * ground is what one wants to see.
 * @param {Pick<State, "selection" | "image">} state
 * @returns {any}
 */
export const fillOpacity = ({ selection, image }) =>
  image ? ["case", SELECTED, 0.05, HOVERED, 0.3, 0.12] : ["case", SELECTED, OPACITY.selected, HOVERED, OPACITY.hovered, selection ? OPACITY.beside : OPACITY.usual];

/**
 * Borders: thin and dark on the map, bright over a picture, whose colours are anything.
 * @param {Palette} colours
 * @param {Pick<State, "image" | "theme">} state
 * @returns {Record<string, any>}
 */
export const linePaint = (colours, { image, theme }) => ({
  "line-color": image ? subject.look.overPicture(theme) : colours.outline,
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

/** What belongs together with what is selected, like the lots of one session. @param {Pick<State, "group">} state @returns {any} */
export const groupFilter = ({ group: wanted }) => ["==", ["get", subject.group], wanted || "\u0000"];

/** @param {Palette} colours @param {State} state @param {Record<string, any>} areas @param {Record<string, any>} points */
const group = (colours, state, areas, points) => [
  {
    id: `${SUBJECT}-group`,
    type: "line",
    ...areas,
    filter: groupFilter(state),
    layout: { "line-join": "round" },
    paint: { "line-color": colours.select, "line-width": 2.5, "line-dasharray": [2, 1.2] },
  },
  {
    id: `${SUBJECT}-group-points`,
    type: "circle",
    ...points,
    filter: groupFilter(state),
    paint: { "circle-opacity": 0, "circle-radius": 9, "circle-stroke-width": 2, "circle-stroke-color": colours.select },
  },
];

/** Counted cells show the commonest class where they know it. @param {Palette} colours @param {Pick<State, "theme">} state */
export const cellPaint = (colours, { theme }) => subject.look.cell(colourExpression(theme), colours, theme);

/** @param {Palette} colours @param {State} state */
export function subjectLayers(colours, state) {
  const fill = colourExpression(state.theme);
  const source = { source: SUBJECT, "source-layer": SUBJECT };
  const points = { source: SUBJECT, "source-layer": `${SUBJECT}_points`, minzoom: cellsBelow };
  const cells = { source: SUBJECT, "source-layer": `${SUBJECT}_cells`, maxzoom: crowdedBelow };
  // On official colours, which are light in both appearances.
  const onColours = { "text-color": "#13211f", "text-halo-color": "rgba(255,255,255,0.85)", "text-halo-width": 1.3 };
  return {
    areas: [
      {
        id: `${SUBJECT}-fill`,
        type: "fill",
        ...source,
        paint: { "fill-color": fill, "fill-opacity": fillOpacity(state) },
      },
      {
        id: `${SUBJECT}-hatch`,
        type: "fill",
        ...source,
        minzoom: cellsBelow + 1,
        layout: { visibility: hatchVisibility(state) },
        filter: ["in", ["get", "land_use"], ["literal", [...hatches().keys()]]],
        paint: { "fill-pattern": hatchExpression(), "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13, 0.35, 16, 0.7] },
      },
      {
        id: `${SUBJECT}-casing`,
        type: "line",
        ...source,
        minzoom: 11,
        layout: { "line-join": "round", visibility: casingVisibility(state) },
        paint: { "line-color": CASING, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 2, 14, 3.2, 18, 5] },
      },
      {
        id: `${SUBJECT}-line`,
        type: "line",
        ...source,
        minzoom: 11,
        paint: linePaint(colours, state),
      },
      {
        id: `${SUBJECT}-points`,
        type: "circle",
        ...points,
        paint: {
          "circle-color": fill,
          "circle-radius": subject.look.point.radius,
          "circle-stroke-width": ifSelected(3, 1.5),
          "circle-stroke-color": ifSelected(colours.select, colours.point),
        },
      },
    ],
    marks: [
      ...(subject.group ? group(colours, state, source, points) : []),
      {
        id: `${SUBJECT}-hover`,
        type: "line",
        ...source,
        paint: { "line-color": colours.select, "line-width": ["case", HOVERED, 2, 0] },
      },
      {
        id: `${SUBJECT}-selected-halo`,
        type: "line",
        ...source,
        layout: { "line-join": "round" },
        paint: { "line-color": colours["select-halo"], "line-width": ifSelected(8, 0), "line-opacity": 0.9 },
      },
      {
        id: `${SUBJECT}-selected`,
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
        ...cells,
        paint: {
          ...cellPaint(colours, state),
          "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 6, 5, 11, 12, 15, 30, 22],
          "circle-opacity": 0.9,
        },
      },
    ],
    counts: [
      {
        id: "cell-counts",
        type: "symbol",
        ...cells,
        layout: {
          "text-field": ["number-format", ["get", "count"], { locale: config.numbers }],
          "text-font": SEMIBOLD,
          "text-size": 11,
          "text-padding": 5,
          "text-allow-overlap": true,
        },
        paint: onColours,
      },
    ],
    labels: subject.look.labels(onColours),
  };
}
