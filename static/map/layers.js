// The register's layers on the map: their tiles follow filters and date, their paint the theme and the selection.

/** @import {Map as MapLibre, VectorTileSource, GeoJSONSource, ICanonicalTileID} from "maplibre-gl" */
/** @import {Store} from "./state.js" */
/** @import {Notices} from "./notices.js" */
/** @import {Tilesets} from "./style.js" */

import * as api from "./api.js";
import { parameters } from "./filters.js";
import { HATCHES, hatchImage } from "./hatch.js";
import { t } from "./i18n.js";
import { palette } from "./palette.js";
import { casingVisibility, fillOpacity, hatchVisibility, linePaint, PLAIN_CELL, THEMES_OF_CELLS } from "./plotlayers.js";
import { clockOf } from "./state.js";
import { style } from "./style.js";
import { neighbourNames } from "./surroundings.js";
import { colourExpression } from "./themes.js";

/** @typedef {"plots" | "units"} Name */

const SLOW_MS = 900;
/** Sources whose failure is told to the reader: of what is seen beside the register, too. */
const NAMED = new Set(["plots", "units", "basemap", "imagery", "plans", "roads", "parcels"]);
/** @type {Record<string, string[]>} */
const PARTS = {
  units: ["units-border", "unit-names"],
  grid: ["graticule", "graticule-labels"],
  basemap: ["basemap"],
};

export class Layers {
  /**
   * @param {MapLibre} map
   * @param {Store} store
   * @param {Notices} notices
   */
  constructor(map, store, notices) {
    this.map = map;
    this.store = store;
    this.notices = notices;
    /** @type {Tilesets} */
    this.tilesets = {};
    /** @type {Record<string, any>} */
    this.data = {};
    this.marked = { selected: "", hover: "" };
    /** @type {Record<string, number>} */
    this.late = {};
    /** @type {Record<string, Set<ICanonicalTileID>>} */
    this.failed = {};
    map.on("styledata", () => this.drawHatches());
    map.on("error", (event) => this.fail(event));
    map.on("sourcedataloading", (event) => this.watch(event));
    map.on("sourcedata", (event) => this.settle(event));
    document.addEventListener("appearance", () => this.restyle());
    store.on(["filters", "date", "said"], () => this.reload("plots"));
    store.on(["date"], () => this.reload("units"));
    store.on(["date"], ({ date }) => this.setData("neighbours", neighbourNames(date)));
    store.on(["theme"], () => this.recolour());
    store.on(["selection"], (state) => this.select(state.selection));
    store.on(["image"], () => this.makeRoomForPicture());
    store.on(["shown"], () => this.showParts());
  }

  /** After the style has loaded for the first time. */
  begin() {
    this.drawHatches();
    for (const [source, data] of Object.entries(this.data)) this.setData(source, data);
    this.showParts();
    this.select(this.store.state.selection);
  }

  drawHatches() {
    for (const name of HATCHES) {
      if (!this.map.hasImage(`hatch-${name}`)) {
        this.map.addImage(`hatch-${name}`, hatchImage(name, [40, 36, 30]), { pixelRatio: 2 });
      }
    }
  }

  /** Draw everything anew in the present appearance; data set by hand is put back. */
  restyle() {
    this.map.setStyle(style(palette(), this.store.state, this.tilesets), { diff: true });
    for (const [source, data] of Object.entries(this.data)) this.setData(source, data);
    this.showParts();
  }

  /**
   * @param {string} source
   * @param {any} data GeoJSON
   */
  setData(source, data) {
    this.data[source] = data;
    /** @type {GeoJSONSource | undefined} */ (this.map.getSource(source))?.setData(data);
  }

  /** Ask for the tiles of the present filters and day; only a new address empties the layer. @param {Name} name */
  async reload(name) {
    const { state } = this.store;
    const scope = name === "plots" ? { params: parameters(state.filters), clock: clockOf(state) } : { params: {}, clock: { datetime: state.date } };
    this.wait(name);
    try {
      const tileset = await api.tileset(name === "plots" ? "plotTiles" : "unitTiles", scope);
      if (!tileset) return;
      this.settled(name);
      this.notices.clear(`layer-${name}`);
      this.useTiles(name, tileset);
    } catch (error) {
      this.settled(name);
      this.notices.layerFailed(name, error, () => this.reload(name));
    }
  }

  /** @param {Name} name @param {import("./style.js").Tileset} tileset */
  useTiles(name, tileset) {
    const known = this.tilesets[name];
    const tiles = absolute(tileset.tiles);
    this.tilesets[name] = { ...tileset, tiles };
    if (!known) this.restyle();
    else {
      this.askAgain(name); // also at the same address: its notice has just been cleared
      if (known.tiles.join() !== tiles.join()) /** @type {VectorTileSource} */ (this.map.getSource(name)).setTiles(tiles);
    }
    this.mark("selected", this.store.state.selection ?? "");
  }

