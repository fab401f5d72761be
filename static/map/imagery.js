// Pictures of the ground under the plots: of the clearest lately, of one day, or composed of a year; drawn in natural
// colours or as an index.

/** @import {Map as MapLibre, RasterSourceSpecification} from "maplibre-gl" */
/** @import {Store} from "./state.js" */
/** @import {Notices} from "./notices.js" */

import * as api from "./api.js";
import { byId, debounce, fill, h } from "./dom.js";
import { date, number, t } from "./i18n.js";
import { absolute } from "./layers.js";

/** `day` is a year where the picture is a composite. @typedef {{day: string, cloud: number | null, titles: string[], sample: boolean}} Day */
/** @typedef {{value: number, colour: string}[]} Ramp */
/** @typedef {{name: string, title: string, index?: string, formula?: string, legend?: Ramp}} Look */

export const LATEST = "latest";
export const NATURAL = "true";
const SOURCE = "imagery";
/** What pictures lie under: the first of these that is drawn. */
const UNDER = ["plots-fill", "units-border"];
const MOST = 200;
// A tile has 512 pixels; sharp screens show it on half the width, unless the reader saves data.
const saving = /** @type {any} */ (navigator).connection?.saveData === true;
const TILE = devicePixelRatio >= 1.5 && !saving ? 256 : 512;

export class Imagery {
  /** @param {MapLibre} map @param {Store} store @param {Notices} notices */
  constructor(map, store, notices) {
    this.map = map;
    this.store = store;
    this.notices = notices;
    /** @type {(import("./style.js").Tileset & {bounds?: number[], renderings?: Look[]}) | null} */
    this.tileset = null;
    /** @type {Day[]} */
    this.days = [];
    /** @type {Look[]} */
    this.looks = [];
    this.choice = /** @type {HTMLSelectElement} */ (byId("image-day"));
    this.look = /** @type {HTMLSelectElement} */ (byId("image-look"));
    this.choice.addEventListener("change", () => store.set({ image: this.choice.value }));
    this.look.addEventListener("change", () => store.set({ look: this.look.value }));
    map.on("styledata", () => this.draw()); // a new appearance draws the style anew, without this
    store.on(["image", "look"], () => this.change());
    const menu = /** @type {HTMLDetailsElement} */ (byId("image-menu"));
    const list = debounce(() => (menu.open || store.state.image) && this.list(), 400);
    menu.addEventListener("toggle", list);
    store.on(["box"], list);
    this.offer();
    if (store.state.image) this.change();
  }

  /** The days of which there is a picture in view, the newest first. */
  async list() {
    const { box } = this.store.state;
    if (!box) return;
    const bbox = box.map((value) => value.toFixed(4)).join(",");
    const properties = "acquired_on,ends_at,cloud_percent,collection_title,sample";
    try {
      const page = await api.get("scenes", api.address("sceneItems", { f: "json", bbox, sortby: "-acquired_on", limit: MOST, properties }));
      if (!page) return;
      this.days = byDay(page.features);
      this.offer();
    } catch (error) {
      fill(byId("image-note"), h("span", {}, t("image.listFailed")));
    }
  }

  offer() {
    const { image, look } = this.store.state;
    const known = new Set(["", LATEST, ...this.days.map(({ day }) => day)]);
    const days = this.days.map(({ day, cloud }) => h("option", { value: day }, cloud === null ? named(day) : t("image.day", { date: date(day), cloud: number(cloud) })));
    const other = known.has(image) ? [] : [h("option", { value: image }, named(image))];
    fill(this.choice, h("option", { value: "" }, t("image.none")), h("option", { value: LATEST }, t("image.latest")), other, days);
    this.choice.value = image;
    const looks = this.looks.length ? this.looks : [{ name: look, title: t("image.natural") }];
    fill(this.look, looks.map(({ name, title }) => h("option", { value: name }, title)));
    this.look.value = looks.some(({ name }) => name === look) ? look : NATURAL;
    this.look.disabled = !image;
    byId("image-control").dataset.used = String(Boolean(image));
    fill(byId("image-note"), !this.days.length && h("span", {}, t("image.noneHere")));
    this.explain();
  }

  /** Ask for the tiles of what is chosen, then draw. */
  async change() {
    const { image, look } = this.store.state;
    if (!image) {
      api.cancel(SOURCE);
      this.tileset = null;
      this.notices.clear(`layer-${SOURCE}`);
    } else {
      try {
        const tileset = await api.get(SOURCE, api.address("mosaicTiles", { f: "tilejson", style: look }, image));
        if (!tileset) return;
        this.tileset = { ...tileset, tiles: absolute(tileset.tiles) };
        this.looks = tileset.renderings ?? [];
        this.notices.clear(`layer-${SOURCE}`);
      } catch (error) {
        this.tileset = null;
        this.notices.layerFailed(SOURCE, error, () => this.change());
      }
    }
    this.remove();
    this.draw();
    this.offer();
    if (image && !this.days.length) this.list();
  }

