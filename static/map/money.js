// Amounts as gis/text/money.py writes them and gis/text/numbers.py reads them; a test holds both sides together.

/** @typedef {"vi" | "en"} Lang */

const LOCALES = { vi: "vi-VN", en: "en-GB" };
const SCALES = /** @type {const} */ ([
  [1e9, { vi: "tỷ", en: "billion" }],
  [1e6, { vi: "triệu", en: "million" }],
  [1e3, { vi: "nghìn", en: "thousand" }],
]);
/** @type {Record<string, number>} words of scales, without tone marks */
const WORDS = { ty: 1e9, ti: 1e9, billion: 1e9, bn: 1e9, trieu: 1e6, tr: 1e6, million: 1e6, nghin: 1e3, ngan: 1e3, k: 1e3, thousand: 1e3 };
const TERM = /^([\d.,]+)([a-z]*)/;

/** @param {number} value @param {Lang} lang */
const written = (value, lang) => new Intl.NumberFormat(LOCALES[lang], { maximumFractionDigits: 3 }).format(value);

/** An amount in full: `1.250.000.000 đồng`. @param {number} amount @param {Lang} lang */
export const dong = (amount, lang) => `${written(amount, lang)} đồng`;

/** An amount for a glance: `1,25 tỷ đồng`. @param {number} amount whole đồng, not negative @param {Lang} lang */
export const shortDong = (amount, lang) => `${brief(amount, lang)} đồng`;

/**
 * An amount for the map: `1,25 tỷ`.
 * @param {number} amount whole đồng, not negative
 * @param {Lang} lang
 */
export function brief(amount, lang) {
  for (const [unit, words] of SCALES) {
    if (amount < unit - Math.floor(unit / 2_000_000)) continue;
    if (unit === 1e3 && amount % 1e3) break;
    // In thousandths of the unit, which halves of a đồng cannot blur: 1,0005 has no exact binary fraction.
    return `${written(Math.round(amount / (unit / 1000)) / 1000, lang)} ${words[lang]}`;
  }
  return written(amount, lang);
}

/** As `brief` where that is exact, else in full: for a field that is read again. @param {number} amount @param {Lang} lang */
export function exact(amount, lang) {
  const short = brief(amount, lang);
  return readAmount(short, lang) === amount ? short : written(amount, lang);
}

/**
 * The amount that a person typed: `5 tỷ`, `1 tỷ 250 triệu`, `500tr`, `5.000.000.000`; null for anything else.
 * @param {string} text
 * @param {Lang} lang
 */
export function readAmount(text, lang) {
  let rest = text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, "").replace(/(dong|vnd|d)$/, "");
  let sum = 0;
  if (!rest) return null;
  while (rest) {
    const term = TERM.exec(rest);
    const value = term && readNumber(term[1], lang);
    const scale = term?.[2] ? WORDS[term[2]] : 1;
    if (!term || value === null || !scale) return null;
    sum += value * scale;
    rest = rest.slice(term[0].length);
  }
  const whole = Math.round(sum);
  return Math.abs(whole - sum) < 1e-3 && Number.isSafeInteger(whole) ? whole : null;
}

/** @param {string} text digits with separators @param {Lang} lang */
function readNumber(text, lang) {
  const [thousands, decimal] = lang === "vi" ? [".", ","] : [",", "."];
  const grouped = text.split(decimal)[0].split(thousands);
  const isGrouped = grouped.length > 1 && grouped.slice(1).every((group) => group.length === 3);
  const plain = isGrouped || grouped.length === 1 ? text.replaceAll(thousands, "").replace(decimal, ".") : text.replace(thousands, ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
