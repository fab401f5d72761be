// One search box: code, sheet and parcel, address, unit old or new, coordinates. The combobox pattern of ARIA.

/** @import {SearchResult} from "./types.js" */

import * as api from "./api.js";
import { announce, byId, debounce, fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { reason } from "./notices.js";

const KIND_ICONS = { plot: "map", lot: "tag", unit: "building-2", coordinates: "crosshair" };
const WAIT_MS = 180;
const SLOW_MS = 900;

export class Search {
  /** @param {(result: SearchResult) => void} onPick */
  constructor(onPick) {
    this.onPick = onPick;
    this.input = /** @type {HTMLInputElement} */ (byId("search-input"));
    this.box = byId("search-results");
    this.clear = /** @type {HTMLElement} */ (document.querySelector(".search-clear"));
    /** @type {SearchResult[]} */
    this.results = [];
    this.at = -1;
    /** The question that the results answer. */
    this.answered = "";
    /** Something is typed and not asked for yet. */
    this.typed = false;
    this.prepare();
  }

  prepare() {
    const { input } = this;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list", "aria-haspopup": "listbox" })) {
      input.setAttribute(name, value);
    }
    const ask = debounce(() => this.typed && this.ask(), WAIT_MS);
    input.addEventListener("input", () => {
      this.typed = true;
      this.clear.hidden = !input.value;
      if (input.value.trim().length < 2) this.close();
      else ask();
    });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => this.results.length && input.value && this.open());
    input.form?.addEventListener("submit", (event) => this.submit(event));
    this.clear.addEventListener("click", () => {
      input.value = "";
      this.clear.hidden = true;
      this.close();
      input.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!byId("search").contains(/** @type {Node} */ (event.target))) this.close();
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
      if (event.key !== "/" || typing) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  get question() {
    return this.input.value.trim();
  }

  async ask() {
    const q = this.question;
    this.typed = false;
    if (q.length < 2) return;
    this.box.setAttribute("aria-busy", "true");
    const late = setTimeout(() => this.note(t("search.asking")), SLOW_MS);
    try {
      const answer = await api.search(q);
      if (answer && this.question === q) this.show(q, answer.results);
    } catch (error) {
      const retry = () => {
        this.input.focus();
        this.ask();
      };
      this.note(reason(error), h("button", { type: "button", class: "button small", onclick: retry }, icon("refresh-cw", "icon-s"), t("action.retry")));
    }
    clearTimeout(late);
    this.box.removeAttribute("aria-busy");
  }

  /** A sentence in place of results, those of another question too. @param {string} text @param {HTMLElement} [way] */
  note(text, way) {
    this.results = [];
    this.answered = "";
    this.message(h("div", { class: "search-note" }, h("p", {}, text), way));
    announce(text);
  }

  /** @param {string} q @param {SearchResult[]} results */
  show(q, results) {
    this.results = results;
    this.answered = q;
    this.at = -1;
    if (!results.length) {
      this.message(h("div", { class: "search-note" }, h("p", {}, t("search.none", { q })), h("p", {}, t("search.hint"))));
      announce(t("search.none", { q }));
      return;
    }
    const options = results.map((result, at) => this.option(result, at));
    fill(this.box, h("ul", { id: "search-list", role: "listbox", "aria-label": t("search.results") }, options));
    this.open();
    announce(t("search.found", { count: results.length }));
  }

  /** @param {SearchResult} result @param {number} at */
  option(result, at) {
    const pick = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.pick(at);
    };
    return h(
      "li",
      { role: "option", id: `search-option-${at}`, class: "search-option", "aria-selected": "false", onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: pick },
      icon(KIND_ICONS[result.kind] ?? "map-pin"),
      h("span", { class: "search-text" }, h("span", { class: "search-title" }, result.title), result.subtitle && h("span", { class: "search-sub" }, result.subtitle), result.note && result.note !== result.subtitle && h("span", { class: "search-note-line" }, result.note)),
      h("span", { class: "search-kind" }, t(`search.${result.kind}`)),
    );
  }

  /** @param {HTMLElement} content */
  message(content) {
    fill(this.box, h("ul", { id: "search-list", role: "listbox", "aria-label": t("search.results"), hidden: true }), content);
    this.open();
  }

  open() {
    this.box.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.box.hidden = true;
    this.typed = false;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    api.cancel("search");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const last = this.results.length - 1;
    if (event.key === "Escape" && !this.box.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      this.open();
      this.move(this.at >= last ? 0 : this.at + 1);
    } else if (event.key === "ArrowUp" && last >= 0) {
      event.preventDefault();
      this.move(this.at <= 0 ? last : this.at - 1);
    }
  }

  /** @param {number} at */
  move(at) {
    this.at = at;
    for (const [index, option] of [...this.box.querySelectorAll('[role="option"]')].entries()) {
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", `search-option-${at}`);
  }

  /** Enter takes the marked result, or the first one: of what is typed, not of what was typed before. @param {Event} event */
  async submit(event) {
    event.preventDefault();
    if (this.box.hidden || this.answered !== this.question) await this.ask();
    if (this.results.length && this.answered === this.question) this.pick(Math.max(this.at, 0));
  }

  /** @param {number} at */
  pick(at) {
    const result = this.results[at];
    if (!result) return;
    this.input.value = result.title;
    this.close();
    this.onPick(result);
  }
}
