// Every call to the server: one table of paths (tests/unit/portal/test_frontend_modules.py resolves each), one error type.

/** @import {Box, Clock, Facets, Page, Feature, SearchAnswer, UnitAnswer} from "./types.js" */

import { config } from "./config.js";

export const PATHS = {
  map: "/",
  plotTiles: "/ogc/collections/plots/tiles/WebMercatorQuad",
  plotItems: "/ogc/collections/plots/items",
  plotItem: "/ogc/collections/plots/items/{code}",
  plotFacets: "/ogc/collections/plots/facets",
  lotTiles: "/ogc/collections/lots/tiles/WebMercatorQuad",
  lotItems: "/ogc/collections/lots/items",
  lotItem: "/ogc/collections/lots/items/{code}",
  lotFacets: "/ogc/collections/lots/facets",
  lotPage: "/lots/{code}/",
  lotList: "/lots/",
  unitTiles: "/ogc/collections/units/tiles/WebMercatorQuad",
  planTiles: "/ogc/collections/plans/tiles/WebMercatorQuad",
  roadTiles: "/ogc/collections/roads/tiles/WebMercatorQuad",
  parcelTiles: "/ogc/collections/parcels/tiles/WebMercatorQuad",
  sceneItems: "/ogc/collections/scenes/items",
  mosaicTiles: "/imagery/mosaics/{code}/tiles/WebMercatorQuad",
  unitPlaces: "/map/units",
  search: "/search",
  plotPage: "/plots/{code}/",
  plotImagery: "/plots/{code}/imagery/",
  plotList: "/plots/",
  summary: "/summary/",
};

/**
 * The name, in the table, of an address of what the map is about.
 * @param {"Tiles" | "Items" | "Item" | "Facets" | "Page" | "List"} what
 * @returns {keyof typeof PATHS}
 */
export const own = (what) => `${config.subject.one}${what}`;

/** An answer that is not the wanted one. `kind` says which state to show. */
export class ApiError extends Error {
  /**
   * @param {"offline" | "busy" | "refused" | "failed"} kind
   * @param {string} message
   * @param {number} [status]
   */
  constructor(kind, message, status = 0) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** @typedef {Record<string, string | number | null | undefined>} Query */

/**
 * An address of the table, with its place and query filled; empty values are left out.
 * @param {keyof typeof PATHS} name
 * @param {Query} [query]
 * @param {string} [code]
 */
export function address(name, query = {}, code = "") {
  const path = PATHS[name].replace("{code}", encodeURIComponent(code));
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

// A server that does not answer has failed; the reader is told and may ask again.
const PATIENCE_MS = 30_000;
const TOO_MANY = 429;

/** @type {Map<string, AbortController>} */
const running = new Map();

/**
 * Fetch JSON; a newer request of the same slot aborts the older one.
 * @param {string} slot
 * @param {string} url
 * @returns {Promise<any>} null when a newer request took the slot
 */
export const get = (slot, url) => ask(slot, url, "application/json", (answer) => answer.json());

/**
 * Fetch a part of a page; otherwise as `get`.
 * @param {string} slot
 * @param {string} url
 * @returns {Promise<string | null>}
 */
export const markup = (slot, url) => ask(slot, url, "text/html", (answer) => answer.text());

/**
 * @param {string} slot
 * @param {string} url
 * @param {string} accept
 * @param {(answer: Response) => Promise<any>} read
 */
async function ask(slot, url, accept, read) {
  running.get(slot)?.abort();
  const controller = new AbortController();
  running.set(slot, controller);
  try {
    const answer = await fetch(url, { headers: { Accept: accept }, signal: AbortSignal.any([controller.signal, AbortSignal.timeout(PATIENCE_MS)]) });
    if (!answer.ok) throw await refusal(answer);
    return await read(answer);
  } catch (error) {
    if (controller.signal.aborted) return null;
    if (error instanceof ApiError) throw error;
    throw new ApiError(navigator.onLine ? "failed" : "offline", String(error));
  } finally {
    if (running.get(slot) === controller) running.delete(slot);
  }
}

/**
 * Forget what a slot is waiting for.
 * @param {string} slot
 */
export function cancel(slot) {
  running.get(slot)?.abort();
}

/** @param {Response} answer */
async function refusal(answer) {
  const problem = await answer.json().catch(() => ({}));
  const kind = answer.status === TOO_MANY ? "busy" : answer.status >= 400 && answer.status < 500 ? "refused" : "failed";
  return new ApiError(kind, problem.detail ?? "", answer.status);
}

/**
 * What tiles, list and facets share. Filters go as plain parameters, so that a facet can leave its own out.
 * @typedef {{params: Query, filter?: string, clock: Clock, bbox?: Box | null}} Scope
 */

/** @param {Scope} scope @returns {Query} */
export function shared({ params, filter, clock, bbox }) {
  return { ...params, filter, ...clock, bbox: bbox ? bbox.map((value) => value.toFixed(5)).join(",") : null };
}

/**
 * @param {keyof typeof PATHS} name
 * @param {Scope} scope
 * @returns {Promise<{tiles: string[], minzoom?: number, maxzoom?: number} | null>}
 */
export const tileset = (name, scope) => get(name, address(name, { f: "tilejson", ...shared(scope) }));

/**
 * @param {Scope} scope
 * @param {string} sort
 * @returns {Promise<Page | null>}
 */
export const items = (scope, sort) =>
  get("items", address(own("Items"), { f: "json", limit: 50, sortby: sort, properties: config.subject.listed, ...shared(scope) }));

/** @param {string} href @returns {Promise<Page | null>} */
export const nextItems = (href) => get("items", href);

/**
 * How many match; each slot has its own request.
 * @param {string} slot
 * @param {Scope} scope
 * @returns {Promise<number | null>}
 */
export async function count(slot, scope) {
  const page = await get(slot, address(own("Items"), { f: "json", limit: 1, properties: "code", ...shared(scope) }));
  return page ? page.numberMatched : null;
}

/**
 * @param {string} slot
 * @param {Scope} scope
 * @param {string[]} names none for all
 * @returns {Promise<Facets | null>}
 */
export const facets = (slot, scope, names) => get(slot, address(own("Facets"), { ...shared(scope), facets: names.join(",") || null }));

/** @param {string} code @param {Clock} clock @returns {Promise<Feature | null>} */
export const one = (code, clock) => get("one", address(own("Item"), { f: "json", ...clock }, code));

/** @typedef {{ code: string, title: string, stage: string, stage_text: string }} LotOfPlot */

/**
 * What a plot's page knows of today beside its facts: what planning says, and the lots drawn from it.
 * @param {string} code
 * @returns {Promise<{ planning: { lines: { title: string, text: string }[] } | null, lots: LotOfPlot[] } | null>}
 */
export const plotToday = (code) => get("planning", address("plotPage", { f: "json" }, code));

/** @param {string | null} on @returns {Promise<UnitAnswer | null>} */
export const unitPlaces = (on) => get("unitPlaces", address("unitPlaces", { on }));

/** @param {string} q @returns {Promise<SearchAnswer | null>} */
export const search = (q) => get("search", address("search", { q, of: config.subject.name }));
