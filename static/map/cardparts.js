// Parts that the cards of plots and of lots share.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";

/** @param {string} name @param {Node | string} value @param {string} detail */
export function figure(name, value, detail) {
  return h("div", {}, h("span", { class: "figure-name" }, name), h("span", { class: "figure-value" }, value), detail && h("span", { class: "figure-detail" }, detail));
}

export function shareButton() {
  return h("button", { type: "button", class: "button", "data-share": true }, icon("share-2", "icon-s"), t("action.share"));
}
