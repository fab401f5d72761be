// Thematic styles: which field colours plots or lots, and with what. Land-use colours are the official ones from the server.

/** @import {FacetValue, Facets, ThemeName} from "./types.js" */

import { config } from "./config.js";
import { label, t } from "./i18n.js";
import { hatchOf } from "./hatch.js";

const OTHER = "#9aa5a3";

// Ours; they differ in lightness too, so that they can be told apart without colour.
/** @type {Record<string, string>} */
const USE_STATE = {
  vacant: "#f2d64b",
  public_work: "#2f6db3",
  agency_used: "#8fc1e3",
  leased_short: "#f0953f",
  leased_long: "#b4551d",
  lent: "#c79bd6",
  unmanaged: "#5b2a6e",
};
const AGENCIES = [
  "#1f6f8b", "#e0a030", "#7a4fa3", "#4f9d4a", "#c8553d", "#6c8ebf", "#b3427a", "#8c7a3d",
  "#2f4f9e", "#d98bb5", "#3aa6a0", "#a0522d", "#b7c44a", "#5b5f6b", "#e2725b", "#8fb8de",
];
const AT_ONCE = 8;
const AGES = ["#0b5351", "#2f8f83", "#8ccbbd", "#dbe9c8", "#f0c987"];

/** Colours by code that stay the same, of coded fields. @type {Record<string, Record<string, string>>} */
const PALETTES = { land_use: config.colours, land_use_current: config.colours, use_state: USE_STATE, ...config.palettes };

/** @typedef {{value: string, label: string, colour: string, hatch: string}} ThemeClass */

/** @type {Map<string, string>} */
const agencyColours = new Map();

/**
 * Give the most frequent agencies a colour of their own; a colour once given stays.
 * @param {FacetValue[]} values
 * @returns {boolean} whether one was given
 */
export function learnAgencies(values) {
  const before = agencyColours.size;
  for (const { value } of values.slice(0, AT_ONCE)) {
    if (value && agencyColours.size < AGENCIES.length && !agencyColours.has(value)) {
      agencyColours.set(value, AGENCIES[agencyColours.size]);
    }
  }
  return agencyColours.size > before;
}

/** Publication ages, youngest first, each with the day from which it holds. */
export function ages() {
  const today = config.today;
  const back = (/** @type {number} */ months) => {
    const day = new Date(`${today}T00:00:00Z`);
    day.setUTCMonth(day.getUTCMonth() - months);
    return day.toISOString().slice(0, 10);
  };
  return [
    { value: "3m", label: t("age.3m"), from: back(3), colour: AGES[0] },
    { value: "1y", label: t("age.1y"), from: back(12), colour: AGES[1] },
    { value: "3y", label: t("age.3y"), from: back(36), colour: AGES[2] },
    { value: "old", label: t("age.old"), from: "0001-01-01", colour: AGES[3] },
    { value: "never", label: t("age.never"), from: "", colour: OTHER },
  ];
}

/**
 * Condition of a publication age in CQL2.
 * @param {number} index
 */
export function ageCondition(index) {
  const all = ages();
  const age = all[index];
  if (!age.from) return "published_on IS NULL";
  const before = index ? ` AND published_on < DATE('${all[index - 1].from}')` : "";
  return `published_on >= DATE('${age.from}')${before}`;
}

/**
 * The colour of a value.
 * @param {ThemeName} theme
 * @param {string} value
 */
export function colourOf(theme, value) {
  if (theme in PALETTES) return PALETTES[theme][value] ?? OTHER;
  if (theme === "managing_agency") return agencyColours.get(value) ?? OTHER;
  return ages().find((age) => age.value === value)?.colour ?? OTHER;
}

/** The colour beside a value where it is chosen from: of uses and stages, which the map is known by; "" for others. @param {string} field @param {string} value */
export const colourIn = (field, value) => (field !== "use_state" && PALETTES[field]?.[value]) || "";

/** The facet that a theme's legend is drawn from; ages of publication are none, and any serves. @param {ThemeName} theme */
export const facetOf = (theme) => (theme === "published_on" ? config.subject.themes[0] : theme);

/**
 * The classes that the legend shows for what is on the map, most frequent first, stages in their order.
 * @param {ThemeName} theme
 * @param {Facets} facets
 * @returns {(ThemeClass & {count: number})[]}
 */
export function classes(theme, facets) {
  const values = [...(facets.facets[theme]?.values ?? [])];
  // Stages stand in their order, which is that of their palette, not by how many there are.
  const order = Object.keys(config.palettes[theme] ?? {});
  if (order.length) values.sort((one, other) => order.indexOf(one.value ?? "") - order.indexOf(other.value ?? ""));
  return values
    .filter(({ count }) => count)
    .map(({ value, label: text, count }) => ({
      value: value ?? "",
      label: text || label(theme, value),
      colour: colourOf(theme, value ?? ""),
      hatch: theme === "land_use" ? hatchOf(value ?? "") : "",
      count,
    }));
}

/**
 * MapLibre expression: the fill colour of a plot, a lot or a cell.
 * @param {ThemeName} theme
 * @returns {any}
 */
export function colourExpression(theme) {
  if (theme === "published_on") {
    const branches = ages()
      .filter((age) => age.from)
      .flatMap((age) => [[">=", ["get", "published_on"], age.from], age.colour]);
    return ["case", ["!", ["has", "published_on"]], OTHER, ...branches, OTHER];
  }
  const pairs = Object.entries(PALETTES[theme] ?? Object.fromEntries(agencyColours));
  return pairs.length ? ["match", ["get", theme], ...pairs.flat(), OTHER] : OTHER;
}
