// The panel around list and card: the headline count, the list's tools, downloads, sharing, folding away.

/** @import {Store} from "./state.js" */
/** @import {Counts} from "./facets.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { announce, byId, debounce, fill, h, icon } from "./dom.js";
import { parameters, withValues } from "./filters.js";
import { area, number, squareMetres, t } from "./i18n.js";
import { reason } from "./notices.js";
import { isPhone } from "./sheet.js";
import { clockOf } from "./state.js";
import { subject } from "./subject.js";

const TOLD_MS = 2000;
const BASIS = "location_basis";

/**
 * @param {Store} store
 * @param {Counts} counts
 * @param {() => void} onResize
 */
export function addPanel(store, counts, onResize) {
  counts.onChange(() => headline(store, counts));
  counts.onChange(() => unplaced(store, counts));
  addTools(store);
  addDownloads(store, counts);
  addSummary(store);
  addShare();
  const fold = byId("panel-fold");
  const page = byId("map-page");
  fold.addEventListener("click", () => {
    const folded = page.dataset.folded !== "true";
    page.dataset.folded = String(folded);
    fold.setAttribute("aria-expanded", String(!folded));
    onResize();
  });
}

/** @param {Store} store @param {Counts} counts */
function headline(store, counts) {
  const facets = counts.view;
  const sum = byId("result-area");
  if (!facets) {
    if (!counts.failed.view) return;
    byId("result-count").textContent = "–";
    byId("result-scope").textContent = sum.textContent = sum.title = "";
    return;
  }
  byId("result-count").textContent = number(facets.numberMatched);
  sum.textContent = facets.area_m2 ? area(facets.area_m2) : "";
  sum.title = !facets.area_m2 ? "" : squareMetres(facets.area_m2);
  const all = counts.all?.numberMatched;
  const partial = store.state.inView && all !== undefined && all > facets.numberMatched;
  const empty = isPhone() && !facets.numberMatched; // the ways out are in the list, which may be below the edge
  const scope = partial ? t("count.ofAll", { count: number(all) }) : "";
  byId("result-scope").textContent = empty ? t(store.state.inView ? "empty.view" : "empty.filter") : scope;
}

