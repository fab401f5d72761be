// Lots for auction on the map: their row, their tip, how they look, and the price and day that each of them carries.

/** @import {Map as MapLibre} from "maplibre-gl" */
/** @import {Properties, Subject} from "./types.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { h } from "./dom.js";
import { swatch } from "./hatch.js";
import { area, brief, dayOf, dong, label, shortDate, squareMetres, t } from "./i18n.js";
import { LotCard } from "./lotcard.js";
import { colourOf } from "./themes.js";

const REGULAR = ["Noto Sans Regular"];
const SEMIBOLD = ["Noto Sans SemiBold"];
const FAR_PAST = 1e6; // days; what was is behind all that is to come
const DAY_MS = 86_400_000;

/** @param {Properties} lot @returns {number | null} what it was sold for, else what it begins at */
const priceOf = ({ sold_price: sold, start_price: start }) => sold ?? start ?? null;

/** When it is expected, where there is no session yet. @param {Properties} lot */
export function expected({ expected_quarter: quarter, expected_year: year }) {
  return quarter && year ? t("lot.quarter", { quarter, year }) : String(year ?? "");
}

/** What comes next, or what was last, in few words. @param {Properties} lot */
function nextDate(lot) {
  const { stage, files_until: files, session_on: session } = lot;
  if (stage === "open" && files && dayOf(files) >= config.today) return t("lot.filesUntil", { at: shortDate(dayOf(files)) });
  if (session) return t(stage === "sold" ? "lot.sold" : "lot.session", { at: shortDate(session) });
  return expected(lot) ? t("lot.expected", { when: expected(lot) }) : t("lot.noDate");
}

/** @param {Properties} lot */
const stageTag = ({ stage }) => h("span", { class: `stage-tag stage-${stage}` }, label("stage", stage));

/** A colour nearer to white, to be seen on the dark ground of a picture. @param {string} colour "#rrggbb" */
const bright = (colour) => `#${[1, 3, 5].map((at) => Math.round(255 - (255 - parseInt(colour.slice(at, at + 2), 16)) * 0.5).toString(16).padStart(2, "0")).join("")}`;

/** What is soonest is labelled first where there is no room for all. @param {string | null | undefined} session */
function nearness(session) {
  if (!session) return FAR_PAST / 2;
  const days = (Date.parse(session) - Date.parse(config.today)) / DAY_MS;
  return days >= 0 ? days : FAR_PAST - days;
}

/**
 * One label for each lot in view, at its own point, which tiles hold once.
 * @param {MapLibre} map
 */
function labels(map) {
  /** @type {Map<string, any>} */
  const found = new Map();
  for (const { geometry, properties: lot } of map.queryRenderedFeatures({ layers: ["lots-points"] })) {
    const price = priceOf(lot);
    const day = lot.session_on ? shortDate(lot.session_on) : expected(lot);
    const properties = { code: lot.code, price: price === null ? "" : brief(price), day, order: nearness(lot.session_on) };
    if (price !== null || day) found.set(lot.code, { type: "Feature", geometry, properties });
  }
  return [...found.values()].sort((one, other) => (one.properties.code < other.properties.code ? -1 : 1));
}

/** @type {Subject} */
export const lots = {
  files: "lotItems",
  cardHeight: 480, // the six answers
  group: "auction",
  card: (store) => new LotCard(store),
  page: (code) => api.address("lotPage", {}, code),

  row(lot) {
    const price = priceOf(lot);
    return [
      swatch(colourOf("stage", lot.stage), ""),
      h(
        "span",
        { class: "row-text" },
        h("span", { class: "row-title" }, lot.name || lot.code),
        h("span", { class: "row-sub" }, lot.unit_name, lot.area_m2 ? h("span", { title: squareMetres(lot.area_m2) }, ` · ${area(lot.area_m2)}`) : null),
        h("span", { class: "row-stage" }, stageTag(lot)),
      ),
      h(
        "span",
        { class: "row-figures" },
        price === null ? h("span", { class: "row-unknown" }, t("lot.noPrice")) : h("span", { class: "row-area", title: dong(price) }, brief(price)),
        h("span", { class: "row-day" }, nextDate(lot)),
      ),
    ];
  },

  tip(lot) {
    const price = priceOf(lot);
    return [lot.code, price === null ? "" : brief(Number(price)), lot.session_on ? shortDate(lot.session_on) : expected(lot)].filter(Boolean).join(" · ");
  },

  labelsFrom: 13.5,
  labels,

  look: {
    opacity: { usual: 0.5, beside: 0.3, selected: 0.65, hovered: 0.75 }, // prices are read on them
    overPicture: (theme) => {
      const pairs = Object.entries(config.palettes[theme] ?? {}).flatMap(([code, colour]) => [code, bright(colour)]);
      return pairs.length ? ["match", ["get", theme], ...pairs, "#ffffff"] : "#ffe45c";
    },
    // The number stands on white within a ring of the stage: dark stages would hide dark numbers, and light ones light.
    cell: (fill) => ({ "circle-color": "#ffffff", "circle-stroke-width": 3.5, "circle-stroke-color": fill }),
    point: { radius: ["interpolate", ["linear"], ["zoom"], 11, 4, 14, 6, 17, 6.5] },
    labels: (onLot) => [
      {
        id: "lot-labels",
        type: "symbol",
        source: "labels",
        layout: {
          "text-field": [
            "case",
            ["==", ["get", "price"], ""],
            ["get", "day"],
            ["format", ["get", "price"], {}, ["case", ["==", ["get", "day"], ""], "", ["concat", "\n", ["get", "day"]]], { "text-font": ["literal", REGULAR], "font-scale": 0.92 }],
          ],
          "text-font": SEMIBOLD,
          "text-size": ["interpolate", ["linear"], ["zoom"], 13.5, 12, 17, 14],
          "text-line-height": 1.1,
          "text-padding": 5,
          "text-variable-anchor": ["top", "bottom", "left", "right"],
          "text-radial-offset": 0.75,
          "text-justify": "auto",
          "symbol-sort-key": ["get", "order"],
        },
        paint: { ...onLot, "text-halo-width": 1.8, "text-halo-color": "rgba(255,255,255,0.94)" },
      },
    ],
  },
};
