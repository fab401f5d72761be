// Drawing on the acts' pages: cutting lines, parts, boundaries, or a point. What is drawn goes into a hidden field as
// GeoJSON; without this script corners are pasted or a file is sent.

import { nameSeasOfPage } from "../site/leafletsea.js";

/** @typedef {[number, number]} Corner longitude, latitude */
/** @typedef {"line" | "area"} Kind */

const DECIMALS = 9; // degrees: 0.1 mm
const CLOSE = 19;

/** @param {HTMLElement} place */
function start(place) {
  /** @type {any} */
  const L = /** @type {any} */ (window).L;
  if (!L) return;
  place.hidden = false;
  new Drawing(L, place);
}

class Drawing {
  /** @param {any} L @param {HTMLElement} place */
  constructor(L, place) {
    this.L = L;
    this.place = place;
    this.form = /** @type {HTMLFormElement} */ (place.closest("form"));
    this.field = /** @type {HTMLInputElement} */ (this.form.querySelector("[data-drawn]"));
    /** @type {{kind: Kind, corners: Corner[]}[]} */
    this.done = [];
    /** @type {Corner[]} */
    this.corners = [];
    this.map = L.map("draw-map", { zoomControl: false, attributionControl: false, zoomSnap: 0.5, maxZoom: 23, doubleClickZoom: false });
    L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(this.map);
    L.control.scale({ imperial: false }).addTo(this.map);
    this.ground();
    nameSeasOfPage(L, this.map);
    this.drawn = L.featureGroup().addTo(this.map);
    this.read();
    this.listen();
    this.show();
    place.dataset.ready = "true";
  }

  /** What is there already: the boundary, and the plots around it. */
  ground() {
    const { boundary, around, home, part } = this.place.dataset;
    if (around) this.L.geoJSON(JSON.parse(around), { interactive: false, style: { className: "draw-around" } }).addTo(this.map);
    if (boundary) {
      const own = this.L.geoJSON(JSON.parse(boundary), { interactive: false, style: { className: "draw-boundary" } }).addTo(this.map);
      if (part) this.L.geoJSON(JSON.parse(part), { interactive: false, style: { className: "draw-part" } }).addTo(this.map);
      this.map.fitBounds(own.getBounds().pad(0.25), { maxZoom: CLOSE + 2, animate: false });
      return;
    }
    const [west, south, east, north] = (home ?? "").split(",").map(Number);
    this.map.fitBounds([[south, west], [north, east]], { animate: false });
    this.borders();
  }

  /** The communes, to find one's way on an empty map; without them it can be drawn on all the same. */
  async borders() {
    const answer = await fetch(this.place.dataset.borders ?? "").catch(() => null);
    if (!answer?.ok) return;
    const options = { interactive: false, style: { className: "draw-border" } };
    this.L.geoJSON(await answer.json(), options).addTo(this.map).bringToBack();
  }

  listen() {
    this.map.on("click", (/** @type {any} */ event) => this.add(event.latlng));
    this.on("[data-add]", () => this.add(this.map.getCenter()));
    this.on("[data-undo]", () => this.undo());
    this.on("[data-finish]", () => this.finish());
    this.on("[data-clear]", () => this.clear());
    for (const choice of this.form.querySelectorAll('input[name="method"]')) choice.addEventListener("change", () => this.clear());
    // A line that is not ended by a press of "done" counts as drawn all the same.
    this.form.addEventListener("submit", () => this.finish());
  }

  /** @param {string} selector @param {() => void} act */
  on(selector, act) {
    this.place.querySelector(selector)?.addEventListener("click", act);
  }

  /** Cutting lines where the form says so, areas elsewhere. @returns {Kind} */
  kind() {
    const chosen = /** @type {HTMLInputElement | null} */ (this.form.querySelector('input[name="method"]:checked'));
    return chosen?.value === "lines" ? "line" : "area";
  }

  /** @param {{lat: number, lng: number}} at */
  add(at) {
    this.corners.push([round(at.lng), round(at.lat)]);
    this.show();
  }

  undo() {
    if (this.corners.length) this.corners.pop();
    else this.corners = this.done.pop()?.corners ?? [];
    this.show();
  }

  finish() {
    const kind = this.kind();
    if (this.corners.length >= (kind === "line" ? 2 : 3)) {
      this.done.push({ kind, corners: this.corners });
      this.corners = [];
    }
    this.show();
  }

  clear() {
    this.done = [];
    this.corners = [];
    this.show();
  }

  /** Take up what the form came back with. */
  read() {
    if (!this.field.value) return;
    /** @type {{geometries: {type: string, coordinates: any}[]}} */
    const given = JSON.parse(this.field.value);
    this.done = given.geometries.map(({ type, coordinates }) =>
      type === "LineString" ? { kind: "line", corners: coordinates } : { kind: "area", corners: coordinates[0].slice(0, -1) },
    );
  }

  show() {
    this.drawn.clearLayers();
    for (const { kind, corners } of this.done) this.shape(kind, corners, true);
    if (this.corners.length) this.shape(this.kind(), this.corners, false);
    this.field.value = this.done.length ? JSON.stringify({ type: "GeometryCollection", geometries: this.done.map(geometry) }) : "";
    const { countLine, countArea } = this.place.dataset;
    const told = /** @type {HTMLElement} */ (this.place.querySelector("[data-told]"));
    told.textContent = `${this.kind() === "line" ? countLine : countArea}: ${this.done.length}`;
  }

  /** @param {Kind} kind @param {Corner[]} corners @param {boolean} whole */
  shape(kind, corners, whole) {
    const points = corners.map(([lng, lat]) => [lat, lng]);
    const options = { interactive: false, className: kind === "line" || !whole ? "draw-shape draw-line" : "draw-shape" };
    const drawn = kind === "area" && whole ? this.L.polygon(points, options) : this.L.polyline(points, options);
    this.drawn.addLayer(drawn);
    for (const point of points) this.drawn.addLayer(this.L.circleMarker(point, { interactive: false, radius: 5, className: "draw-corner" }));
  }
}

/** @param {{kind: Kind, corners: Corner[]}} shape */
function geometry({ kind, corners }) {
  if (kind === "line") return { type: "LineString", coordinates: corners };
  return { type: "Polygon", coordinates: [[...corners, /** @type {Corner} */ (corners[0])]] };
}

/** @param {number} degrees */
function round(degrees) {
  return Number(degrees.toFixed(DECIMALS));
}

for (const place of document.querySelectorAll("[data-draw]")) start(/** @type {HTMLElement} */ (place));