/** Plots without a boundary, counted apart: points on the map, or the list alone. @param {Store} store @param {Counts} counts */
function unplaced(store, counts) {
  const place = byId("unplaced");
  const found = (counts.all?.facets[BASIS]?.values ?? []).filter(({ value, count }) => value !== "boundary" && count);
  const chosen = store.state.filters.values[BASIS]?.length;
  place.hidden = !found.length || Boolean(chosen);
  if (place.hidden) return;
  const count = found.reduce((sum, item) => sum + item.count, 0);
  const values = found.map(({ value }) => String(value));
  const show = () => {
    store.set({ filters: withValues(store.state.filters, BASIS, values), inView: false });
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-filter="${BASIS}"]`))?.focus(); // the button pressed is gone
  };
  fill(place, icon("map-pin", "icon-s"), h("button", { type: "button", class: "link-button", onclick: show }, t("count.unplaced", { count: number(count) })));
}

/** @param {Store} store */
function addTools(store) {
  const inView = /** @type {HTMLInputElement} */ (byId("in-view"));
  const sort = /** @type {HTMLSelectElement} */ (byId("sort"));
  const show = () => {
    inView.checked = store.state.inView;
    sort.value = store.state.sort;
  };
  inView.addEventListener("change", () => store.set({ inView: inView.checked }));
  sort.addEventListener("change", () => store.set({ sort: sort.value }));
  store.on(["inView", "sort"], show);
  show();
}

/**
 * Exactly what is filtered, everywhere or in the map's view, in the formats that the site offers.
 * @param {Store} store
 * @param {Counts} counts
 */
function addDownloads(store, counts) {
  const menu = /** @type {HTMLDetailsElement} */ (byId("downloads"));
  if (!config.downloads.length) return;
  // Plain links without `download`: the answer is a file, or a page that says why there is none. With the attribute a browser
  // would drop that page. A lost network has no page to say so: the menu does, until there is one again.
  let wanted = false;
  const follow = (/** @type {Event} */ event) => {
    wanted = !navigator.onLine;
    if (wanted) event.preventDefault();
    show();
  };
  const links = config.downloads.map(({ f, label }) => ({ f, link: h("a", { class: "menu-item", onclick: follow }, label) }));
  const box = h("input", { type: "checkbox", id: "download-view", onchange: () => show() });
  const words = h("span", { class: "option-text" });
  const choice = h("label", { class: "option" }, box, words);
  const total = h("p", { class: "download-count", role: "status" });
  /** @type {number | null} */
  let inView = null;
  const scope = (/** @type {boolean} */ narrow) => ({ params: parameters(store.state.filters), clock: clockOf(store.state), bbox: narrow ? store.state.box : null });
  const show = () => {
    const narrow = box.checked && Boolean(store.state.box);
    for (const { f, link } of links) link.href = api.address(subject.files, { f, ...api.shared(scope(narrow)) });
    const count = narrow ? inView : counts.all?.numberMatched;
    const uncounted = !narrow && counts.failed.all;
    const counted = uncounted ? reason(uncounted) : t("download.count", { count: typeof count === "number" ? number(count) : "…" });
    total.textContent = wanted ? t("download.offline") : counted;
    words.textContent = t("download.view", { count: inView === null ? "…" : number(inView) });
    choice.hidden = !store.state.box;
  };
  const countView = debounce(async () => {
    if (!menu.open || !store.state.box) return;
    inView = await api.count("download-view", scope(true)).catch(() => null);
    show();
  }, 100);
  const change = () => {
    inView = null;
    show();
    countView();
  };
  fill(byId("download-links"), total, choice, links.map(({ link }) => link));
  store.on(["filters", "date", "said", "box"], change);
  counts.onChange(show);
  addEventListener("online", () => {
    wanted = false;
    show();
  });
  menu.addEventListener("toggle", () => {
    if (menu.open && isPhone()) store.set({ detent: "full" }); // half a screen cuts the menu off
    countView();
  });
  show();
  menu.hidden = false;
}

/** The summary counts what the filters leave, wherever the map is. @param {Store} store */
function addSummary(store) {
  const link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("summary-link"));
  if (!link) return; // lots have none
  const aim = () => (link.href = api.address("summary", { ...parameters(store.state.filters), ...clockOf(store.state) }));
  store.on(["filters", "date", "said"], aim);
  aim();
}

function addShare() {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-share]") : null;
    if (!(button instanceof HTMLElement) || !(await share()) || button.dataset.told) return;
    announce(t("share.copied"));
    button.dataset.told = "true";
    const putBack = [swapWords(button, t("share.copied")), swapSign(button, "circle-check")];
    setTimeout(() => {
      for (const back of putBack) back();
      delete button.dataset.told;
    }, TOLD_MS);
  });
}

/** Other words on a button; none where it has none. @param {HTMLElement} button @param {string} words */
function swapWords(button, words) {
  const word = button.querySelector("span") ?? [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
  const before = word?.textContent ?? "";
  if (word) word.textContent = words;
  return () => void (word && (word.textContent = before));
}

/** Another icon on a button. @param {HTMLElement} button @param {string} name */
function swapSign(button, name) {
  const sign = button.querySelector("use");
  const before = sign?.getAttribute("href") ?? "";
  sign?.setAttribute("href", before.replace(/#.*/, `#${name}`));
  return () => sign?.setAttribute("href", before);
}

/** @returns {Promise<boolean>} whether the address was copied */
async function share() {
  const touch = matchMedia("(pointer: coarse)").matches;
  try {
    if (touch && navigator.share) {
      await navigator.share({ title: document.title, url: location.href });
      return false;
    }
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    prompt(t("share.byHand"), location.href);
    return false;
  }
}
