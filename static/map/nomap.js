// Where the map cannot be drawn: the page says why in its place, and the list shows all that matches.

/** @import {SearchResult} from "./types.js" */
/** @import {Store} from "./state.js" */

import { address, own } from "./api.js";
import { byId, fill, h, icon } from "./dom.js";
import { parameters, withValues } from "./filters.js";
import { t } from "./i18n.js";
import { clockOf } from "./state.js";

const hasWebGl = () => Boolean(document.createElement("canvas").getContext("webgl2"));

/** @param {Store} store @param {unknown} error */
export function showNoMap(store, error) {
  console.warn(error);
  const list = h("a", { class: "button primary" }, icon("list", "icon-s"), t("map.toList"));
  const aim = () => (list.href = address(own("List"), { ...parameters(store.state.filters), ...clockOf(store.state) }));
  store.on(["filters", "date", "said"], aim);
  aim();
  const again = h("button", { type: "button", class: "button", onclick: () => location.reload() }, icon("refresh-cw", "icon-s"), t("action.retry"));
  fill(
    byId("map"),
    h(
      "div",
      { class: "no-map", role: "alert" },
      icon("map"),
      h("h2", {}, t("map.none")),
      h("p", {}, t(hasWebGl() ? "map.failed" : "map.noWebgl")),
      h("p", {}, t("map.others")),
      h("div", { class: "no-map-ways" }, list, again),
    ),
  );
  byId("map-page").dataset.map = "none";
  store.set({ inView: false });
}

/** A found place without a map: what is there, or the unit as a filter. @param {Store} store @param {SearchResult} result */
export function goWithoutMap(store, { kind, code }) {
  if (kind === "unit") store.set({ filters: withValues(store.state.filters, "unit", [code]) });
  else if (code) store.set({ selection: code });
}
