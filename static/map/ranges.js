// What the chip of a range opens: two ends to type, or one of a few ranges to take, each with what it would leave.

/** @import {Store} from "./state.js" */
/** @import {Filter, Preset, Span} from "./types.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { debounce, h } from "./dom.js";
import { parameters, without, withSpan } from "./filters.js";
import { brief, date, number, t } from "./i18n.js";
import { exact, readAmount } from "./money.js";
import { clockOf } from "./state.js";

/** @type {Span} */
const OPEN = { low: null, high: null };
const TYPING_MS = 500;

/** How ends are said. @type {Record<string, (end: string) => string>} */
const SAID = { number: (end) => number(Number(end), 1), money: (end) => brief(Number(end)), date };

/** @param {Filter} filter @param {Span} span */
export function spanSaid({ kind, unit }, { low, high }) {
  const [from, to] = [low, high].map((end) => (end === null ? "" : SAID[kind](end)));
  const behind = unit.startsWith("/") || !unit ? unit : ` ${unit}`;
  if (kind === "date") return [from && `≥ ${from}`, to && `≤ ${to}`].filter(Boolean).join(" ");
  return `${from && to ? `${from}–${to}` : from ? `≥ ${from}` : `≤ ${to}`}${behind}`;
}

/**
 * A box to type an end into.
 * @typedef {{box: HTMLInputElement, read: () => string | null, write: (end: string | null) => void}} End
 */

/** @type {Record<string, (use: () => void) => End>} */
const ENDS = {
  number(use) {
    const box = h("input", { type: "number", min: 0, step: "any", inputmode: "decimal", oninput: debounce(use, TYPING_MS) });
    return { box, read: () => (box.value === "" ? null : String(Math.max(0, Number(box.value)))), write: (end) => (box.value = end ?? "") };
  },
  date(use) {
    const box = h("input", { type: "date", onchange: use });
    return { box, read: () => box.value || null, write: (end) => (box.value = end ?? "") };
  },
  money(use) {
    const read = () => {
      const amount = readAmount(box.value, config.language);
      box.setCustomValidity(box.value.trim() && amount === null ? t("money.unreadable") : "");
      return amount === null ? null : String(amount);
    };
    const write = (/** @type {string | null} */ end) => (box.value = end === null ? "" : exact(Number(end), config.language));
    const tidy = () => {
      const end = read();
      if (!box.reportValidity()) return;
      write(end);
      use();
    };
    const box = h("input", { type: "text", autocomplete: "off", placeholder: t("money.example"), onchange: tidy });
    return { box, read, write };
  },
};

/**
 * @param {Store} store
 * @param {Filter} filter
 */
export function rangeChooser(store, filter) {
  const { name, kind, unit, presets } = filter;
  const use = () => store.set({ filters: withSpan(store.state.filters, name, { low: from.read(), high: to.read() }) });
  const [from, to] = [ENDS[kind](use), ENDS[kind](use)];
  const type = ({ low, high } = OPEN) => (from.write(low), to.write(high));
  type(store.state.filters.ranges[name]);
  const behind = unit ? ` (${unit.replace("/", "đồng/")})` : "";
  const titles = kind === "date" ? [t("date.from"), t("date.to")] : [t("range.from") + behind, t("range.to") + behind];
  const isUsed = (/** @type {Preset} */ { low, high }) => {
    const span = store.state.filters.ranges[name] ?? OPEN;
    return span.low === low && span.high === high;
  };
  const rows = presets.map((preset) => {
    const choose = () => {
      type(preset);
      store.set({ filters: withSpan(store.state.filters, name, { low: preset.low, high: preset.high }) });
    };
    const count = h("span", { class: "option-count" }, "…");
    return { preset, count, button: h("button", { type: "button", class: "option", title: hint(kind, preset), onclick: choose }, h("span", { class: "option-text" }, preset.text), count) };
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
      const found = await api.count(`range-${at}`, { params: parameters(withSpan(filters, name, preset)), clock }).catch(() => null);
      if (counted !== others) return;
      count.textContent = found === null ? "" : number(found);
      count.parentElement?.toggleAttribute("data-empty", found === 0);
    });
  };
  const group = h("div", { class: "range-presets", role: "group", "aria-labelledby": "popover-title" }, rows.map(({ button }) => button));
  const place = h("div", { class: "range" }, h("label", {}, titles[0], from.box), h("label", {}, titles[1], to.box), group);
  place.addEventListener("refresh", refresh);
  refresh();
  return place;
}

/** The days of a preset that is named by an age. @param {string} kind @param {Preset} preset */
function hint(kind, { low, high }) {
  if (kind !== "date" || (low && high)) return null;
  return low ? t("date.since", { date: date(low) }) : t("date.until", { date: date(high) });
}
