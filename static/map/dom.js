// Elements without innerHTML: text stays text, and the Content-Security-Policy has nothing to forbid.

import { config } from "./config.js";

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element with properties and children. Names starting with "on" are listeners, the others attributes;
 * null and false leave an attribute out, but states of ARIA are words: "" and no attribute mean the same there.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.startsWith("aria-") && typeof value === "boolean") element.setAttribute(name, String(value));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} parent
 * @param {(Child | Child[])[]} children
 */
function append(parent, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}

/**
 * Replace what an element holds.
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * An icon of the sprite.
 * @param {string} name
 * @param {string} [extra]
 */
export function icon(name, extra = "") {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", `icon ${extra}`.trim());
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${config.icons}#${name}`);
  drawing.append(use);
  return drawing;
}

/**
 * The element of an id, which the template must hold.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

let politely = 0;

/**
 * Say something to screen readers.
 * @param {string} text
 */
export function announce(text) {
  clearTimeout(politely);
  politely = setTimeout(() => (byId("announcer").textContent = text), 300);
}

/**
 * Run a function once calls have stopped for a while.
 * @template {any[]} A
 * @param {(...values: A) => void} run
 * @param {number} wait ms
 */
export function debounce(run, wait) {
  let timer = 0;
  return (/** @type {A} */ ...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), wait);
  };
}
