// Layers beside the register: plans under the plots, road lines and cadastral parcels over them, each switched on in the
// layer menu, with a legend of the planned uses in view. Their tiles follow the date as the plots' do.

/** @import {Map as MapLibre} from "maplibre-gl" */
/** @import {Store} from "./state.js" */
/** @import {Notices} from "./notices.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { byId, debounce, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { absolute } from "./layers.js";
import { palette } from "./palette.js";

/** @typedef {"plans" | "roads" | "parcels"} Collection */

const UNDER = "plots-fill";
const OVER = "units-border";
const MOST_CLASSES = 14;
/** @type {Record<Collection, keyof typeof api.PATHS>} */
const PATH = { plans: "planTiles", roads: "roadTiles", parcels: "parcelTiles" };
/** Names in the address, and the collection that holds them; plans are told apart by their kind. */
const COLLECTION = /** @type {const} */ ({
  land_use_plan: "plans",
  annual_land_use_plan: "plans",
  zoning_plan: "plans",
  detailed_plan: "plans",
  road_lines: "roads",
  parcels: "parcels",
});

/** @typedef {keyof typeof COLLECTION} Kind */

export class Reference {
  /** @param {MapLibre} map @param {Store} store @param {Notices} notices */
  constructor(map, store, notices) {
    this.map = map;
    this.store = store;
    this.notices = notices;
    /** @type {Partial<Record<Collection, import("./style.js").Tileset>>} */
    this.tilesets = {};
    this.kinds = /** @type {Kind[]} */ (Object.keys(config.reference).filter((kind) => kind in COLLECTION));
    this.legend = byId("reference-legend");
    this.offer();
    map.on("styledata", () => this.draw()); // a new appearance draws the style anew, without these
    map.on("idle", debounce(() => this.explain(), 150));
    store.on(["reference"], () => this.change());
    store.on(["date"], () => this.change(true));
    if (this.chosen().length) map.once("load", () => this.change());
  }

  /** @returns {Kind[]} */
  chosen() {
    return this.kinds.filter((kind) => this.store.state.reference.includes(kind));
  }

  /** The choices in the layer menu; none where the installation has no such layer for this reader. */
  offer() {
    const choices = this.kinds.map((kind) => {
      const box = h("input", { type: "checkbox", onchange: () => this.choose(kind, box.checked) });
      const tick = () => (box.checked = this.store.state.reference.includes(kind));
      tick();
      this.store.on(["reference"], tick);
      return h("label", { class: "option" }, box, h("span", { class: "option-text" }, config.reference[kind]));
    });
    fill(byId("reference-choices"), choices);
    byId("reference-group").hidden = !choices.length;
  }

  /** @param {Kind} kind @param {boolean} on */
  choose(kind, on) {
    const others = this.store.state.reference.filter((one) => one !== kind);
    this.store.set({ reference: on ? [...others, kind] : others });
  }

  /** Ask for the tiles of what is chosen, then draw. @param {boolean} [again] also of those already known */
  async change(again = false) {
    const wanted = new Set(this.chosen().map((kind) => COLLECTION[kind]));
    for (const name of Object.values(COLLECTION)) if (!wanted.has(name)) this.notices.clear(`layer-${name}`);
    for (const name of wanted) {
      if (this.tilesets[name] && !again) continue;
      try {
        const tileset = await api.get(`reference-${name}`, api.address(PATH[name], { f: "tilejson", datetime: this.store.state.date }));
        if (!tileset) return;
        this.tilesets[name] = { ...tileset, tiles: absolute(tileset.tiles) };
        if (again) this.remove(name);
        this.notices.clear(`layer-${name}`);
      } catch (error) {
        this.notices.layerFailed(name, error, () => this.change(again));
      }
    }
    this.draw();
    this.explain();
  }

  /** @param {Collection} name */
  remove(name) {
    for (const layer of drawn(name)) if (this.map.getLayer(layer.id)) this.map.removeLayer(layer.id);
    if (this.map.getSource(name)) this.map.removeSource(name);
  }

  draw() {
    if (!this.map.getLayer(OVER)) return;
    const chosen = this.chosen();
    for (const name of /** @type {Collection[]} */ (["plans", "roads", "parcels"])) {
      const tileset = this.tilesets[name];
      const kinds = chosen.filter((kind) => COLLECTION[kind] === name);
      if (!kinds.length || !tileset) this.remove(name);
      else this.put(name, tileset, kinds);
    }
  }

