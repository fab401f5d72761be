// Counts from the server: every facet of the whole filter for the menus, of the view the one that the legend shows.

/** @import {Facets} from "./types.js" */
/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { parameters } from "./filters.js";
import { whenBack } from "./notices.js";
import { clockOf } from "./state.js";
import { facetOf } from "./themes.js";

export class Counts {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Facets | null} */
    this.all = null;
    /** @type {Facets | null} */
    this.view = null;
    /** Why there are no counts of the one or the other. @type {{all: unknown, view: unknown}} */
    this.failed = { all: null, view: null };
    /** @type {((counts: Counts) => void)[]} */
    this.listeners = [];
    this.again = () => this.load();
    store.on(["filters", "date", "said"], () => this.load());
    store.on(["box", "inView", "theme"], () => this.loadView());
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
    this.ask("all", { params: parameters(state.filters), clock: clockOf(state) }, []);
  }

  /** At every move of the map: of a million plots one facet takes 0.6 of the time of all twelve. */
  loadView() {
    const { filters, box, inView, theme } = this.store.state;
    if (inView && !box) return;
    const scope = { params: parameters(filters), clock: clockOf(this.store.state), bbox: inView ? box : null };
    this.ask("view", scope, [facetOf(theme)]);
  }

  /**
   * What failed leaves nothing behind: numbers of another view or filter would pass for those of this one.
   * @param {"all" | "view"} which
   * @param {api.Scope} scope
   * @param {string[]} names
   */
  async ask(which, scope, names) {
    try {
      const facets = await api.facets(`facets-${which}`, scope, names);
      if (!facets) return;
      this[which] = facets;
      this.failed[which] = null;
    } catch (error) {
      this[which] = null;
      this.failed[which] = error;
      whenBack(error, this.again);
    }
    for (const run of this.listeners) run(this);
  }
}
