// The whole state in the address: /?at=10.5,107.2,9.5&land_use=ODT,ONT&area=1000..&theme=use_state&plot=BRVT-000001, and of
// lots /?of=lots&stage=open&start_price=..5000000000&lot=LDG-000001

/** @import {Span, State, ThemeName, View} from "./types.js" */

import { config } from "./config.js";
import { CODED, isSpan, parameters, RANGES, spanText } from "./filters.js";
import { clockOf, initialState, noFilters } from "./state.js";

const MOST_WORDS = 200; // signs, as in the box of the list
const IMAGE = /^(latest|\d{4}(-\d{2}(-\d{2})?)?)$/;
const RECORD = /^(open|[0-9a-f-]{36}\.\.[0-9a-f-]{36}\.\.[a-z0-9-]{1,20})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** @param {string | null} text @returns {View | null} */
function readView(text) {
  const [lat, lng, zoom] = (text ?? "").split(",").map(Number);
  const good = [lat, lng, zoom].every(Number.isFinite) && Math.abs(lat) <= 85 && Math.abs(lng) <= 180;
  return good ? { lat, lng, zoom } : null;
}

/** @param {string} text */
const numberOrNull = (text) => (text !== "" && Number.isFinite(Number(text)) && Number(text) >= 0 ? String(Number(text)) : null);

/** @param {string} text */
const dayOrNull = (text) => (DAY.test(text) ? text : null);

/** @param {string} kind @param {string | null} text @returns {Span} */
function readSpan(kind, text) {
  const [low = "", high = ""] = (text ?? "").split("..");
  const read = kind === "date" ? dayOrNull : numberOrNull;
  return { low: read(low), high: read(high) };
}

/** @param {URLSearchParams} query */
function readFilters(query) {
  const filters = noFilters();
  filters.q = (query.get("q") ?? "").trim().slice(0, MOST_WORDS);
  for (const field of CODED) {
    const codes = query.get(field)?.split(",").filter(Boolean);
    if (codes?.length) filters.values[field] = codes;
  }
  for (const { name, kind } of RANGES) {
    const span = readSpan(kind, query.get(name));
    if (isSpan(span)) filters.ranges[name] = span;
  }
  return filters;
}

/**
 * The state that an address holds; what it does not name, or names wrongly, is as at the start.
 * @param {string} search
 * @returns {State}
 */
export function read(search) {
  const query = new URLSearchParams(search);
  const state = initialState();
  const theme = /** @type {ThemeName} */ (query.get("theme"));
  state.view = readView(query.get("at"));
  state.filters = readFilters(query);
  if (config.subject.themes.includes(theme)) state.theme = theme;
  state.date = dayOrNull(query.get("date") ?? "");
  state.said = Boolean(state.date) && query.get("said") === "1";
  state.selection = query.get(config.subject.one);
  state.inView = query.get("list") !== "all";
  if (/^[+-]?\w+$/.test(query.get("sort") ?? "")) state.sort = query.get("sort") ?? state.sort;
  for (const part of (query.get("hide") ?? "").split(",")) if (part in state.shown) state.shown[part] = false;
  const image = query.get("image") ?? "";
  if (IMAGE.test(image)) state.image = image;
  if (/^[a-z0-9-]{1,20}$/.test(query.get("look") ?? "")) state.look = query.get("look") ?? state.look;
  if (RECORD.test(query.get("record") ?? "")) state.record = query.get("record") ?? "";
  state.reference = (query.get("layers") ?? "").split(",").filter((kind) => kind in config.reference);
  return state;
}

/**
 * The query of a state, without what is as at the start.
 * @param {State} state
 */
export function write(state) {
  const start = initialState();
  /** @type {[string, string][]} */
  const pairs = [];
  const { filters } = state;
  pairs.push(...subjectPairs(config.subject.name), ...viewPairs(state));
  if (filters.q) pairs.push(["q", filters.q]);
  for (const field of CODED) if (filters.values[field]) pairs.push([field, filters.values[field].join(",")]);
  for (const { name } of RANGES) if (isSpan(filters.ranges[name])) pairs.push([name, spanText(filters.ranges[name])]);
  if (state.theme !== start.theme) pairs.push(["theme", state.theme]);
  if (state.date) pairs.push(["date", state.date]);
  if (state.date && state.said) pairs.push(["said", "1"]);
  if (!state.inView) pairs.push(["list", "all"]);
  if (state.sort !== start.sort) pairs.push(["sort", state.sort]);
  pairs.push(...groundPairs(state));
  if (state.selection) pairs.push([config.subject.one, state.selection]);
  if (state.selection && state.record) pairs.push(["record", state.record]);
  const text = queryOf(pairs);
  return text ? `?${text}` : location.pathname;
}

