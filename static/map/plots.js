// Plots of the register on the map: their row, their tip, how they look and what is written on them.

/** @import {Subject} from "./types.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { h, icon } from "./dom.js";
import { hatchOf, swatch } from "./hatch.js";
import { area, label, squareMetres, t } from "./i18n.js";
import { labelPoints } from "./labels.js";
import { PlotCard } from "./plotcard.js";
import { clockOf } from "./state.js";
import { colourOf } from "./themes.js";

const OVER_PICTURE = "#ffe45c";
const PLAIN_CELL = "#ffffff"; // under dark numbers, by day and by night
const REGULAR = ["Noto Sans Regular"];

/** @type {Subject} */
export const plots = {
  files: "plotList",
  cardHeight: 0,
  group: "",
  card: (store) => new PlotCard(store),
  page: (code, state) => api.address("plotPage", clockOf(state), code),

  row({ name, address, code, area_m2: m2, land_use: use, use_state: state, unit_name: unit, location_basis: basis }) {
    return [
      swatch(colourOf("land_use", use), hatchOf(use)),
      h(
        "span",
        { class: "row-text" },
        h("span", { class: "row-title" }, name || address || code),
        h("span", { class: "row-sub" }, [unit, label("use_state", state)].filter(Boolean).join(" · ")),
        basis && basis !== "boundary" && h("span", { class: "row-tag" }, icon("map-pin", "icon-s"), t("plot.noBoundary")),
      ),
      h("span", { class: "row-figures" }, h("span", { class: "row-area", title: m2 ? squareMetres(m2) : null }, area(m2)), h("span", { class: "row-code" }, code)),
    ];
  },

  tip: ({ code, area_m2: size }) => `${code}${size === undefined ? "" : ` · ${area(Number(size))}`}`,

  labelsFrom: 15.5,
  labels: (map) => labelPoints(map, "plots-fill"),

  look: {
    opacity: { usual: 0.78, beside: 0.42, selected: 0.9, hovered: 0.95 },
    overPicture: () => OVER_PICTURE,
    cell: (fill, { outline }, theme) => ({
      "circle-color": config.subject.mixed.includes(theme) ? fill : PLAIN_CELL,
      "circle-stroke-width": 1,
      "circle-stroke-color": outline,
    }),
    point: { radius: ["interpolate", ["linear"], ["zoom"], 12, 3.5, 17, 8] },
    labels: (onPlot) => [
      {
        id: "plot-use",
        type: "symbol",
        source: "labels",
        maxzoom: 17,
        layout: { "text-field": ["get", "land_use"], "text-font": REGULAR, "text-size": 11, "text-padding": 6 },
        paint: onPlot,
      },
      {
        id: "plot-parcel",
        type: "symbol",
        source: "labels",
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
  },
};
