// Filters: what can be filtered, and the one CQL2 text that tiles, list, facets and downloads share.

/** @import {Filters} from "./types.js" */

import { config } from "./config.js";

/** Coded fields in the order of their chips; the flags' field depends on the reader. */
export const CODED = [
  "unit",
  "land_use",
  "use_state",
  config.flagField,
  "managing_agency",
  "unit_at_record",
  "handling_plan",
  ...["publish_level", "review_state"].filter((name) => name in config.fields),
];

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/**
 * @param {string} field
 * @param {string[]} codes
 */
function chosen(field, codes) {
  const list = codes.map(quoted).join(",");
  if (config.fields[field]?.kind === "string-array") return `A_OVERLAPS(${field},(${list}))`;
  return `${field} IN (${list})`;
}

/**
 * CQL2 text of the filters; "" when nothing is filtered.
 * @param {Filters} filters
 * @param {string} [without] a filter to leave out
 */
export function cql(filters, without = "") {
  const parts = Object.entries(filters.values)
    .filter(([field, codes]) => field !== without && codes.length)
    .map(([field, codes]) => chosen(field, codes));
  if (without !== "area") {
    if (filters.area.min !== null) parts.push(`area_m2 >= ${filters.area.min}`);
    if (filters.area.max !== null) parts.push(`area_m2 <= ${filters.area.max}`);
  }
  if (without !== "published") {
    if (filters.published.from) parts.push(`published_on >= DATE('${filters.published.from}')`);
    if (filters.published.to) parts.push(`published_on <= DATE('${filters.published.to}')`);
  }
  return parts.join(" AND ");
}

/**
 * Names of the filters in use: coded fields, "area", "published".
 * @param {Filters} filters
 */
export function active(filters) {
  const names = CODED.filter((field) => filters.values[field]?.length);
  if (filters.area.min !== null || filters.area.max !== null) names.push("area");
  if (filters.published.from || filters.published.to) names.push("published");
  return names;
}

/**
 * The filters with one of them emptied.
 * @param {Filters} filters
 * @param {string} name
 * @returns {Filters}
 */
export function without(filters, name) {
  if (name === "area") return { ...filters, area: { min: null, max: null } };
  if (name === "published") return { ...filters, published: { from: null, to: null } };
  return withValues(filters, name, []);
}

/**
 * The filters with other codes of one field.
 * @param {Filters} filters
 * @param {string} field
 * @param {string[]} codes
 * @returns {Filters}
 */
export function withValues(filters, field, codes) {
  const { [field]: _, ...rest } = filters.values;
  return { ...filters, values: codes.length ? { ...rest, [field]: codes } : rest };
}
