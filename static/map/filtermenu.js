// What a chip opens: codes to tick with their counts, or a range to type.

/** @import {Store} from "./state.js" */
/** @import {Counts} from "./facets.js" */
/** @import {FacetValue} from "./types.js" */

import { config } from "./config.js";
import { debounce, fill, h } from "./dom.js";
import { withValues } from "./filters.js";
import { hatchOf, swatch } from "./hatch.js";
import { label, number, t } from "./i18n.js";
import { reason } from "./notices.js";
import { colourOf } from "./themes.js";

const SEARCH_FROM = 9;

/** Folded for finding: no tone marks, đ as d, lower case. @param {string} text */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/**
 * @param {Store} store
 * @param {Counts} counts
 * @param {string} field
 */
export function codeChooser(store, counts, field) {
  const list = h("div", { class: "options", role: "group", "aria-labelledby": "popover-title" });
  const find = h("input", { type: "search", class: "options-find", placeholder: t("filter.find"), "aria-label": t("filter.find"), oninput: () => draw() });
  const place = h("div", {}, find, list);

  function values() {
    const known = (counts.all?.facets[field]?.values ?? []).flatMap(({ value, ...rest }) => (value ? [{ ...rest, value }] : []));
    const chosen = store.state.filters.values[field] ?? [];
    const lost = chosen.filter((code) => !known.some(({ value }) => value === code));
    return [...known, ...lost.map((value) => ({ value, label: label(field, value), count: 0 }))];
  }

  function draw() {
    const all = values();
    find.hidden = all.length < SEARCH_FROM;
    const wanted = fold(find.value.trim());
    const shown = all.filter(({ value, label: text }) => fold(`${value} ${text}`).includes(wanted));
    const focused = document.activeElement?.getAttribute("data-code");
    if (!all.length) fill(list, h("p", { class: "options-none" }, counts.error ? reason(counts.error) : counts.all ? t("filter.none") : t("filter.counting")));
    else if (!shown.length) fill(list, h("p", { class: "options-none" }, t("filter.noneFound")));
    else fill(list, shown.map(option));
    if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-code="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {FacetValue & {value: string}} value */
  function option({ value, label: text, count }) {
    const chosen = store.state.filters.values[field] ?? [];
    const box = h("input", { type: "checkbox", "data-code": value, onchange: () => choose(value, box.checked) });
    box.checked = chosen.includes(value);
    return h(
      "label",
      { class: "option", "data-empty": !count },
      box,
      field === "land_use" && swatch(colourOf("land_use", value), hatchOf(value)),
      h("span", { class: "option-text" }, field === "land_use" && h("b", {}, value, " "), text || label(field, value)),
      h("span", { class: "option-count" }, number(count)),
    );
  }

  /** @param {string} code @param {boolean} on */
  function choose(code, on) {
    const { filters } = store.state;
    const others = (filters.values[field] ?? []).filter((known) => known !== code);
    store.set({ filters: withValues(filters, field, on ? [...others, code] : others) });
  }

  place.addEventListener("refresh", draw);
  draw();
  return place;
}

const AREA_PRESETS = /** @type {const} */ ([
  [null, 500],
  [500, 5000],
  [5000, 50000],
  [50000, null],
]);

/**
 * @param {Store} store
 * @param {"area" | "published"} name
 */
export function rangeChooser(store, name) {
  return name === "area" ? areaChooser(store) : publishedChooser(store);
}

/** @param {Store} store */
function areaChooser(store) {
  const { min, max } = store.state.filters.area;
  const value = (/** @type {HTMLInputElement} */ input) => (input.value === "" ? null : Math.max(0, Number(input.value)));
  const use = () => store.set({ filters: { ...store.state.filters, area: { min: value(from), max: value(to) } } });
  const later = debounce(use, 500);
  const from = h("input", { type: "number", min: 0, step: "any", inputmode: "decimal", value: min, oninput: later });
  const to = h("input", { type: "number", min: 0, step: "any", inputmode: "decimal", value: max, oninput: later });
  const presets = AREA_PRESETS.map(([low, high]) => {
    const text = low === null ? t("area.below", { area: number(high ?? 0) }) : high === null ? t("area.above", { area: number(low) }) : `${number(low)}–${number(high)} m²`;
    const set = () => {
      from.value = String(low ?? "");
      to.value = String(high ?? "");
      use();
    };
    return h("button", { type: "button", class: "button small", onclick: set }, text);
  });
  return h("div", { class: "range" }, h("label", {}, t("area.from"), from), h("label", {}, t("area.to"), to), h("div", { class: "range-presets" }, presets));
}

/** @param {Store} store */
function publishedChooser(store) {
  const { from, to } = store.state.filters.published;
  const use = () => store.set({ filters: { ...store.state.filters, published: { from: first.value || null, to: last.value || null } } });
  const first = h("input", { type: "date", max: config.today, value: from, onchange: use });
  const last = h("input", { type: "date", max: config.today, value: to, onchange: use });
  return h("div", { class: "range" }, h("label", {}, t("date.from"), first), h("label", {}, t("date.to"), last));
}

/** The words that came along from the list of plots. @param {Store} store */
export function wordsChooser(store) {
  const use = () => store.set({ filters: { ...store.state.filters, q: box.value.trim() } });
  const box = h("input", { type: "search", maxlength: 200, value: store.state.filters.q, "aria-labelledby": "popover-title", onchange: use });
  return h("div", { class: "range" }, box);
}
