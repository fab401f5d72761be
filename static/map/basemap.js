// A base map named by the setting BASEMAP_URL: raster tiles by template, or a PMTiles archive of pictures. None by default.

/** @import {Store} from "./state.js" */
/** @import {Layers} from "./layers.js" */
/** @import {Notices} from "./notices.js" */

import { addProtocol } from "maplibre-gl";

import { config } from "./config.js";
import { byId, h, icon } from "./dom.js";
import { t } from "./i18n.js";

const isArchive = Boolean(config.basemap?.url.split("?")[0].endsWith(".pmtiles"));
const archiveUrl = () => new URL(config.basemap?.url ?? "", location.href).href;
/** An archive joins the style when it is known to hold pictures. */
let drawn = Boolean(config.basemap) && !isArchive;

/**
 * The base map's source in the status bar while it is shown; an archive is opened.
 * @param {Store} store
 * @param {Layers} layers
 * @param {Notices} notices
 */
export async function addBasemap(store, layers, notices) {
  if (isArchive && !drawn) {
    try {
      drawn = await openArchive();
    } catch (error) {
      return notices.layerFailed("basemap", error, () => (notices.clear("layer-basemap"), addBasemap(store, layers, notices)));
    }
    if (drawn) layers.restyle();
    else notices.show("basemap", "warn", icon("info"), h("span", {}, t("basemap.vector")));
  }
  const source = byId("basemap-attribution");
  source.textContent = config.basemap?.attribution ?? "";
  const show = () => (source.hidden = !drawn || !store.state.shown.basemap || !source.textContent);
  store.on(["shown"], show);
  show();
}

/** Teach MapLibre the archive's addresses; vector tiles would need a style of their own, and are left alone. */
async function openArchive() {
  const { PMTiles, Protocol, TileType } = await import(/* by the import map */ "pmtiles");
  const archive = new PMTiles(archiveUrl());
  const { tileType } = await archive.getHeader();
  if (tileType === TileType.Mvt || tileType === TileType.Mlt) return false;
  const protocol = new Protocol();
  protocol.add(archive);
  addProtocol("pmtiles", protocol.tile);
  return true;
}

/** @returns {Record<string, any>} */
export function basemapSource() {
  if (!config.basemap || !drawn) return {};
  const place = isArchive ? { url: `pmtiles://${archiveUrl()}` } : { tiles: [config.basemap.url] };
  return { basemap: { type: "raster", tileSize: 256, ...place } };
}

/** Left out of the style while its source is. @returns {any[]} */
export const basemapLayers = () => [{ id: "basemap", type: "raster", source: "basemap" }];
