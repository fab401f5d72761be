// Filters: what can be filtered, and the parameters that tiles, list, facets and downloads share.

/** @import {Filter, Filters, Span} from "./types.js" */

import { config } from "./config.js";

/** Words, which come from the list, have no field: the list's own parameter. @type {Filter} */
const WORDS = { name: "q", title: "", icon: "search", kind: "words", field: "q", unit: "", presets: [], first: false, rare: true, note: "" };

/** All that the address may filter by, in the order of their chips. */
export const FILTERS = [...config.filters, WORDS];

/** Coded fields. */
export const CODED = FILTERS.filter(({ kind }) => kind === "codes").map(({ name }) => name);

/** What lies between two ends. */
export const RANGES = FILTERS.filter(({ kind }) => kind !== "codes" && kind !== "words");

/** @param {string} name @returns {Filter} */
export const filterOf = (name) => FILTERS.find((filter) => filter.name === name) ?? WORDS;

/** The parts of a filter's range that are given. @param {Span | undefined} span */
export const isSpan = (span) => Boolean(span && (span.low !== null || span.high !== null));

/** As the doors of a layer read it. @param {Span} span */
export const spanText = ({ low, high }) => `${low ?? ""}..${high ?? ""}`;

/**
 * The filters as plain parameters, so that a facet can leave its own out; none when nothing is filtered.
 * @param {Filters} filters
 * @returns {Record<string, string>}
 */
export function parameters({ q, values, ranges }) {
  /** @type {Record<string, string>} */
  const found = {};
  if (q) found.q = q;
  for (const [field, codes] of Object.entries(values)) found[field] = codes.join(",");
  for (const { name, field } of RANGES) if (isSpan(ranges[name])) found[field] = spanText(ranges[name]);
  return found;
}

/**
 * Names of the filters in use.
 * @param {Filters} filters
 */
export function active(filters) {
  const names = CODED.filter((field) => filters.values[field]?.length);
  names.push(...RANGES.map(({ name }) => name).filter((name) => isSpan(filters.ranges[name])));
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
  if (name === "q") return { ...filters, q: "" };
  if (name in filters.ranges) return withSpan(filters, name, { low: null, high: null });
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

/**
 * The filters with another range of one field.
 * @param {Filters} filters
 * @param {string} name
 * @param {Span} span
 * @returns {Filters}
 */
export function withSpan(filters, name, span) {
  const { [name]: _, ...rest } = filters.ranges;
  return { ...filters, ranges: isSpan(span) ? { ...rest, [name]: span } : rest };
}
