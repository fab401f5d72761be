// Pictures of the ground under plots and lots: of the clearest lately, of one day, or composed of a year; drawn in natural
// colours or as an index.

/** @import {Map as MapLibre, RasterSourceSpecification} from "maplibre-gl" */
/** @import {Store} from "./state.js" */
/** @import {Notices} from "./notices.js" */
/** @import {Ramp} from "./ramp.js" */
/** @import {Box} from "./types.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { byId, debounce, fill, h, icon } from "./dom.js";
import { date, number, t } from "./i18n.js";
import { absolute } from "./layers.js";
import { ramp } from "./ramp.js";
import { isPhone } from "./sheet.js";

/** `day` is a year where the picture is a composite. @typedef {{day: string, cloud: number | null, titles: string[], sample: boolean}} Day */
/** @typedef {{name: string, title: string, index?: string, formula?: string, legend?: Ramp}} Look */

export const LATEST = "latest";
export const NATURAL = "true";
const SOURCE = "imagery";
const NOTICE = `layer-${SOURCE}`;
const AWAY = "image-away";
const BAND = "band-";
/** What pictures lie under: the first of these that is drawn. */
const UNDER = [`${config.subject.name}-fill`, "units-border"];
const MOST = 200;
// A tile has 512 pixels; sharp screens show it on half the width, unless the reader saves data.
const saving = /** @type {any} */ (navigator).connection?.saveData === true;
const TILE = devicePixelRatio >= 1.5 && !saving ? 256 : 512;

export class Imagery {
  /** @param {MapLibre} map @param {Store} store @param {Notices} notices @param {(box: Box) => void} show */
  constructor(map, store, notices, show) {
    this.map = map;
    this.store = store;
    this.notices = notices;
    this.show = show;
    /** @type {(import("./style.js").Tileset & {bounds?: Box, renderings?: Look[]}) | null} */
    this.tileset = null;
    /** @type {Day[]} */
    this.days = [];
    /** @type {Look[]} */
    this.looks = [];
    this.choice = /** @type {HTMLSelectElement} */ (byId("image-day"));
    this.look = /** @type {HTMLSelectElement} */ (byId("image-look"));
    this.menu = /** @type {HTMLDetailsElement} */ (byId("image-menu"));
    this.choice.addEventListener("change", () => this.choose({ image: this.choice.value }));
    this.look.addEventListener("change", () => this.choose({ look: this.look.value }));
    byId("image-go").addEventListener("click", () => this.go());
    map.on("styledata", () => this.draw()); // a new appearance draws the style anew, without this
    store.on(["image", "look"], () => this.change());
    const list = debounce(() => (this.menu.open || store.state.image) && this.list(), 400);
    this.menu.addEventListener("toggle", list);
    store.on(["box"], list);
    store.on(["box"], () => this.tellWhenAway());
    this.offer();
    if (store.state.image) this.change();
  }

  /** @param {Partial<import("./types.js").State>} choice */
  choose(choice) {
    this.store.set(choice);
    if (isPhone()) this.close(); // it lies over what was chosen
  }

  close() {
    this.menu.open = false;
    byId("image-control").focus();
  }

