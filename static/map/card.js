// The card of the selected plot or lot: fetched, shown, or said why it cannot be. What it says is its subject's.

/** @import {Feature} from "./types.js" */
/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { announce, byId, fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { reason, whenBack } from "./notices.js";
import { clockOf } from "./state.js";
import { subject } from "./subject.js";

export class Card {
  /**
   * @param {Store} store
   * @param {(feature: Feature) => void} onLoaded
   */
  constructor(store, onLoaded) {
    this.store = store;
    this.onLoaded = onLoaded;
    this.body = subject.card(store);
    this.place = byId("view-card");
    this.list = byId("view-list");
    this.again = () => void this.load();
    store.on(["selection", "date", "said"], () => this.load());
  }

  async load() {
    const { selection } = this.store.state;
    this.place.hidden = !selection;
    this.list.hidden = Boolean(selection);
    if (!selection) return api.cancel("one");
    this.showSkeleton(selection);
    try {
      const feature = await api.one(selection, clockOf(this.store.state));
      if (!feature || this.store.state.selection !== selection) return;
      this.show(feature);
      this.onLoaded(feature);
      if (!this.store.state.date) await this.body.more?.(selection, this.place);
    } catch (error) {
      this.showError(selection, error);
    }
  }

  close() {
    const code = this.store.state.selection;
    this.store.set({ selection: null });
    /** @type {HTMLElement | null} */ (document.querySelector(`#list a[data-code="${CSS.escape(code ?? "")}"]`))?.focus();
  }

  back() {
    return h("button", { type: "button", class: "button plain small card-back", onclick: () => this.close() }, icon("arrow-left", "icon-s"), t("card.back"));
  }

  /** @param {string} code */
  showSkeleton(code) {
    const bars = Array.from({ length: 5 }, () => h("span", { class: "skeleton" }));
    fill(this.place, this.back(), h("div", { class: "card", "aria-busy": "true" }, h("p", { class: "card-code" }, code), bars));
  }

  /** @param {Feature} feature */
  show({ properties }) {
    fill(this.place, this.back(), h("article", { class: "card" }, this.body.parts(properties), h("p", { class: "card-source phone-only" }, t("disclaimer"))));
    announce(this.body.said(properties));
  }

  /** @param {string} code @param {unknown} error */
  showError(code, error) {
    whenBack(error, this.again);
    const gone = error instanceof api.ApiError && error.status === 404;
    const text = gone ? t(this.store.state.date ? "card.notThen" : "card.gone", { code }) : reason(error);
    const again = async () => {
      await this.load();
      /** @type {HTMLElement | null} */ (this.place.querySelector(".card-back"))?.focus(); // the button that had the focus is gone
    };
    const retry = !gone && h("button", { type: "button", class: "button small", onclick: again }, t("action.retry"));
    fill(this.place, this.back(), h("div", { class: "card" }, h("div", { class: "note danger", role: "alert" }, icon("triangle-alert"), h("div", {}, h("p", {}, text), retry))));
  }
}
