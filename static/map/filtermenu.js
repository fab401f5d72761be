// What a chip opens: codes to tick with their counts, or a range to type or to take from a few, with theirs.

/** @import {Store} from "./state.js" */
/** @import {Counts} from "./facets.js" */
/** @import {FacetValue, Filters} from "./types.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { debounce, fill, h } from "./dom.js";
import { parameters, without, withValues } from "./filters.js";
import { hatchOf, swatch } from "./hatch.js";
import { date, label, number, t } from "./i18n.js";
import { reason } from "./notices.js";
import { clockOf } from "./state.js";
import { ages, colourOf } from "./themes.js";

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
  const isOld = field === "unit_at_record";
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
    else fill(list, shown.map(option), isOld && all.some(isNothing) && h("p", { class: "options-note" }, t("filter.unit_at_record.note")));
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
    return h(
      "label",
      { class: "option", "data-empty": !count },
      box,
      field === "land_use" && swatch(colourOf("land_use", value), hatchOf(value)),
      h("span", { class: "option-text" }, field === "land_use" && value !== config.nothing && h("b", {}, value, " "), text || label(field, value)),
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
  const presets = AREA_PRESETS.map(([low, high]) => ({
    text: low === null ? t("area.below", { area: number(high ?? 0) }) : high === null ? t("area.above", { area: number(low) }) : `${number(low)}–${number(high)} m²`,
    part: { area: { min: low, max: high } },
    type: () => ([from.value, to.value] = [String(low ?? ""), String(high ?? "")]),
  }));
  return range(store, [h("label", {}, t("area.from"), from), h("label", {}, t("area.to"), to)], presets);
}

const DAY_MS = 86_400_000;

/** The classes of the theme "publication age" as presets, so that chooser and legend agree. @param {Store} store */
function publishedChooser(store) {
  const { from, to } = store.state.filters.published;
  const use = () => store.set({ filters: { ...store.state.filters, published: { from: first.value || null, to: last.value || null } } });
  const first = h("input", { type: "date", max: config.today, value: from, onchange: use });
  const last = h("input", { type: "date", max: config.today, value: to, onchange: use });
  const classes = ages().filter((age) => age.from);
  const presets = classes.map(({ label: text, from: day }, at) => {
    const low = at === classes.length - 1 ? null : day;
    const high = at ? new Date(Date.parse(classes[at - 1].from) - DAY_MS).toISOString().slice(0, 10) : null;
    return {
      text,
      hint: low ? t("date.since", { date: date(low) }) : t("date.until", { date: date(high) }),
      part: { published: { from: low, to: high } },
      type: () => ([first.value, last.value] = [low ?? "", high ?? ""]),
    };
  });
  return range(store, [h("label", {}, t("date.from"), first), h("label", {}, t("date.to"), last)], presets);
}

/** @typedef {{text: string, hint?: string, part: Partial<Filters>, type: () => void}} Preset */

/**
 * Fields to type into, and presets with how many plots each would leave under the other filters.
 * @param {Store} store
 * @param {HTMLElement[]} fields
 * @param {Preset[]} presets
 */
function range(store, fields, presets) {
  const [name] = /** @type {("area" | "published")[]} */ (Object.keys(presets[0].part));
  const isUsed = (/** @type {Preset} */ { part }) => JSON.stringify(part[name]) === JSON.stringify(store.state.filters[name]);
  const rows = presets.map((preset) => {
    const choose = () => {
      preset.type();
      store.set({ filters: { ...store.state.filters, ...preset.part } });
    };
    const count = h("span", { class: "option-count" }, "…");
    return { preset, count, button: h("button", { type: "button", class: "option", title: preset.hint, onclick: choose }, h("span", { class: "option-text" }, preset.text), count) };
  });
  let counted = "";
  const refresh = () => {
    const { filters } = store.state;
    const clock = clockOf(store.state);
    for (const { preset, button } of rows) button.setAttribute("aria-pressed", String(isUsed(preset)));
    const others = JSON.stringify([parameters(without(filters, name)), clock]);
    if (others === counted) return;
    counted = others;
    rows.forEach(async ({ preset, count }, at) => {
      const found = await api.count(`range-${at}`, { params: parameters({ ...filters, ...preset.part }), clock }).catch(() => null);
      if (counted !== others) return;
      count.textContent = found === null ? "" : number(found);
      count.parentElement?.toggleAttribute("data-empty", found === 0);
    });
  };
  const place = h("div", { class: "range" }, fields, h("div", { class: "range-presets", role: "group", "aria-labelledby": "popover-title" }, rows.map(({ button }) => button)));
  place.addEventListener("refresh", refresh);
  refresh();
  return place;
}

/** The words that came along from the list of plots. @param {Store} store */
export function wordsChooser(store) {
  const use = () => store.set({ filters: { ...store.state.filters, q: box.value.trim() } });
  const box = h("input", { type: "search", maxlength: 200, value: store.state.filters.q, "aria-labelledby": "popover-title", onchange: use });
  return h("div", { class: "range" }, box);
}
