// Words, numbers and dates in the reader's language. Texts come from portal/pages/messages.py.

import { config, messages } from "./config.js";

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
