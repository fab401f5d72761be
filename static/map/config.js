// What the server says to the page: configuration and messages, from two JSON blocks of the template.

/** @import {Config} from "./types.js" */

/** @param {string} id */
function block(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

/** @type {Config} */
export const config = block("map-config");

/** @type {Record<string, string>} */
export const messages = block("map-messages");
