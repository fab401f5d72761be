// The print dialog: the page's state goes along as the hidden fields of a plain form, the server draws the paper.

/** @import {Store} from "./state.js" */

import { byId, fill, h } from "./dom.js";
import { write } from "./permalink.js";

/** @param {Store} store */
export function addPrint(store) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("print-dialog"));
  if (!dialog) return; // lots are not printed from the map
  byId("control-print").addEventListener("click", () => {
    fill(byId("print-state"), fields(store).map(([name, value]) => h("input", { type: "hidden", name, value })));
    dialog.showModal();
  });
  for (const button of dialog.querySelectorAll("[data-close]")) button.addEventListener("click", () => dialog.close());
  // Closed after the browser has read the form.
  byId("print-form").addEventListener("submit", () => setTimeout(() => dialog.close()));
}

/** The permalink's parameters and the box that is in view. @param {Store} store @returns {[string, string][]} */
function fields({ state }) {
  const { box } = state;
  const own = new URL(write(state), location.origin).searchParams;
  if (box) own.set("bbox", box.map((value) => value.toFixed(6)).join(","));
  return [...own];
}
