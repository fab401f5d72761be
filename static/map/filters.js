// Filters: what can be filtered, and the parameters that tiles, list, facets and downloads share.

/** @import {Filters} from "./types.js" */

import { config } from "./config.js";

/** Coded fields that are offered, in the order of their chips; the flags' field depends on the reader. */
export const OFFERED = [
  "unit",
  "land_use",
  "use_state",
  config.flagField,
  "managing_agency",
  "unit_at_record",
  "handling_plan",
  "location_basis",
  ...["publish_level", "review_state"].filter((name) => name in config.fields),
];

/** All that the address may filter by: what comes from the list of plots has a chip while it is in use. */
export const CODED = [...OFFERED, ...Object.keys(config.fields).filter((name) => config.fields[name].facet && !OFFERED.includes(name))];

/**
 * The filters as plain parameters, so that a facet can leave its own out; none when nothing is filtered.
 * @param {Filters} filters
 * @returns {Record<string, string>}
 */
export function parameters({ q, values, area, published }) {
  /** @type {Record<string, string>} */
  const found = {};
  if (q) found.q = q;
  for (const [field, codes] of Object.entries(values)) found[field] = codes.join(",");
  if (area.min !== null || area.max !== null) found.area_m2 = `${area.min ?? ""}..${area.max ?? ""}`;
  if (published.from || published.to) found.published_on = `${published.from ?? ""}..${published.to ?? ""}`;
  return found;
}

/**
 * Names of the filters in use: coded fields, "area", "published", "q".
 * @param {Filters} filters
 */
export function active(filters) {
  const names = CODED.filter((field) => filters.values[field]?.length);
  if (filters.area.min !== null || filters.area.max !== null) names.push("area");
  if (filters.published.from || filters.published.to) names.push("published");
  if (filters.q) names.push("q");
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
  if (name === "q") return { ...filters, q: "" };
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
