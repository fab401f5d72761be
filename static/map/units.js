// Names of today's (or that day's) units on the map, with how many plots each holds while cells are shown.

/** @import {UnitPlace} from "./types.js" */
/** @import {Store} from "./state.js" */
/** @import {Counts} from "./facets.js" */
/** @import {Layers} from "./layers.js" */

import * as api from "./api.js";
import { byId } from "./dom.js";
import { number, t } from "./i18n.js";

export class Units {
  /**
   * @param {Store} store
   * @param {Counts} counts
   * @param {Layers} layers
   */
  constructor(store, counts, layers) {
    this.store = store;
    this.counts = counts;
    this.layers = layers;
    /** @type {UnitPlace[]} */
    this.places = [];
    store.on(["date"], () => this.load());
    counts.onChange(() => this.draw());
  }

  async load() {
    try {
      const answer = await api.unitPlaces(this.store.state.date);
      if (!answer) return;
      this.places = answer.units;
      byId("illustrative").hidden = !this.places.some(({ illustrative }) => illustrative);
      this.draw();
    } catch {
      // Names are an addition: the list and the filters name the units too.
    }
  }

  draw() {
    const values = this.counts.all?.facets.unit?.values ?? [];
    const counts = new Map(values.map(({ value, count }) => [value, count]));
    const features = this.places.map(({ uid, name, point }) => {
      const count = counts.get(uid);
      const more = count ? { count: t("unit.count", { count: number(count) }) } : {};
      return { type: "Feature", geometry: { type: "Point", coordinates: point }, properties: { name, rank: count ?? 0, ...more } };
    });
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