  remove() {
    if (this.map.getLayer(SOURCE)) this.map.removeLayer(SOURCE);
    if (this.map.getSource(SOURCE)) this.map.removeSource(SOURCE);
  }

  draw() {
    const before = UNDER.find((layer) => this.map.getLayer(layer));
    if (!this.tileset || !before || this.map.getLayer(SOURCE)) return;
    const { tiles, minzoom = 0, maxzoom = 18, bounds } = this.tileset;
    /** @type {RasterSourceSpecification} */
    const source = { type: "raster", tiles, tileSize: TILE, minzoom, maxzoom, ...(bounds ? { bounds: /** @type {any} */ (bounds) } : {}) };
    if (!this.map.getSource(SOURCE)) this.map.addSource(SOURCE, source);
    this.map.addLayer({ id: SOURCE, type: "raster", source: SOURCE, paint: { "raster-fade-duration": 0 } }, before);
  }

  /** What is seen, in the status bar and as a legend of the index. */
  explain() {
    const { image, look } = this.store.state;
    const place = byId("image-attribution");
    place.hidden = !image || !this.tileset;
    const day = this.days.find((one) => one.day === image);
    const titles = day ? day.titles : [...new Set(this.days.flatMap((one) => one.titles))].slice(0, 2);
    const what = image === LATEST ? t("image.latest") : image.length === 4 ? named(image) : t("image.of", { date: named(image) });
    const synthetic = (day ? [day] : this.days).some(({ sample }) => sample) && t("image.synthetic");
    place.textContent = [what, titles.join(", "), synthetic].filter(Boolean).join(" · ");
    const shown = image ? this.looks.find(({ name }) => name === look) : null;
    const legend = byId("image-legend");
    legend.hidden = !shown?.legend;
    if (shown?.legend) fill(legend, h("h3", { title: `${shown.index}: ${shown.formula}` }, shown.title), ramp(shown.legend), h("p", {}, t("image.indexNote", { index: shown.index ?? "" })));
  }
}

/** A day, a month or a year in words. @param {string} image */
const named = (image) => (image.length === 10 ? date(image) : image.length === 4 ? t("image.year", { year: image }) : image);

/** A ramp as SVG: the Content-Security-Policy allows no inline style. @param {Ramp} stops */
function ramp(stops) {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("class", "image-ramp");
  svg.setAttribute("viewBox", "0 0 100 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const gradient = document.createElementNS(NS, "linearGradient");
  gradient.id = "image-ramp";
  const [first, last] = [stops[0].value, stops[stops.length - 1].value];
  for (const { value, colour } of stops) {
    const stop = document.createElementNS(NS, "stop");
    stop.setAttribute("offset", String((value - first) / (last - first)));
    stop.setAttribute("stop-color", colour);
    gradient.append(stop);
  }
  const bar = document.createElementNS(NS, "rect");
  for (const [name, value] of Object.entries({ width: "100", height: "10", fill: "url(#image-ramp)" })) bar.setAttribute(name, value);
  svg.append(gradient, bar);
  const ends = h("div", { class: "image-ends" }, h("span", {}, t("image.low")), h("span", {}, t("image.high")));
  return h("div", {}, svg, ends);
}

/** @param {{properties: Record<string, any>}[]} features @returns {Day[]} */
function byDay(features) {
  /** @type {Map<string, Day & {clouds: number[]}>} */
  const days = new Map();
  for (const { properties: scene } of features) {
    const day = scene.ends_at ? scene.acquired_on.slice(0, 4) : scene.acquired_on;
    /** @type {Day & {clouds: number[]}} */
    const known = days.get(day) ?? { day, cloud: null, clouds: [], titles: [], sample: false };
    if (scene.cloud_percent !== null && scene.cloud_percent !== undefined) known.clouds.push(scene.cloud_percent);
    if (!known.titles.includes(scene.collection_title)) known.titles.push(scene.collection_title);
    known.sample ||= scene.sample;
    days.set(known.day, known);
  }
  return [...days.values()].map(({ clouds, ...day }) => ({ ...day, cloud: clouds.length ? Math.round(clouds.reduce((sum, one) => sum + one, 0) / clouds.length) : null }));
}
