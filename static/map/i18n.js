// Words, numbers and dates in the reader's language. Texts come from portal/pages/messages.py.

import { config, messages } from "./config.js";
import * as money from "./money.js";

/**
 * The message of a key with its {places} filled.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = messages[key];
  if (text === undefined) throw new Error(`no message ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @type {Map<number, Intl.NumberFormat>} */
const formats = new Map();

/**
 * 1.234,5 in Vietnamese, 1,234.5 in English.
 * @param {number} value
 * @param {number} [digits] at most so many decimals
 */
export function number(value, digits = 0) {
  let format = formats.get(digits);
  if (!format) formats.set(digits, (format = new Intl.NumberFormat(config.numbers, { maximumFractionDigits: digits })));
  return format.format(value);
}

/** An amount for a glance: `1,25 tỷ`. @param {number} amount */
export const brief = (amount) => money.brief(amount, config.language);

/** An amount in full: `1.250.000.000 đồng`. @param {number} amount */
export const dong = (amount) => money.dong(amount, config.language);

const HECTARE = 10_000;

/**
 * An area for reading: m² below one hectare, ha from there on.
 * @param {number | null | undefined} m2
 */
export function area(m2) {
  if (m2 === null || m2 === undefined) return t("value.unknown");
  if (m2 < HECTARE) return `${number(m2, 1)} m²`;
  return `${number(m2 / HECTARE, m2 < 100 * HECTARE ? 2 : 1)} ha`;
}

/**
 * An area in full, for titles and cards.
 * @param {number} m2
 */
export function squareMetres(m2) {
  return `${number(m2, 1)} m²`;
}

/**
 * A length for reading.
 * @param {number} metres
 */
export function metres(metres) {
  return metres < 1000 ? `${number(metres, 1)} m` : `${number(metres / 1000, 3)} km`;
}

/**
 * dd/mm/yyyy in both languages.
 * @param {string | null | undefined} iso
 */
export function date(iso) {
  if (!iso) return t("value.unknown");
  const [year, month, day] = iso.slice(0, 10).split("-");
  return `${day}/${month}/${year}`;
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });

/** The parts of a moment in Việt Nam. @param {string} iso */
function parts(iso) {
  const found = Object.fromEntries(CLOCK.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return { day: `${found.year}-${found.month}-${found.day}`, time: `${found.hour}:${found.minute}` };
}

/** The day of a moment in Việt Nam, as yyyy-mm-dd. @param {string} iso */
export const dayOf = (iso) => parts(iso).day;

/** hh:mm dd/mm/yyyy in Việt Nam. @param {string} iso */
export const moment = (iso) => `${parts(iso).time} ${date(parts(iso).day)}`;

/** dd/mm, with the year where it is not this one. @param {string} iso yyyy-mm-dd */
export const shortDate = (iso) => (iso.slice(0, 4) === config.today.slice(0, 4) ? date(iso).slice(0, 5) : date(iso));

/** Whether a field holds a use of land, which people know by its code. @param {string} field */
export const isUse = (field) => field.startsWith("land_use");

/**
 * The label of a code of a field, the code itself where there is none.
 * @param {string} field
 * @param {string | null | undefined} code
 */
export function label(field, code) {
  if (!code || code === config.nothing) return t("value.unknown");
  return config.fields[field]?.codes?.[code] ?? code;
}

/**
 * The heading of a field.
 * @param {string} field
 */
export function title(field) {
  return config.fields[field]?.title ?? field;
}

/** The heading of a field whose unit stands behind its value. @param {string} field */
export const bareTitle = (field) => title(field).replace(/ \([^)]*\)$/, "");
