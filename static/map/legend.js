// The legend: the classes of the theme with how many plots or lots each has, here and now. A class is also a filter.

/** @import {ThemeName} from "./types.js" */
/** @import {Store} from "./state.js" */
/** @import {Counts} from "./facets.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { byId, fill, h, icon } from "./dom.js";
import { parameters, withValues } from "./filters.js";
import { swatch } from "./hatch.js";
import { isUse, number, t } from "./i18n.js";
import { reason } from "./notices.js";
import { clockOf } from "./state.js";
import { ageCondition, ages, classes } from "./themes.js";

const SHOWN = 9;

export class Legend {
  /** @param {Store} store @param {Counts} counts */
  constructor(store, counts) {
    this.store = store;
    this.counts = counts;
    this.place = byId("legend-classes");
    this.all = false;
    this.gaveRoom = false;
    this.far = false;
    this.drawThemes();
    store.on(["theme"], () => this.draw());
    store.on(["view"], () => this.far !== this.isFar() && this.draw());
    counts.onChange(() => this.draw());
    const toggle = byId("legend-toggle");
    toggle.addEventListener("click", () => this.fold(toggle.getAttribute("aria-expanded") === "true"));
    this.fold(innerWidth < 860);
  }

  /** @param {boolean} folded */
  fold(folded) {
    byId("legend").dataset.folded = String(folded);
    byId("legend-toggle").setAttribute("aria-expanded", String(!folded));
  }

  /** Fold away while the view is wide; what was folded for that opens again. @param {boolean} wide */
  makeRoom(wide) {
    const folded = byId("legend").dataset.folded === "true";
    if (wide && !folded) {
      this.gaveRoom = true;
      this.fold(true);
    } else if (!wide && this.gaveRoom) {
      this.gaveRoom = false;
      this.fold(false);
    }
  }

  drawThemes() {
    const select = /** @type {HTMLSelectElement} */ (byId("legend-theme"));
    fill(select, config.subject.themes.map((name) => h("option", { value: name }, t(`theme.${name}`))));
    select.value = this.store.state.theme;
    select.addEventListener("change", () => this.store.set({ theme: /** @type {ThemeName} */ (select.value) }));
    this.store.on(["theme"], ({ theme }) => (select.value = theme));
  }

  /** Plots stand in cells that do not carry the theme's classes. */
  isFar() {
    const { theme, view } = this.store.state;
    return (view?.zoom ?? 0) < config.subject.cellsBelow && !config.subject.mixed.includes(theme);
  }

  /** @param {...(Node | false | null)} lines */
  fill(...lines) {
    this.far = this.isFar();
    fill(this.place, this.far && h("li", { class: "legend-note" }, t("legend.far")), lines);
  }

  /** @param {unknown} error @param {() => void} retry */
  fail(error, retry) {
    this.fill(h("li", { class: "legend-note" }, reason(error), " ", h("button", { type: "button", class: "link-button", onclick: retry }, t("action.retry"))));
  }

  draw() {
    const { theme } = this.store.state;
    if (theme === "published_on") return this.drawAges();
    api.cancel("age-0");
    if (this.counts.failed.view) return this.fail(this.counts.failed.view, () => this.counts.load());
    const all = this.classes(theme);
    if (!all) return;
    const shown = this.all ? all : all.slice(0, SHOWN);
    const rest = all.length - shown.length;
    const more = (rest > 0 || this.all) && all.length > SHOWN && h("li", {}, h("button", { type: "button", class: "link-button legend-more", onclick: () => this.showAll(!this.all) }, this.all ? t("legend.less") : t("legend.more", { count: rest })));
    const field = theme;
    this.fill(...shown.map((item) => this.line(item, this.chosen(field, item.value), item.value ? () => this.toggle(field, item.value) : null)), more, !all.length && h("li", { class: "legend-none" }, t("legend.none")));
  }

  /** Of the view; until they are counted those of the whole filter stand in, without numbers. @param {ThemeName} theme */
  classes(theme) {
    const { all, view } = this.counts;
    if (view?.facets[theme]) return classes(theme, view);
    return all && classes(theme, all).map((item) => ({ ...item, count: null }));
  }

  /** @param {boolean} all */
  showAll(all) {
    this.all = all;
    this.draw();
  }

  /** @param {string} field @param {string} value */
  chosen(field, value) {
    return Boolean(this.store.state.filters.values[field]?.includes(value));
  }

  /** @param {string} field @param {string} value */
  toggle(field, value) {
    const { filters } = this.store.state;
    const now = filters.values[field] ?? [];
    const codes = now.includes(value) ? now.filter((code) => code !== value) : [...now, value];
    this.store.set({ filters: withValues(filters, field, codes) });
  }

  /** @param {{value: string, label: string, colour: string, hatch?: string, count: number | null}} item @param {boolean} chosen @param {(() => void) | null} choose */
  line(item, chosen, choose) {
    const content = [
      swatch(item.colour, item.hatch ?? ""),
      h("span", { class: "legend-label", title: item.label }, isUse(this.store.state.theme) && item.value && h("b", {}, item.value, " "), item.label),
      h("span", { class: "legend-count" }, item.count === null ? "…" : number(item.count)),
    ];
    if (!choose) return h("li", {}, h("span", { class: "legend-line" }, content));
    return h("li", {}, h("button", { type: "button", class: "legend-line", "aria-pressed": chosen, onclick: choose }, content, chosen && icon("check", "icon-s")));
  }

  /** Publication ages are no facet: each class is counted by its own condition. */
  async drawAges() {
    const all = ages();
    const { filters, box, inView } = this.store.state;
    const clock = clockOf(this.store.state);
    const show = (/** @type {(number | null)[]} */ counts) => this.fill(...all.map((item, at) => this.line({ ...item, count: counts[at] ?? null }, false, null)));
    if (!this.place.querySelector("span.legend-line")) show([]);
    /** @type {unknown} */
    let failed = null;
    const counts = await Promise.all(
      all.map((_, at) => {
        return api.count(`age-${at}`, { params: parameters(filters), filter: ageCondition(at), clock, bbox: inView ? box : null }).catch((error) => {
          failed = error;
          return null;
        });
      }),
    );
    if (this.store.state.theme !== "published_on") return;
    if (failed) this.fail(failed, () => this.draw());
    else if (counts.some((count) => count !== null)) show(counts);
  }
}