/** @typedef {[string, string][]} Pairs */

/** @param {Pairs} pairs */
const queryOf = (pairs) => new URLSearchParams(pairs).toString().replaceAll("%2C", ",");

/** @param {string} name @returns {Pairs} */
const subjectPairs = (name) => (name === "plots" ? [] : [["of", name]]);

/** @param {State} state @returns {Pairs} */
const viewPairs = ({ view }) => (view ? [["at", `${view.lat.toFixed(5)},${view.lng.toFixed(5)},${view.zoom.toFixed(2)}`]] : []);

/** What lies around and under plots and lots alike. @param {State} state @returns {Pairs} */
function groundPairs({ shown, reference, image, look }) {
  /** @type {Pairs} */
  const pairs = [];
  const hidden = Object.keys(shown).filter((part) => !shown[part]);
  if (hidden.length) pairs.push(["hide", hidden.join(",")]);
  if (reference.length) pairs.push(["layers", reference.join(",")]);
  if (image) pairs.push(["image", image]);
  if (image && look !== initialState().look) pairs.push(["look", look]);
  return pairs;
}

/**
 * Keep address and state the same. A selection or a raised sheet is a step that Back takes back; moving the map is not.
 * @param {import("./state.js").Store} store
 */
export function keepAddress(store) {
  let restoring = false;
  store.on(["view", "filters", "theme", "date", "said", "selection", "inView", "sort", "shown", "reference", "image", "look", "record", "detent"], (state, changed) => {
    if (!restoring) record(state, isStep(state, changed));
    for (const field of document.querySelectorAll("[data-keeps-address]")) {
      /** @type {HTMLInputElement} */ (field).value = location.pathname + location.search;
    }
    for (const link of document.querySelectorAll("a[data-comes-back]")) {
      const back = encodeURIComponent(location.pathname + location.search);
      /** @type {HTMLAnchorElement} */ (link).search = `?next=${back}`;
    }
    keepFilters(state);
    keepView(state);
  });
  keepFilters(store.state);
  keepView(store.state);
  history.replaceState({ detent: store.state.detent }, "");
  addEventListener("popstate", (event) => {
    restoring = true;
    const { filters, theme, date, said, selection, inView, sort, shown, reference, image, look, record } = read(location.search);
    store.set({ filters, theme, date, said, selection, inView, sort, shown, reference, image, look, record, detent: event.state?.detent ?? "peek" });
    restoring = false;
  });
}

/** The list and the summary of what the map is about open with what is filtered here. @param {State} state */
function keepFilters(state) {
  const given = Object.entries({ ...parameters(state.filters), ...clockOf(state) }).filter(([, value]) => value);
  const text = queryOf(/** @type {Pairs} */ (given));
  for (const link of document.querySelectorAll(`a[data-keeps-filters="${config.subject.name}"]`)) {
    /** @type {HTMLAnchorElement} */ (link).search = text && `?${text}`;
  }
}

/** The map of the other subject opens on the same ground. @param {State} state */
function keepView(state) {
  for (const link of document.querySelectorAll("a[data-keeps-view]")) {
    const text = queryOf([...subjectPairs(link.getAttribute("data-keeps-view") ?? ""), ...viewPairs(state), ...groundPairs(state)]);
    /** @type {HTMLAnchorElement} */ (link).search = text && `?${text}`;
  }
}

/** @param {State} state @param {Set<keyof State>} changed */
function isStep(state, changed) {
  if (changed.has("selection") && state.selection) return true;
  return changed.has("detent") && state.detent !== "peek" && (history.state?.detent ?? "peek") === "peek";
}

/** @param {State} state @param {boolean} step */
function record(state, step) {
  const entry = { detent: state.detent };
  const address = new URL(write(state), location.href).href;
  // The sheet rises while others still hear of the choice: both are one step, or Back would do nothing once.
  const told = address === location.href && entry.detent === history.state?.detent;
  if (step && !told) history.pushState(entry, "", address);
  else history.replaceState(entry, "", address);
}
