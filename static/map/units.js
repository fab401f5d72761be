// Names of the units of the day on the map, and their boxes for zooming to a unit.

/** @import {UnitPlace} from "./types.js" */
/** @import {Store} from "./state.js" */
/** @import {Layers} from "./layers.js" */

import * as api from "./api.js";

export class Units {
  /**
   * @param {Store} store
   * @param {Layers} layers
   */
  constructor(store, layers) {
    this.store = store;
    this.layers = layers;
    /** @type {UnitPlace[]} */
    this.places = [];
    store.on(["date"], () => this.load());
  }

  async load() {
    try {
      const answer = await api.unitPlaces(this.store.state.date);
      if (!answer) return;
      this.places = answer.units;
      const said = this.places.some(({ illustrative }) => illustrative);
      for (const note of document.querySelectorAll("[data-illustrative]")) note.toggleAttribute("hidden", !said);
      this.draw();
    } catch {
      // Names are an addition: the list and the filters name the units too.
    }
  }

  draw() {
    const features = this.places.map(({ name, point }) => ({ type: "Feature", geometry: { type: "Point", coordinates: point }, properties: { name } }));
    this.layers.setData("unit-places", { type: "FeatureCollection", features });
  }

  /**
   * The box around some units; null when none is known.
   * @param {string[]} uids
   * @returns {import("./types.js").Box | null}
   */
  boxOf(uids) {
    const boxes = this.places.filter(({ uid }) => uids.includes(uid)).map(({ bbox }) => bbox);
    if (!boxes.length) return null;
    const least = (/** @type {number} */ at) => Math.min(...boxes.map((box) => box[at]));
    const most = (/** @type {number} */ at) => Math.max(...boxes.map((box) => box[at]));
    return [least(0), least(1), most(2), most(3)];
  }
}