  recolour() {
    const { theme } = this.store.state;
    if (!this.map.getLayer("plots-fill")) return;
    const colour = colourExpression(theme);
    this.map.setPaintProperty("plots-fill", "fill-color", colour);
    this.map.setPaintProperty("plots-points", "circle-color", colour);
    this.map.setPaintProperty("cells", "circle-color", THEMES_OF_CELLS.includes(theme) ? colour : PLAIN_CELL);
    this.map.setLayoutProperty("plots-hatch", "visibility", hatchVisibility(this.store.state));
  }

  showParts() {
    for (const [part, names] of Object.entries(PARTS)) {
      const visibility = this.store.state.shown[part] ? "visible" : "none";
      for (const name of names) {
        if (this.map.getLayer(name)) this.map.setLayoutProperty(name, "visibility", visibility);
      }
    }
  }

  /** Over a picture plots are borders. */
  makeRoomForPicture() {
    if (!this.map.getLayer("plots-fill")) return;
    this.select(this.store.state.selection);
    this.recolour();
    this.map.setLayoutProperty("plots-casing", "visibility", casingVisibility(this.store.state));
    for (const [name, value] of Object.entries(linePaint(palette(), this.store.state))) this.map.setPaintProperty("plots-line", /** @type {any} */ (name), value);
  }

  /** @param {string | null} code */
  select(code) {
    this.mark("selected", code ?? "");
    if (this.map.getLayer("plots-fill")) this.map.setPaintProperty("plots-fill", "fill-opacity", fillOpacity(this.store.state));
  }

  /** @param {string} code "" for none */
  hover(code) {
    if (this.marked.hover !== code) this.mark("hover", code);
  }

  /**
   * One plot at a time carries a mark.
   * @param {"selected" | "hover"} mark
   * @param {string} code
   */
  mark(mark, code) {
    if (!this.map.getSource("plots")) return;
    for (const sourceLayer of ["plots", "plots_points"]) {
      const before = this.marked[mark];
      if (before) this.map.setFeatureState({ source: "plots", sourceLayer, id: before }, { [mark]: false });
      if (code) this.map.setFeatureState({ source: "plots", sourceLayer, id: code }, { [mark]: true });
    }
    this.marked[mark] = code;
  }

  /** @param {any} event */
  fail(event) {
    const name = event.sourceId;
    if (NAMED.has(name)) {
      if (event.tile) (this.failed[name] ??= new Set()).add(event.tile.tileID.canonical);
      if (this.superseded(event)) this.askAgain(name);
      else this.notices.layerFailed(name, event.error, () => this.again(name));
      this.map.triggerRepaint(); // nothing new is drawn, and without a frame the map never says that it is idle
    } else if (event.error?.name !== "AbortError") {
      console.warn(event.error);
    }
  }

  /**
   * Whether a tile failed whose source has another address by now: MapLibre (6.12) puts the new one off until the old one
   * has answered (`reloadPromise`), and forgets it where that fails.
   * @param {any} event
   */
  superseded({ sourceId, tile }) {
    if (!tile || !(sourceId in this.tilesets)) return false;
    const putOff = Boolean(tile.reloadPromise);
    tile.reloadPromise = null;
    return putOff || !(/** @type {VectorTileSource} */ (this.map.getSource(sourceId)).loaded());
  }

  /** @param {string} name */
  again(name) {
    this.notices.clear(`layer-${name}`);
    if (name === "plots" || name === "units") this.reload(name);
    this.askAgain(name);
  }

  /**
   * Ask anew for the tiles that failed. MapLibre (6.12, by its pull request 7911) holds a failed vector tile for one under
   * way when a whole source is loaded anew, and never asks for it; named one by one it does. Of a raster it is the
   * other way round: one named that has no picture yet breaks the drawing (its issue 7775).
   * @param {string} name
   */
  askAgain(name) {
    const failed = this.failed[name];
    const source = this.map.getSource(name);
    delete this.failed[name];
    if (failed && source) this.map.refreshTiles(name, source.type === "vector" ? [...failed] : undefined);
  }

  /** A layer that takes long says so. @param {any} event */
  watch(event) {
    if (event.sourceId in this.tilesets) this.wait(event.sourceId);
  }

  /** @param {string} name */
  wait(name) {
    if (!this.late[name]) this.late[name] = setTimeout(() => this.notices.loading(name, t(`layer.${name}`)), SLOW_MS);
  }

  /** @param {any} event */
  settle(event) {
    const name = event.sourceId;
    if (this.late[name] && this.map.isSourceLoaded(name)) this.settled(name);
  }

  /** @param {string} name */
  settled(name) {
    clearTimeout(this.late[name]);
    this.late[name] = 0;
    this.notices.loaded(name);
  }
}

/** MapLibre's worker knows no page address. @param {string[]} tiles */
export const absolute = (tiles) => tiles.map((tile) => (tile.startsWith("/") ? location.origin + tile : tile));
