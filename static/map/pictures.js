// What the selected plot showed from above, in its card: the panel of its page, fetched when it is opened.

/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { reason } from "./notices.js";

const SLOT = "pictures";
const OPEN = "open";

/** @param {string} image */
const isDay = (image) => image.length === 10;

export class Pictures {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.code = "";
    this.place = h("div", {});
    store.on(["record"], ({ record }, changed) => changed.has("record") && record !== this.shown && this.follow());
    store.on(["image"], ({ image }, changed) => isDay(image) && !changed.has("record") && this.followMap());
    this.shown = "";
  }

  /** The part of a plot's card; open where the address or the reader wants it. @param {string} code */
  part(code) {
    this.code = code;
    this.place = h("div", {});
    this.details = /** @type {HTMLDetailsElement} */ (h("details", { class: "card-pictures" }, h("summary", {}, icon("satellite", "icon-s"), t("card.imagery")), this.place));
    this.details.open = Boolean(this.store.state.record);
    this.details.addEventListener("toggle", () => {
      const { record } = this.store.state;
      if (this.details?.open === Boolean(record)) return;
      this.shown = this.details?.open ? OPEN : "";
      this.store.set({ record: this.shown });
      if (this.shown) this.load();
    });
    if (this.details.open) this.load();
    return this.details;
  }

  /** Back and forth in the browser's history change what is compared. */
  follow() {
    if (!this.details?.isConnected) return;
    const { record } = this.store.state;
    this.details.open = Boolean(record);
    if (record) this.load();
  }

  /** The map shows another day: that is now compared. */
  followMap() {
    if (this.details?.isConnected && this.details.open) void this.load(true);
  }

  /** @param {boolean} [asMap] the later day is the map's, whatever was compared before */
  async load(asMap = false) {
    const { code, place } = this;
    const { record, image } = this.store.state;
    this.shown = record;
    const day = isDay(image) && (asMap || record === OPEN) ? image : null;
    const [before, after, look] = record === OPEN ? [] : record.split("..");
    place.setAttribute("aria-busy", "true");
    if (!place.firstChild) fill(place, h("span", { class: "skeleton" }), h("span", { class: "skeleton card-pictures-wait" }));
    try {
      const markup = await api.markup(SLOT, api.address("plotImagery", { f: "part", before, after, look, after_on: day }, code));
      if (markup === null || place !== this.place) return;
      const root = new DOMParser().parseFromString(markup, "text/html").querySelector("section");
      if (!root) throw new api.ApiError("failed", "");
      await show(place, root);
      root.addEventListener("chosen", (event) => this.keep(/** @type {CustomEvent} */ (event).detail));
      const form = root.querySelector("form");
      if (asMap && form && record !== OPEN) this.keep(/** @type {any} */ (Object.fromEntries(new FormData(form))));
    } catch (error) {
      const again = () => void this.load();
      fill(place, h("div", { class: "note danger", role: "alert" }, icon("triangle-alert"), h("div", {}, h("p", {}, reason(error)), h("button", { type: "button", class: "button small", onclick: again }, t("action.retry")))));
    }
    place.removeAttribute("aria-busy");
  }

  /** What is compared stands in the address. @param {{before: string, after: string, look: string, anew?: boolean}} chosen */
  keep({ before, after, look, anew }) {
    this.shown = [before, after, look].join("..");
    this.store.set({ record: this.shown });
    if (anew) this.load();
  }
}

/** @param {HTMLElement} place @param {HTMLElement} root */
async function show(place, root) {
  root.dataset.embedded = "";
  await Promise.all((root.dataset.styles ?? "").split(" ").filter(Boolean).map(styled));
  const { enhance } = await import("../imagery/panel.js");
  fill(place, root);
  if (root.dataset.imagery !== undefined) enhance(root);
}

/** A style sheet that the page of the map does not begin with; without it the panel is plain, not gone. @param {string} href */
function styled(href) {
  if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) return null;
  const link = h("link", { rel: "stylesheet", href });
  const loaded = new Promise((resolve) => ["load", "error"].forEach((name) => link.addEventListener(name, resolve)));
  document.head.append(link);
  return loaded;
}
