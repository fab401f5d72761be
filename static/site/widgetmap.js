// The map of a form's geometry widget, in the admin and at the desk.

import { nameSeasOfPage } from "./leafletsea.js";

// The library makes its map when the page has loaded, after this module has run.
addEventListener("map:init", (event) => {
  nameSeasOfPage(/** @type {any} */ (globalThis).L, /** @type {CustomEvent} */ (event).detail.map);
});