  /** @param {Collection} name @param {import("./style.js").Tileset} tileset @param {Kind[]} kinds */
  put(name, tileset, kinds) {
    const { tiles, minzoom = 0, maxzoom = 16 } = tileset;
    if (!this.map.getSource(name)) this.map.addSource(name, { type: "vector", tiles, minzoom, maxzoom });
    for (const layer of drawn(name)) {
      const filter = name === "plans" ? ["in", ["get", "kind"], ["literal", kinds]] : null;
      if (!this.map.getLayer(layer.id)) {
        const before = layer.under && this.map.getLayer(UNDER) ? UNDER : OVER;
        const { under: _under, ...spec } = layer;
        this.map.addLayer(/** @type {any} */ ({ ...spec, source: name, "source-layer": name, ...(filter ? { filter } : {}) }), before);
      } else if (filter && JSON.stringify(this.map.getFilter(layer.id)) !== JSON.stringify(filter)) {
        this.map.setFilter(layer.id, /** @type {any} */ (filter));
      }
    }
  }

  /** The legend: each layer that is on, and the planned uses that are in view. */
  explain() {
    const chosen = this.chosen();
    this.legend.hidden = !chosen.length;
    if (!chosen.length) return;
    const uses = this.map.getLayer("plans-fill") ? this.usesInView() : [];
    const rest = uses.length - MOST_CLASSES;
    const lines = chosen.map((kind) => h("li", { class: "reference-name" }, sign(COLLECTION[kind]), config.reference[kind]));
    const classes = uses.slice(0, MOST_CLASSES).map((code) => h("li", {}, square(config.colours[code] ?? "#cccccc"), h("b", {}, code), " ", useName(code)));
    fill(this.legend, h("h3", {}, t("reference.title")), h("ul", {}, lines, classes, rest > 0 && h("li", {}, t("reference.more", { count: rest }))), h("p", {}, t("reference.note")));
  }

  usesInView() {
    const seen = this.map.queryRenderedFeatures(undefined, { layers: ["plans-fill"] });
    return [...new Set(seen.map(({ properties }) => String(properties.land_use)))].sort();
  }
}

/** @param {string} code */
function useName(code) {
  return config.fields.land_use?.codes?.[code] ?? "";
}

/** A swatch as SVG: the Content-Security-Policy allows no inline style. @param {string} colour */
function square(colour) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "reference-swatch");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: colour, "fill-opacity": "0.6", stroke: "currentColor" })) shape.setAttribute(name, value);
  svg.append(shape);
  return svg;
}

/** @param {Collection} name */
function sign(name) {
  return h("span", { class: `reference-sign is-${name}`, "aria-hidden": "true" });
}

/** Drawn layers of a collection; plans lie under the plots. @param {Collection} name @returns {any[]} */
function drawn(name) {
  const colours = palette();
  const uses = Object.entries(config.colours).flat();
  if (name === "plans") {
    return [
      { id: "plans-fill", type: "fill", under: true, paint: { "fill-color": ["match", ["get", "land_use"], ...uses, "#cccccc"], "fill-opacity": 0.45 } },
      { id: "plans-line", type: "line", under: true, minzoom: 11, paint: { "line-color": colours.outline, "line-width": 0.8, "line-opacity": 0.6, "line-dasharray": [3, 2] } },
      {
        id: "plans-label",
        type: "symbol",
        under: false,
        minzoom: 13.5,
        layout: { "text-field": ["get", "land_use"], "text-font": ["Noto Sans SemiBold"], "text-size": 12 },
        paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.6 },
      },
    ];
  }
  if (name === "roads") {
    return [
      { id: "roads-line", type: "line", under: false, paint: { "line-color": "#b3261e", "line-width": ["interpolate", ["linear"], ["zoom"], 11, 1, 16, 3], "line-opacity": 0.85 } },
      {
        id: "roads-label",
        type: "symbol",
        under: false,
        minzoom: 14,
        layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": ["Noto Sans Regular"], "text-size": 12 },
        paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.6 },
      },
    ];
  }
  return [
    { id: "parcels-line", type: "line", under: false, minzoom: 14, paint: { "line-color": "#6a3fa0", "line-width": 1, "line-opacity": 0.8 } },
    {
      id: "parcels-label",
      type: "symbol",
      under: false,
      minzoom: 17,
      layout: { "text-field": ["concat", ["get", "sheet_number"], "/", ["get", "parcel_number"]], "text-font": ["Noto Sans Regular"], "text-size": 11 },
      paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
    },
  ];
}
