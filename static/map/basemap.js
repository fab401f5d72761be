// A base map named by the setting BASEMAP_URL: raster tiles by template, or an archive of PMTiles. None by default.

import { addProtocol } from "maplibre-gl";

import { config } from "./config.js";

const isArchive = () => Boolean(config.basemap?.url.split("?")[0].endsWith(".pmtiles"));

/** Teach MapLibre the pmtiles: addresses, where one is configured; the library is loaded only then. */
export async function prepareBasemap() {
  if (!isArchive()) return;
  const { Protocol } = await import(/* by the import map */ "pmtiles");
  addProtocol("pmtiles", new Protocol().tile);
}

/** @returns {Record<string, any>} */
export function basemapSource() {
  if (!config.basemap) return {};
  const { url } = config.basemap;
  const place = isArchive() ? { url: `pmtiles://${new URL(url, location.href).href}` } : { tiles: [url] };
  return { basemap: { type: "raster", tileSize: 256, ...place } };
}

/** @returns {any[]} */
export function basemapLayers() {
  return config.basemap ? [{ id: "basemap", type: "raster", source: "basemap" }] : [];
}
