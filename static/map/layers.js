// The layers of what the map is about: their tiles follow filters and date, their paint the theme and the selection.

/** @import {Map as MapLibre, VectorTileSource, GeoJSONSource, ICanonicalTileID} from "maplibre-gl" */
/** @import {Store} from "./state.js" */
/** @import {Notices} from "./notices.js" */
/** @import {Tilesets} from "./style.js" */

import * as api from "./api.js";
import { config } from "./config.js";
import { parameters } from "./filters.js";
import { HATCHES, hatchImage } from "./hatch.js";
import { t } from "./i18n.js";
import { palette } from "./palette.js";
import { clockOf } from "./state.js";
import { style } from "./style.js";
import { casingVisibility, cellPaint, fillOpacity, groupFilter, hatchVisibility, linePaint } from "./subjectlayers.js";
import { neighbourNames } from "./surroundings.js";
import { colourExpression } from "./themes.js";

const SUBJECT = config.subject.name;
/** @typedef {"plots" | "lots" | "units"} Name */

const SLOW_MS = 900;
/** Sources whose failure is told to the reader: of what is seen beside the register, too. */
const NAMED = new Set([SUBJECT, "units", "basemap", "imagery", "plans", "roads", "parcels"]);
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
    store.on(["filters", "date", "said"], () => this.reload(SUBJECT));
    store.on(["date"], () => this.reload("units"));
    store.on(["date"], ({ date }) => this.setData("neighbours", neighbourNames(date)));
    store.on(["theme"], () => this.recolour());
    store.on(["selection"], (state) => this.select(state.selection));
    store.on(["selection"], ({ selection }) => !selection && store.set({ group: "" }));
    store.on(["group"], ({ group }) => this.gather(group));
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
    const scope = name === SUBJECT ? { params: parameters(state.filters), clock: clockOf(state) } : { params: {}, clock: { datetime: state.date } };
    this.wait(name);
    try {
      const tileset = await api.tileset(name === SUBJECT ? api.own("Tiles") : "unitTiles", scope);
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
    if (!this.map.getLayer(this.id("fill"))) return;
    const colour = colourExpression(theme);
    this.map.setPaintProperty(this.id("fill"), "fill-color", colour);
    this.map.setPaintProperty(this.id("points"), "circle-color", colour);
    this.paint("cells", cellPaint(palette(), this.store.state));
    this.paint(this.id("line"), linePaint(palette(), this.store.state));
    this.map.setLayoutProperty(this.id("hatch"), "visibility", hatchVisibility(this.store.state));
  }

  showParts() {
    for (const [part, names] of Object.entries(PARTS)) {
      const visibility = this.store.state.shown[part] ? "visible" : "none";
      for (const name of names) {
        if (this.map.getLayer(name)) this.map.setLayoutProperty(name, "visibility", visibility);
      }
    }
  }

  /** The layer of the subject that has a part. @param {string} part */
  id(part) {
    return `${SUBJECT}-${part}`;
  }

  /** @param {string} layer @param {Record<string, any>} paint */
  paint(layer, paint) {
    for (const [name, value] of Object.entries(paint)) this.map.setPaintProperty(layer, /** @type {any} */ (name), value);
  }

  /** What belongs together with what is selected is seen to. @param {string} group */
  gather(group) {
    for (const part of ["group", "group-points"]) {
      if (this.map.getLayer(this.id(part))) this.map.setFilter(this.id(part), groupFilter({ group }));
    }
  }

  /** Over a picture plots and lots are borders. */
  makeRoomForPicture() {
    if (!this.map.getLayer(this.id("fill"))) return;
    this.select(this.store.state.selection);
    this.recolour();
    this.map.setLayoutProperty(this.id("casing"), "visibility", casingVisibility(this.store.state));
  }

  /** @param {string | null} code */
  select(code) {
    this.mark("selected", code ?? "");
    if (this.map.getLayer(this.id("fill"))) this.map.setPaintProperty(this.id("fill"), "fill-opacity", fillOpacity(this.store.state));
  }

  /** @param {string} code "" for none */
  hover(code) {
    if (this.marked.hover !== code) this.mark("hover", code);
  }

  /**
   * One plot or lot at a time carries a mark.
   * @param {"selected" | "hover"} mark
   * @param {string} code
   */
  mark(mark, code) {
    if (!this.map.getSource(SUBJECT)) return;
    for (const sourceLayer of [SUBJECT, `${SUBJECT}_points`]) {
      const before = this.marked[mark];
      if (before) this.map.setFeatureState({ source: SUBJECT, sourceLayer, id: before }, { [mark]: false });
      if (code) this.map.setFeatureState({ source: SUBJECT, sourceLayer, id: code }, { [mark]: true });
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
    if (name === SUBJECT || name === "units") this.reload(/** @type {Name} */ (name));
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
