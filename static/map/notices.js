// What is going on, said where it happens: layers that load or failed, the network, the as-of day.

import { ApiError } from "./api.js";
import { byId, fill, h, icon } from "./dom.js";
import { t } from "./i18n.js";

/**
 * The sentence for a failure.
 * @param {unknown} error
 */
export function reason(error) {
  if (!(error instanceof ApiError)) return navigator.onLine ? t("error.failed") : t("error.offline");
  if (error.kind === "refused" && error.message) return error.message;
  return t(`error.${error.kind}`);
}

/**
 * Asks again by itself once the network is back, as the sentence for a lost one promises; other failures wait for a press.
 * @param {unknown} error
 * @param {() => void} retry the same function every time, or it runs once for each failure
 */
export function whenBack(error, retry) {
  if (error instanceof ApiError && error.kind === "offline") addEventListener("online", retry, { once: true });
}

export class Notices {
  constructor() {
    this.place = byId("map-notices");
    /** @type {Map<string, HTMLElement>} */
    this.shown = new Map();
    /** @type {Set<string>} */
    this.busy = new Set();
    /** @type {Map<string, () => void>} how a layer that failed is asked for again */
    this.retries = new Map();
    /** @type {Map<string, () => void>} what to ask for again once the network is back */
    this.waiting = new Map();
    addEventListener("offline", () => this.offline());
    addEventListener("online", () => this.online());
    if (!navigator.onLine) this.offline();
  }

  /**
   * @param {string} name
   * @param {string} kind
   * @param {...(Node | string)} content
   */
  show(name, kind, ...content) {
    this.clear(name);
    const note = h("div", { class: `map-notice ${kind}` }, content);
    this.shown.set(name, note);
    this.place.append(note);
  }

  /** @param {string} name */
  clear(name) {
    this.shown.get(name)?.remove();
    this.shown.delete(name);
  }

  /** @param {string} name @param {unknown} error @param {() => void} retry */
  layerFailed(name, error, retry) {
    this.loaded(name);
    if (!navigator.onLine) {
      this.waiting.set(name, retry); // one sentence says that the network is gone; a phone has no room for three
      return;
    }
    this.retries.set(name, retry);
    const sentence = `${t("layer.failed", { layer: t(`layer.${name}`) })} ${reason(error)}`;
    if (this.shown.get(`layer-${name}`)?.textContent?.startsWith(sentence)) return; // every tile fails by itself, and is told but once
    const again = () => this.retries.get(name)?.();
    const button = h("button", { type: "button", class: "button small", onclick: again }, icon("refresh-cw", "icon-s"), t("action.retry"));
    this.show(`layer-${name}`, "danger", icon("triangle-alert"), h("span", {}, sentence), button);
  }

  /** @param {string} name @param {string} title */
  loading(name, title) {
    this.busy.add(name);
    const bar = byId("map-progress");
    bar.hidden = false;
    fill(bar, h("span", { class: "visually-hidden" }, t("layer.loading", { layer: title })));
  }

  /** @param {string} name */
  loaded(name) {
    this.busy.delete(name);
    if (!this.busy.size) byId("map-progress").hidden = true;
  }

  online() {
    this.clear("offline");
    for (const retry of this.waiting.values()) retry();
    this.waiting.clear();
  }

  offline() {
    this.show("offline", "warn", icon("cloud-off"), h("span", {}, t("error.offline")));
  }
}
