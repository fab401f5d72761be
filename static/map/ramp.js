// The colours of an index from its lowest to its highest, as SVG: the Content-Security-Policy allows no inline style.

import { h } from "./dom.js";
import { number, t } from "./i18n.js";

/** @typedef {{value: number, colour: string}[]} Ramp */

const NS = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string>} properties @param {...Element} children */
function shape(name, properties, ...children) {
  const element = document.createElementNS(NS, name);
  for (const [property, value] of Object.entries(properties)) element.setAttribute(property, value);
  element.append(...children);
  return element;
}

/**
 * @param {Ramp} stops
 * @param {string} id of the gradient, another for each place on the page
 * @param {boolean} [brief] the two values alone
 */
export function ramp(stops, id, brief = false) {
  const [{ value: low }, { value: high }] = [stops[0], stops[stops.length - 1]];
  const marks = stops.map(({ value, colour }) => shape("stop", { offset: String((value - low) / (high - low)), "stop-color": colour }));
  const bar = shape("rect", { width: "100", height: "10", fill: `url(#${id})` });
  const drawing = shape("svg", { class: "image-ramp", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, shape("linearGradient", { id }, ...marks), bar);
  const end = (/** @type {string} */ key, /** @type {number} */ value) => h("span", {}, brief ? number(value, 2) : t(key, { value: number(value, 2) }));
  return h("div", {}, drawing, h("div", { class: "image-ends" }, end("image.low", low), end("image.high", high)));
}
