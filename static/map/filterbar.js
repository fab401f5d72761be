// The chips: one per filter, with what is chosen; each opens a popover to choose from, with live counts.

/** @import {Store} from "./state.js" */
/** @import {Counts} from "./facets.js" */

import { config } from "./config.js";
import { byId, fill, h, icon } from "./dom.js";
import { active, filterOf, FILTERS, without } from "./filters.js";
import { codeChooser, wordsChooser } from "./filtermenu.js";
import { isUse, label, t } from "./i18n.js";
import { rangeChooser, spanSaid } from "./ranges.js";
import { isPhone } from "./sheet.js";
import { noFilters } from "./state.js";

/**
 * The name of a filter.
 * @param {string} name
 */
export const filterTitle = (name) => filterOf(name).title || t("filter.q");

export class FilterBar {
  /** @param {Store} store @param {Counts} counts */
  constructor(store, counts) {
    this.store = store;
    this.counts = counts;
    this.place = byId("filters");
    this.open = "";
    this.all = false;
    store.on(["filters"], () => this.draw());
    counts.onChange(() => this.draw());
    document.addEventListener("pointerdown", (event) => {
      if (this.open && !this.place.contains(/** @type {Node} */ (event.target))) this.toggle("");
    });
    this.place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.open) return;
      event.stopPropagation();
      this.toggle("");
    });
    this.draw();
  }

  /** @param {string} name */
  toggle(name) {
    const before = this.open;
    this.open = this.open === name ? "" : name;
    if (this.open && isPhone()) this.store.set({ detent: "full" });
    this.draw();
    const focused = this.open ? this.place.querySelector(".popover input, .popover button") : this.chip(before);
    /** @type {HTMLElement | null} */ (focused)?.focus();
  }

  /** @param {string} name */
  chip(name) {
    return this.place.querySelector(`[data-filter="${name}"]`);
  }

  /** Redraw, keeping the focus and what is typed in an open popover. */
  draw() {
    const { filters } = this.store.state;
    const used = new Set(active(filters));
    // The first ones answer most questions; the others wait behind "more" until one of them is used.
    const shown = FILTERS.filter(({ name, first, rare }) => (this.all && !rare) || first || used.has(name) || name === this.open);
    const chips = shown.map(({ name }) => this.drawChip(name, used.has(name)));
    chips.push(this.drawMore());
    const clear = used.size ? h("button", { type: "button", class: "link-button filters-clear", onclick: () => this.store.set({ filters: noFilters() }) }, t("filter.clear")) : null;
    const popover = this.place.querySelector(".popover");
    if (this.open && popover?.getAttribute("data-for") === this.open) {
      const focus = /** @type {HTMLElement | null} */ (document.activeElement);
      this.place.querySelector(".chips")?.replaceWith(h("div", { class: "chips" }, chips, clear));
      popover.dispatchEvent(new CustomEvent("refresh"));
      focus?.focus();
      return;
    }
    fill(this.place, h("div", { class: "chips" }, chips, clear), this.open && this.popover(this.open));
  }

  drawMore() {
    const turn = () => {
      this.all = !this.all;
      this.draw();
      /** @type {HTMLElement | null} */ (this.place.querySelector(".chip-more"))?.focus();
    };
    return h("button", { type: "button", class: "chip chip-more", "aria-expanded": this.all, onclick: turn }, icon("sliders-horizontal", "icon-s"), t(this.all ? "filter.fewer" : "filter.more"));
  }

  /** @param {string} name @param {boolean} used */
  drawChip(name, used) {
    const open = this.open === name;
    const chip = h(
      "button",
      { type: "button", class: "chip", "data-filter": name, "data-used": used, "aria-expanded": open, "aria-haspopup": "dialog", onclick: () => this.toggle(name) },
      icon(filterOf(name).icon, "icon-s"),
      used ? h("span", {}, this.summary(name)) : filterTitle(name),
    );
    if (!used) return chip;
    const drop = () => this.store.set({ filters: without(this.store.state.filters, name) });
    const remove = h("button", { type: "button", class: "chip-remove", "aria-label": t("filter.remove", { filter: filterTitle(name) }), onclick: drop }, icon("x", "icon-s"));
    return h("span", { class: "chip-pair" }, chip, remove);
  }

  /** What a used filter says on its chip. @param {string} name */
  summary(name) {
    const { q, ranges, values } = this.store.state.filters;
    if (name === "q") return `“${q}”`;
    if (ranges[name]) return spanSaid(filterOf(name), ranges[name]);
    const [first, ...rest] = values[name];
    const known = this.counts.all?.facets[name]?.values.find(({ value }) => (value ?? config.nothing) === first);
    const text = isUse(name) && first !== config.nothing ? first : (known?.label ?? label(name, first));
    return rest.length ? `${text} +${rest.length}` : text;
  }

  /** @param {string} name */
  chooser(name) {
    const { kind } = filterOf(name);
    if (kind === "words") return wordsChooser(this.store);
    return kind === "codes" ? codeChooser(this.store, this.counts, name) : rangeChooser(this.store, filterOf(name));
  }

  /** @param {string} name */
  popover(name) {
    const heading = h("h3", { id: "popover-title" }, filterTitle(name));
    const close = h("button", { type: "button", class: "icon-button", "aria-label": t("action.close"), onclick: () => this.toggle("") }, icon("x"));
    const body = this.chooser(name);
    const box = h("div", { class: "popover", role: "dialog", "aria-labelledby": "popover-title", "data-for": name }, h("div", { class: "popover-head" }, heading, close), body);
    box.addEventListener("refresh", () => body.dispatchEvent(new CustomEvent("refresh")));
    return box;
  }
}

