// One state, one way to change it, listeners by key.

/** @import {State, Filters} from "./types.js" */

import { config } from "./config.js";

/** @returns {Filters} */
export function noFilters() {
  return { q: "", values: {}, ranges: {} };
}

/** @returns {State} */
export function initialState() {
  return {
    view: null,
    box: null,
    filters: noFilters(),
    theme: config.subject.themes[0],
    date: null,
    said: false,
    selection: null,
    group: "",
    inView: true,
    sort: config.sort,
    detent: "peek",
    shown: { units: true, grid: true, basemap: true },
    reference: [],
    image: "",
    look: "true",
    record: "",
  };
}

/**
 * What asks for the state's day: for things as they were on it, or as was said at its end. Of lots only what was said is kept.
 * @param {Pick<State, "date" | "said">} state
 * @returns {import("./types.js").Clock}
 */
export const clockOf = ({ date, said }) => (date && (said || config.subject.clock === "recorded") ? { recorded: date } : { datetime: date });

/** @typedef {(state: State, changed: Set<keyof State>) => void} Listener */

export class Store {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {{keys: (keyof State)[], run: Listener}[]} */
    this.listeners = [];
  }

  /**
   * Hear of changes of some keys.
   * @param {(keyof State)[]} keys
   * @param {Listener} run
   */
  on(keys, run) {
    this.listeners.push({ keys, run });
  }

  /**
   * Change some keys; listeners of keys that really changed run once.
   * @param {Partial<State>} patch
   */
  set(patch) {
    /** @type {Set<keyof State>} */
    const changed = new Set();
    for (const key of /** @type {(keyof State)[]} */ (Object.keys(patch))) {
      if (JSON.stringify(this.state[key]) !== JSON.stringify(patch[key])) changed.add(key);
    }
    if (!changed.size) return;
    this.state = { ...this.state, ...patch };
    for (const { keys, run } of this.listeners) {
      if (keys.some((key) => changed.has(key))) run(this.state, changed);
    }
  }
}
