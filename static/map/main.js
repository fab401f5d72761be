// The map page: reads the address, starts the parts, and ties them to one state.

/** @import {PlotFeature, SearchResult, Box} from "./types.js" */

import { Map as MapLibre } from "maplibre-gl";

import * as api from "./api.js";
import { addAsOf } from "./asof.js";
import { prepareBasemap } from "./basemap.js";
import { Card } from "./card.js";
import { config } from "./config.js";
import { addControls, point } from "./controls.js";
import { byId, debounce } from "./dom.js";
import { Counts } from "./facets.js";
import { FilterBar } from "./filterbar.js";
import { parameters } from "./filters.js";
import { t } from "./i18n.js";
import { addLabels } from "./labels.js";
import { absolute, Layers } from "./layers.js";
import { Legend } from "./legend.js";
import { List } from "./list.js";
import { Measure } from "./measure.js";
import { Notices } from "./notices.js";
import { palette } from "./palette.js";
import { addPanel } from "./panel.js";
import { keepAddress, read } from "./permalink.js";
import { addPointer } from "./pointer.js";
import { Reference } from "./reference.js";
import { addPrint } from "./print.js";
import { Search } from "./search.js";
import { covered, isPhone, Sheet } from "./sheet.js";
import { Store } from "./state.js";
import { style } from "./style.js";
import { learnAgencies } from "./themes.js";
import { Units } from "./units.js";

/** @import {Tilesets} from "./style.js" */

// Below this zoom the view reaches the archipelagos, and nothing may cover their names.
const WIDE_VIEW = 7.5;

const store = new Store(read(location.search));
const notices = new Notices();
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Tile addresses first: the style then holds its layers from the beginning. A failure is told once the map stands. */
async function tilesets() {
  const { filters, date } = store.state;
  const [plots, units] = await Promise.allSettled([
    api.tileset("plotTiles", { params: parameters(filters), datetime: date }),
    api.tileset("unitTiles", { params: {}, datetime: date }),
  ]);
  /** @type {Tilesets} */
  const found = {};
  /** @type {[("plots" | "units"), unknown][]} */
  const failures = [];
  for (const [name, answer] of /** @type {const} */ ([["plots", plots], ["units", units]])) {
    if (answer.status === "rejected") failures.push([name, answer.reason]);
    else if (answer.value) found[name] = { ...answer.value, tiles: absolute(answer.value.tiles) };
  }
  return { found, failures };
}

/** @param {Tilesets} found */
function makeMap(found) {
  const { view } = store.state;
  const start = view ? { center: /** @type {[number, number]} */ ([view.lng, view.lat]), zoom: view.zoom } : { bounds: config.home };
  const map = new MapLibre({
    container: "map",
    style: style(palette(), store.state, found),
    ...start,
    fitBoundsOptions: { padding: isPhone() ? { top: 104, left: 8, right: 8, bottom: 64 + covered("peek") } : { top: 48, left: 32, right: 72, bottom: 48 } },
    minZoom: 5,
    maxZoom: 20,
    maxBounds: [96, 2, 124, 26],
    attributionControl: false,
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

const { found, failures } = await prepareBasemap().then(tilesets);
const map = makeMap(found);
const layers = new Layers(map, store, notices, found);
const counts = new Counts(store);
counts.onChange(({ all, view }) => {
  const learned = [all, view].map((facets) => learnAgencies(facets?.facets.managing_agency?.values ?? []));
  if (learned.includes(true) && store.state.theme === "managing_agency") layers.recolour();
});
const units = new Units(store, layers);
const measure = new Measure(map, layers);

/** @param {Box} box @param {number} [maxZoom] */
function show(box, maxZoom = 18.5) {
  const bottom = covered(store.state.detent);
  map.fitBounds(box, { padding: { top: 80, left: 48, right: 80, bottom: bottom + 48 }, maxZoom, animate: !calm });
}

/** Bring a selected plot into view when it is not, or when it is too small to see. @param {PlotFeature} feature */
function bringIntoView(feature) {
  const box = feature.bbox ?? boxOf(feature.geometry);
  if (!box) return;
  const { state } = store;
  const seen = state.box && box[0] >= state.box[0] && box[1] >= state.box[1] && box[2] <= state.box[2] && box[3] <= state.box[3];
  if (!seen || map.getZoom() < 13 || isPhone()) show(box);
}

/** @param {PlotFeature["geometry"]} geometry @returns {Box | null} */
function boxOf(geometry) {
  if (!geometry) return null;
  const flat = geometry.coordinates.flat(Infinity);
  const xs = flat.filter((/** @type {number} */ _, /** @type {number} */ at) => at % 2 === 0);
  const ys = flat.filter((/** @type {number} */ _, /** @type {number} */ at) => at % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** @param {SearchResult} result */
function goTo(result) {
  if (result.kind === "plot") {
    store.set({ selection: result.code });
    return;
  }
  if (result.point && result.kind === "coordinates") layers.setData("place", point(result.point));
  if (result.bbox) show(result.bbox, 15);
  else if (result.point) map.easeTo({ center: result.point, zoom: 17, animate: !calm });
}

let asked = "";
const card = new Card(store, (feature) => {
  if (asked !== feature.properties.code) bringIntoView(feature);
  asked = feature.properties.code;
});
const list = new List(store, { pick: ({ properties }) => store.set({ selection: properties.code }), point: (code) => layers.hover(code) });
new FilterBar(store, counts);
const legend = new Legend(store, counts);
new Sheet(store);
new Search(goTo);
addPanel(store, counts, () => map.resize());
addControls(map, store, layers, notices);
addAsOf(store, notices);
new Reference(map, store, notices);
addPrint(store);
addPointer(map, { layers, measure, pick: (code) => ((asked = code), store.set({ selection: code || null })) });
addLabels(map, layers);
keepAddress(store);

const moved = debounce(() => {
  const { lng, lat } = map.getCenter();
  const bounds = map.getBounds();
  store.set({
    view: { lng, lat, zoom: map.getZoom() },
    box: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
  });
}, 200);
map.on("moveend", moved);
map.on("zoomend", () => legend.makeRoom(map.getZoom() < WIDE_VIEW));
map.once("load", () => {
  legend.makeRoom(map.getZoom() < WIDE_VIEW);
  layers.begin();
  byId("map").dataset.ready = "true";
});
const placed = Boolean(store.state.view ?? store.state.selection); // asked before the first move writes a view
moved();
units.load().then(() => !placed && showUnits());
counts.loadAll();
for (const [name, error] of failures) notices.layerFailed(name, error, () => layers.reload(name));
/** Bring the filtered units into view. */
function showUnits() {
  const box = units.boxOf(store.state.filters.values.unit ?? []);
  if (box) show(box, 14);
}
store.on(["filters"], showUnits);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && store.state.selection && !event.defaultPrevented) card.close();
});
if (store.state.selection) {
  if (isPhone()) store.set({ detent: "half" });
  card.load();
}
if (!store.state.inView) list.load();
