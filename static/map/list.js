// The result list: an equal of the map. It keeps to the map's view unless told otherwise, and is worked by keyboard.

/** @import {Feature, Page, State} from "./types.js" */
/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { announce, byId, fill, h, icon } from "./dom.js";
import { active, parameters, without } from "./filters.js";
import { filterTitle } from "./filterbar.js";
import { number, t } from "./i18n.js";
import { reason, whenBack } from "./notices.js";
import { clockOf, noFilters } from "./state.js";
import { subject } from "./subject.js";

const SKELETONS = 6;

export class List {
  /**
   * @param {Store} store
   * @param {{pick: (feature: Feature) => void, point: (code: string) => void, retry: () => void}} on
   */
  constructor(store, on) {
    this.store = store;
    this.on = on;
    this.place = byId("list");
    this.foot = byId("list-foot");
    this.matched = 0;
    this.again = () => void this.load();
    this.place.addEventListener("keydown", (event) => this.walk(event));
    store.on(["filters", "date", "said", "inView", "sort"], () => this.load());
    store.on(["box"], (state) => state.inView && this.load());
    store.on(["selection"], () => this.markCurrent());
  }

  /** @param {State} state @returns {api.Scope} */
  scope(state) {
    return { params: parameters(state.filters), clock: clockOf(state), bbox: state.inView ? state.box : null };
  }

  async load() {
    const { state } = this.store;
    if (state.inView && !state.box) return;
    this.place.setAttribute("aria-busy", "true");
    if (!this.place.querySelector("a")) this.showSkeleton();
    try {
      const page = await api.items(this.scope(state), state.sort);
      if (page) this.show(page);
    } catch (error) {
      this.showError(error);
    }
  }

  showSkeleton() {
    const row = () => h("li", { class: "row-skeleton", "aria-hidden": "true" }, h("span", { class: "skeleton" }), h("span", { class: "skeleton short" }));
    fill(this.place, Array.from({ length: SKELETONS }, row));
    fill(this.foot);
  }

  /** @param {Page} page */
  show(page) {
    this.place.removeAttribute("aria-busy");
    this.matched = page.numberMatched;
    fill(this.place, page.features.map((feature) => this.row(feature)));
    byId("list-scroll").scrollTop = 0;
    announce(t("list.found", { count: number(page.numberMatched) }));
    if (page.features.length) this.showMore(page);
    else this.showEmpty();
    this.markCurrent();
  }

  /** @param {Feature} feature */
  row(feature) {
    const { code } = feature.properties;
    const pick = (/** @type {Event} */ event) => {
      const click = /** @type {MouseEvent} */ (event);
      if (click.ctrlKey || click.metaKey || click.shiftKey) return;
      event.preventDefault();
      this.on.pick(feature);
    };
    const point = () => this.on.point(code);
    const leave = () => this.on.point("");
    const link = h(
      "a",
      { class: "row", href: subject.page(code, this.store.state), "data-code": code, onclick: pick, onmouseenter: point, onmouseleave: leave, onfocus: point, onblur: leave },
      subject.row(feature.properties),
    );
    return h("li", {}, link);
  }

  /** @param {Page} page */
  showMore(page) {
    const next = page.links?.find(({ rel }) => rel === "next");
    const shown = this.place.querySelectorAll("a").length;
    const more = next && h("button", { type: "button", class: "button small", onclick: () => this.more(next.href) }, t("list.more"));
    fill(this.foot, h("p", {}, t("list.shown", { shown: number(shown), count: number(this.matched) })), more);
  }

  /** @param {string} href */
  async more(href) {
    const last = /** @type {HTMLElement | null} */ (this.place.lastElementChild?.querySelector("a"));
    try {
      const page = await api.nextItems(href);
      if (!page) return;
      this.place.append(...page.features.map((feature) => this.row(feature)));
      this.showMore(page);
      /** @type {HTMLElement | null | undefined} */ (last?.parentElement?.nextElementSibling?.querySelector("a"))?.focus();
    } catch (error) {
      fill(this.foot, h("p", { class: "note danger" }, reason(error)), h("button", { type: "button", class: "button small", onclick: () => this.more(href) }, t("action.retry")));
    }
  }

  /** Nothing matches: say which filter to loosen, and what that would bring. */
  async showEmpty() {
    const { state } = this.store;
    const ways = h("div", { class: "empty-ways" });
    fill(this.foot, h("div", { class: "empty" }, icon("search"), h("h3", {}, t("empty.title")), h("p", {}, t(state.inView ? "empty.view" : "empty.filter")), ways));
    const scope = this.scope(state);
    const tries = [
      ...(state.inView ? [{ text: t("empty.everywhere"), scope: { ...scope, bbox: null }, go: () => this.store.set({ inView: false }) }] : []),
      ...active(state.filters).map((name) => ({
        text: t("empty.loosen", { filter: filterTitle(name) }),
        scope: { ...scope, params: parameters(without(state.filters, name)) },
        go: () => this.store.set({ filters: without(this.store.state.filters, name) }),
      })),
    ];
    if (active(state.filters).length > 1) {
      tries.push({ text: t("filter.clear"), scope: { ...scope, params: {} }, go: () => this.store.set({ filters: noFilters() }) });
    }
    const counts = await Promise.all(tries.map((way, at) => api.count(`empty-${at}`, way.scope).catch(() => null)));
    const useful = tries.map((way, at) => ({ ...way, count: counts[at] })).filter(({ count }) => count);
    fill(ways, useful.map(({ text, count, go }) => h("button", { type: "button", class: "button small", onclick: go }, text, h("b", {}, number(count ?? 0)))));
  }

  /** @param {unknown} error */
  showError(error) {
    this.place.removeAttribute("aria-busy");
    fill(this.place);
    whenBack(error, this.again);
    const again = async () => {
      this.on.retry();
      await this.load();
      this.place.querySelector("a")?.focus(); // the button that had the focus is gone
    };
    const retry = h("button", { type: "button", class: "button small", onclick: again }, icon("refresh-cw", "icon-s"), t("action.retry"));
    fill(this.foot, h("div", { class: "note danger", role: "alert" }, icon("triangle-alert"), h("div", {}, h("p", {}, t("list.failed"), " ", reason(error)), retry)));
  }

  markCurrent() {
    for (const link of this.place.querySelectorAll("a")) {
      link.setAttribute("aria-current", String(link.dataset.code === this.store.state.selection));
    }
  }

  /** Arrow keys, Home and End walk the list. @param {KeyboardEvent} event */
  walk(event) {
    const links = [...this.place.querySelectorAll("a")];
    const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 };
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    links[steps[event.key]]?.focus();
  }
}