  /** To the ground that the picture shows. */
  go() {
    if (this.menu.open) this.close();
    if (this.tileset?.bounds) this.show(this.tileset.bounds);
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
    fill(this.look, grouped(looks));
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
      this.notices.clear(NOTICE);
    } else {
      try {
        const tileset = await api.get(SOURCE, api.address("mosaicTiles", { f: "tilejson", style: look }, image));
        if (!tileset) return;
        this.tileset = { ...tileset, tiles: absolute(tileset.tiles) };
        this.looks = tileset.renderings ?? [];
        this.notices.clear(NOTICE);
      } catch (error) {
        this.tileset = null;
        if (error instanceof api.ApiError && error.status === 404) this.tellThatThereIsNone();
        else this.notices.layerFailed(SOURCE, error, () => this.change());
      }
    }
    this.remove();
    this.draw();
    this.offer();
    this.tellWhenAway();
    if (image && !this.days.length) this.list();
  }

  /** Asking again would not help: what does is another picture, or none. */
  tellThatThereIsNone() {
    const { image } = this.store.state;
    const way = (/** @type {string} */ text, /** @type {string} */ other) => h("button", { type: "button", class: "button small", onclick: () => this.store.set({ image: other }) }, t(text));
    const words = image === LATEST ? t("image.noneYet") : image.length === 4 ? t("image.noneOfYear", { year: image }) : t("image.noneOf", { date: named(image) });
    const ways = h("span", { class: "map-notice-ways" }, image !== LATEST && way("image.useLatest", LATEST), way("image.leave", ""));
    this.notices.show(NOTICE, "warn", icon("info"), h("span", { class: "map-notice-text" }, words), ways);
  }

  /** A view beside the picture would only look as if it had not come. */
  tellWhenAway() {
    const { box } = this.store.state;
    const bounds = this.tileset?.bounds;
    if (!bounds || !box || !apart(bounds, box)) return this.notices.clear(AWAY);
    if (this.notices.shown.has(AWAY)) return; // told once, not at every move
    const button = h("button", { type: "button", class: "button small", onclick: () => this.go() }, icon("expand", "icon-s"), t("image.go"));
    this.notices.show(AWAY, "info", icon("satellite"), h("span", {}, t("image.away")), button);
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

  /** What is seen: in the status bar, and the colours of an index wherever there is room for them. */
  explain() {
    const { image, look } = this.store.state;
    byId("image-go").hidden = !this.tileset?.bounds;
    this.explainSource(image);
    const shown = image ? this.looks.find(({ name }) => name === look) : null;
    const { legend, title = "", index = "", formula = "" } = shown ?? {};
    for (const id of ["image-legend", "image-menu-ramp", "image-strip"]) {
      const place = byId(id);
      place.hidden = !legend;
      if (legend) fill(place, h("strong", {}, title), ramp(legend, `${id}-colours`, id === "image-strip"));
    }
    const told = h("details", {}, h("summary", {}, t("image.indexNote", { index })), h("p", {}, `${index} = ${formula}`));
    if (legend) byId("image-legend").append(told);
  }

  /** In few words, that they are never cut off; all of them on a press. @param {string} image */
  explainSource(image) {
    byId("image-attribution").hidden = !image || !this.tileset;
    const day = this.days.find((one) => one.day === image);
    const titles = day ? day.titles : [...new Set(this.days.flatMap((one) => one.titles))].slice(0, 2);
    const synthetic = (day ? [day] : this.days).some(({ sample }) => sample);
    const short = image === LATEST ? t("image.latestShort") : named(image);
    const full = image === LATEST ? t("image.latest") : image.length === 4 ? named(image) : t("image.of", { date: named(image) });
    fill(byId("image-told"), h("span", {}, [short, synthetic && t("image.synthetic")].filter(Boolean).join(" · ")), icon("info", "icon-s"));
    fill(byId("image-source"), h("strong", {}, full), titles.map((title) => h("p", {}, title)), synthetic && h("p", {}, t("image.syntheticNote")));
  }
}

/** A day, a month or a year in words. @param {string} image */
const named = (image) => (image.length === 10 ? date(image) : image.length === 4 ? t("image.year", { year: image }) : image);

/** Single bands, which few look for, below what is drawn from several. @param {Look[]} looks */
function grouped(looks) {
  const option = (/** @type {Look} */ { name, title }) => h("option", { value: name }, title);
  const bands = looks.filter(({ name }) => name.startsWith(BAND));
  return [...looks.filter((look) => !bands.includes(look)).map(option), bands.length > 0 && h("optgroup", { label: t("image.bands") }, bands.map(option))];
}

/** @param {Box} one @param {Box} other */
const apart = (one, other) => one[0] > other[2] || one[2] < other[0] || one[1] > other[3] || one[3] < other[1];

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
