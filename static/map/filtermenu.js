// What a chip opens: codes to tick with their counts, or words to type. Ranges are in ranges.js.

/** @import {Store} from "./state.js" */
/** @import {Counts} from "./facets.js" */
/** @import {FacetValue} from "./types.js" */

import { config } from "./config.js";
import { fill, h } from "./dom.js";
import { filterOf, withValues } from "./filters.js";
import { hatchOf, swatch } from "./hatch.js";
import { isUse, label, number, t } from "./i18n.js";
import { reason } from "./notices.js";
import { colourIn } from "./themes.js";

const SEARCH_FROM = 9;

/** Folded for finding: no tone marks, đ as d, lower case. @param {string} text */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/**
 * @param {Store} store
 * @param {Counts} counts
 * @param {string} field
 */
export function codeChooser(store, counts, field) {
  const list = h("div", { class: "options", role: "group", tabindex: -1, "aria-labelledby": "popover-title" });
  const find = h("input", { type: "search", class: "options-find", placeholder: t("filter.find"), "aria-label": t("filter.find"), oninput: () => draw() });
  const place = h("div", {}, find, list);
  const { note } = filterOf(field);
  const isNothing = (/** @type {{value: string}} */ { value }) => value === config.nothing;

  function values() {
    const found = counts.all?.facets[field]?.values ?? [];
    const known = found.map(({ value, ...rest }) => ({ ...rest, value: value ?? config.nothing })).sort((one, other) => Number(isNothing(one)) - Number(isNothing(other)));
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
    if (!all.length) fill(list, h("p", { class: "options-none" }, counts.failed.all ? failure() : t(counts.all ? "filter.none" : "filter.counting")));
    else if (!shown.length) fill(list, h("p", { class: "options-none" }, t("filter.noneFound")));
    else fill(list, shown.map(option), note && all.some(isNothing) && h("p", { class: "options-note" }, note));
    if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-code="${CSS.escape(focused)}"]`))?.focus();
  }

  function failure() {
    const retry = () => {
      list.focus(); // the button goes, and Escape must still close what it stood in
      counts.loadAll();
    };
    return [reason(counts.failed.all), " ", h("button", { type: "button", class: "link-button", onclick: retry }, t("action.retry"))];
  }

  /** @param {FacetValue & {value: string}} value */
  function option({ value, label: text, count }) {
    const chosen = store.state.filters.values[field] ?? [];
    const box = h("input", { type: "checkbox", "data-code": value, onchange: () => choose(value, box.checked) });
    box.checked = chosen.includes(value);
    const colour = colourIn(field, value);
    return h(
      "label",
      { class: "option", "data-empty": !count },
      box,
      colour && swatch(colour, isUse(field) ? hatchOf(value) : ""),
      h("span", { class: "option-text" }, isUse(field) && value !== config.nothing && h("b", {}, value, " "), text || label(field, value)),
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

/** The words that came along from the list of plots. @param {Store} store */
export function wordsChooser(store) {
  const use = () => store.set({ filters: { ...store.state.filters, q: box.value.trim() } });
  const box = h("input", { type: "search", maxlength: 200, value: store.state.filters.q, "aria-labelledby": "popover-title", onchange: use });
  return h("div", { class: "range" }, box);
}
