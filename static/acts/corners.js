// Moving single corners of a boundary: every corner of the widget's boundary gets a handle, and what is moved goes into
// the widget's field at once.

/** @typedef {number[][][]} Rings longitude and latitude of the corners of one part, the outer ring first */

const DECIMALS = 9; // degrees: 0.1 mm
const HANDLE = 14;
const CLOSE = 21;

class Corners {
  /** @param {any} L @param {any} map @param {any} field the library's */
  constructor(L, map, field) {
    this.L = L;
    this.map = map;
    this.field = field;
    this.input = /** @type {HTMLTextAreaElement} */ (field.store.formfield);
    this.place = /** @type {HTMLElement} */ (this.input.closest("[data-corners]"));
    this.undo = /** @type {HTMLButtonElement} */ (this.place.querySelector("[data-undo]"));
    /** @type {string[]} */
    this.before = [];
    this.dress();
    this.show();
    const { drawnItems } = field;
    map.fitBounds(drawnItems.getBounds().pad(0.25), { maxZoom: CLOSE, animate: false });
    map.on(L.Draw.Event.EDITVERTEX, () => this.keep());
    this.undo.addEventListener("click", () => this.back());
    this.input.form?.addEventListener("submit", () => this.settle(false));
    this.place.dataset.ready = "true";
  }

  /** The map in our words, with the plots around. */
  dress() {
    const { around, label, zoomIn, zoomOut } = this.place.dataset;
    const container = this.map.getContainer();
    container.classList.add("desk-map");
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", label ?? "");
    this.map.zoomControl.remove();
    this.L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(this.map);
    if (!around) return;
    const options = { interactive: false, style: { className: "draw-around" } };
    this.L.geoJSON(JSON.parse(around), options).addTo(this.map).bringToBack();
  }

  /** Draw what stands in the field. */
  show() {
    const { drawnItems } = this.field;
    for (const layer of drawnItems.getLayers()) layer.editing.disable();
    drawnItems.clearLayers();
    for (const rings of parts(this.input.value)) {
      const layer = this.L.polygon(this.L.GeoJSON.coordsToLatLngs(rings, 1), {
        className: "draw-boundary",
        poly: { icon: this.handle(), touchIcon: this.handle(), allowIntersection: true },
      });
      drawnItems.addLayer(layer);
      layer.editing.latlngs = layer.getLatLngs(); // the library would leave out the holes
      layer.editing.enable();
    }
    this.tell();
  }

  handle() {
    return new this.L.DivIcon({ iconSize: [HANDLE, HANDLE], className: "corner-handle" });
  }

  /** Take over what was moved. */
  keep() {
    this.before.push(this.input.value);
    const layers = this.field.drawnItems.getLayers();
    const coordinates = layers.map((/** @type {any} */ layer) => layer.toGeoJSON(DECIMALS).geometry.coordinates);
    this.input.value = JSON.stringify({ type: "MultiPolygon", coordinates });
    this.settle(true);
    this.tell();
  }

  back() {
    this.input.value = this.before.pop() ?? this.input.value;
    this.settle(this.before.length > 0);
    this.show();
  }

  /** Whether leaving the page would lose something; the library asks then. @param {boolean} open */
  settle(open) {
    this.field._unsavedChanges = open;
  }

  tell() {
    this.undo.disabled = this.before.length === 0;
    const corners = parts(this.input.value).flat().reduce((sum, ring) => sum + ring.length - 1, 0);
    const told = /** @type {HTMLElement} */ (this.place.querySelector("[data-told]"));
    told.textContent = `${this.place.dataset.count}: ${corners}`;
  }
}

/** @param {string} text GeoJSON @returns {Rings[]} */
function parts(text) {
  if (!text) return [];
  const { type, coordinates } = JSON.parse(text);
  return type === "Polygon" ? [coordinates] : coordinates;
}

// The library makes its map when the page has loaded, after this module has run.
window.addEventListener("map:init", (event) => {
  const { L } = /** @type {any} */ (window);
  // Corners cannot be dragged by keys, so the tab key need not pass a hundred of them; coordinates can be pasted instead.
  L.Marker.Touch.mergeOptions({ keyboard: false });
  const { map } = /** @type {CustomEvent} */ (event).detail;
  map.on("map:loadfield", (/** @type {any} */ loaded) => new Corners(L, map, loaded.field));
});
