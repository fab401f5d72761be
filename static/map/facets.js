// Counts from the server: of the whole filter for the chips, of the view for legend and headline.

/** @import {Facets} from "./types.js" */
/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { parameters } from "./filters.js";
import { clockOf } from "./state.js";

export class Counts {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Facets | null} */
    this.all = null;
    /** @type {Facets | null} */
    this.view = null;
    /** @type {unknown} */
    this.error = null;
    /** @type {((counts: Counts) => void)[]} */
    this.listeners = [];
    store.on(["filters", "date", "said"], () => this.load());
    store.on(["box", "inView"], () => this.loadView());
  }

  /** @param {(counts: Counts) => void} run */
  onChange(run) {
    this.listeners.push(run);
  }

  load() {
    this.loadAll();
    this.loadView();
  }

  loadAll() {
    const { state } = this.store;
    this.ask("facets", { params: parameters(state.filters), clock: clockOf(state) }, (facets) => {
      this.all = facets;
    });
  }

  loadView() {
    const { filters, box, inView } = this.store.state;
    if (inView && !box) return;
    this.ask("facets-view", { params: parameters(filters), clock: clockOf(this.store.state), bbox: inView ? box : null }, (facets) => {
      this.view = facets;
    });
  }

  /** @param {string} slot @param {api.Scope} scope @param {(facets: Facets) => void} keep */
  async ask(slot, scope, keep) {
    try {
      const facets = await api.facets(slot, scope);
      if (!facets) return;
      keep(facets);
      this.error = null;
    } catch (error) {
      this.error = error;
    }
    for (const run of this.listeners) run(this);
  }
}
