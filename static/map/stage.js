// The map itself and what works on it. It is loaded apart: list, search and filters start without it.

/** @import {Feature, SearchResult, Box} from "./types.js" */
/** @import {Store} from "./state.js" */
/** @import {Notices} from "./notices.js" */
/** @import {Legend} from "./legend.js" */

import { Map as MapLibre } from "maplibre-gl";

import { addBasemap } from "./basemap.js";
import { config } from "./config.js";
import { addControls, point } from "./controls.js";
import { byId, debounce } from "./dom.js";
import { t } from "./i18n.js";
import { Imagery } from "./imagery.js";
import { addLabels } from "./labels.js";
import { Layers } from "./layers.js";
import { Measure } from "./measure.js";
import { palette } from "./palette.js";
import { addPointer } from "./pointer.js";
import { Reference } from "./reference.js";
import { covered, isPhone } from "./sheet.js";
import { addSeaNames } from "./sovereignty.js";
import { style } from "./style.js";
import { subject } from "./subject.js";
import { Units } from "./units.js";

// Below this zoom the view reaches the archipelagos, and nothing may cover their names.
const WIDE_VIEW = 7.5;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {Store} store */
function makeMap({ state }) {
  const { view } = state;
  const start = view ? { center: /** @type {[number, number]} */ ([view.lng, view.lat]), zoom: view.zoom } : { bounds: config.home };
  const map = new MapLibre({
    container: "map",
    style: style(palette(), state, {}),
    ...start,
    fitBoundsOptions: { padding: isPhone() ? { top: 104, left: 8, right: 8, bottom: 64 + covered({ detent: "peek" }) } : { top: 48, left: 32, right: 72, bottom: 48 } },
    minZoom: 5,
    maxZoom: 20,
    maxBounds: [96, 2, 124, 26],
    attributionControl: false, // the base map's stands in the status bar
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: calm ? 0 : 150,
    locale: { "Map.Title": t("map.title") },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-describedby", "map-help");
  return map;
}

export class Stage {
  /**
   * @param {Store} store
   * @param {{notices: Notices, legend: Legend, pick: (code: string | null) => void}} page
   * @throws where the browser has no WebGL
   */
  constructor(store, { notices, legend, pick }) {
    this.store = store;
    const placed = Boolean(store.state.view ?? store.state.selection); // asked before the first move writes a view
    this.map = makeMap(store);
    this.layers = new Layers(this.map, store, notices);
    this.units = new Units(store, this.layers);
    const { map, layers } = this;
    addControls(map, store, layers, notices);
    new Imagery(map, store, notices, (box) => this.show(box));
    new Reference(map, store, notices);
    addPointer(map, { layers, measure: new Measure(map, layers), pick });
    addLabels(map, layers, subject);
    this.follow();
    const makeRoom = () => legend.makeRoom(map.getZoom() < WIDE_VIEW);
    map.on("zoomend", makeRoom);
    makeRoom();
    addSeaNames(map, layers);
    this.units.load().then(() => !placed && this.showUnits());
    this.begin(notices);
  }

  /** The style stands at once; tiles join it as soon as their addresses are known. @param {Notices} notices */
  async begin(notices) {
    const { map, layers, store } = this;
    await new Promise((loaded) => map.once("style.load", loaded));
    layers.begin();
    addBasemap(store, layers, notices);
    await Promise.all([layers.reload(config.subject.name), layers.reload("units")]);
    if (!map.loaded()) await new Promise((idle) => map.once("idle", idle));
    byId("map").dataset.ready = "true";
  }

  /** The state holds what the map shows; a chosen unit is shown. */
  follow() {
    const { map, store } = this;
    const moved = debounce(() => {
      const { lng, lat } = map.getCenter();
      const bounds = map.getBounds();
      store.set({
        view: { lng, lat, zoom: map.getZoom() },
        box: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
      });
    }, 200);
    map.on("moveend", moved);
    moved();
    store.on(["filters"], () => this.showUnits());
  }

  /** Bring the filtered units into view. */
  showUnits() {
    const box = this.units.boxOf(this.store.state.filters.values.unit ?? []);
    if (box) this.show(box, 14);
  }

  /** @param {Box} box @param {number} [maxZoom] */
  show(box, maxZoom = 18.5) {
    const bottom = covered(this.store.state);
    this.map.fitBounds(box, { padding: { top: 80, left: 48, right: 80, bottom: bottom + 48 }, maxZoom, animate: !calm });
  }

  /** Bring what is selected into view when it is not, or when it is too small to see. @param {Feature} feature */
  bringIntoView(feature) {
    const box = feature.bbox ?? boxOf(feature.geometry);
    if (!box) return;
    const { state } = this.store;
    const seen = state.box && box[0] >= state.box[0] && box[1] >= state.box[1] && box[2] <= state.box[2] && box[3] <= state.box[3];
    if (!seen || this.map.getZoom() < 13 || isPhone()) this.show(box);
  }

  /** @param {SearchResult} result */
  goTo(result) {
    if (result.point && result.kind === "coordinates") this.layers.setData("place", point(result.point));
    if (result.bbox) this.show(result.bbox, 15);
    else if (result.point) this.map.easeTo({ center: result.point, zoom: 17, animate: !calm });
  }
}

/** @param {Feature["geometry"]} geometry @returns {Box | null} */
function boxOf(geometry) {
  if (!geometry) return null;
  const flat = geometry.coordinates.flat(Infinity);
  const xs = flat.filter((/** @type {number} */ _, /** @type {number} */ at) => at % 2 === 0);
  const ys = flat.filter((/** @type {number} */ _, /** @type {number} */ at) => at % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
