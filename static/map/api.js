// Every call to the server: one table of paths (tests/unit/portal/test_frontend_modules.py resolves each), one error type.

/** @import {Box, Clock, Facets, Page, PlotFeature, SearchAnswer, UnitAnswer} from "./types.js" */

export const PATHS = {
  plotTiles: "/ogc/collections/plots/tiles/WebMercatorQuad",
  plotItems: "/ogc/collections/plots/items",
  plotItem: "/ogc/collections/plots/items/{code}",
  plotFacets: "/ogc/collections/plots/facets",
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
 * @param {"plotTiles" | "unitTiles"} name
 * @param {Scope} scope
 * @returns {Promise<{tiles: string[], minzoom?: number, maxzoom?: number} | null>}
 */
export const tileset = (name, scope) => get(name, address(name, { f: "tilejson", ...shared(scope) }));

const LIST_FIELDS = "code,name,address,unit_name,area_m2,land_use,use_state,location_basis";

/**
 * @param {Scope} scope
 * @param {string} sort
 * @returns {Promise<Page | null>}
 */
export const items = (scope, sort) =>
  get("items", address("plotItems", { f: "json", limit: 50, sortby: sort, properties: LIST_FIELDS, ...shared(scope) }));

/** @param {string} href @returns {Promise<Page | null>} */
export const nextItems = (href) => get("items", href);

/**
 * How many plots match; each slot has its own request.
 * @param {string} slot
 * @param {Scope} scope
 * @returns {Promise<number | null>}
 */
export async function count(slot, scope) {
  const page = await get(slot, address("plotItems", { f: "json", limit: 1, properties: "code", ...shared(scope) }));
  return page ? page.numberMatched : null;
}

/**
 * @param {string} slot
 * @param {Scope} scope
 * @param {string[]} names none for all
 * @returns {Promise<Facets | null>}
 */
export const facets = (slot, scope, names) => get(slot, address("plotFacets", { ...shared(scope), facets: names.join(",") || null }));

/** @param {string} code @param {Clock} clock @returns {Promise<PlotFeature | null>} */
export const plot = (code, clock) => get("plot", address("plotItem", { f: "json", ...clock }, code));

/** What planning says of a plot today. @param {string} code @returns {Promise<{ lines: { title: string, text: string }[] } | null>} */
export const planning = async (code) => (await get("planning", address("plotPage", { f: "json" }, code)))?.planning ?? null;

/** @param {string | null} on @returns {Promise<UnitAnswer | null>} */
export const unitPlaces = (on) => get("unitPlaces", address("unitPlaces", { on }));

/** @param {string} q @returns {Promise<SearchAnswer | null>} */
export const search = (q) => get("search", address("search", { q }));
