// One label for each plot or lot in view, drawn anew when the map has come to rest.

/** @import {Map as MapLibre, MapGeoJSONFeature} from "maplibre-gl" */
/** @import {Layers} from "./layers.js" */
/** @import {Subject} from "./types.js" */

/** @typedef {number[][]} Ring */

// A label on a plot that is smaller than the label would hide it.
const LEAST_PX = { width: 34, height: 24 };

/**
 * @param {MapLibre} map
 * @param {Layers} layers
 * @param {Subject} subject
 */
export function addLabels(map, layers, subject) {
  let before = "";
  const draw = () => {
    const close = map.getZoom() >= subject.labelsFrom && map.getLayer(layers.id("points"));
    const features = close ? subject.labels(map) : [];
    const now = JSON.stringify(features);
    if (now === before) return;
    before = now;
    layers.setData("labels", { type: "FeatureCollection", features });
  };
  map.on("idle", draw);
}

/**
 * A point inside each boundary. Tiles cut a boundary into parts and would label each; the largest part on screen carries it.
 * @param {MapLibre} map
 * @param {string} layer
 */
export const labelPoints = (map, layer) => largestParts(map.queryRenderedFeatures({ layers: [layer] }), (512 * 2 ** map.getZoom()) / 360);

/**
 * @param {MapGeoJSONFeature[]} features
 * @param {number} scale pixels to a degree
 */
function largestParts(features, scale) {
  /** @type {Map<string, {ring: Ring, size: number, properties: Record<string, any>}>} */
  const largest = new Map();
  for (const { geometry, properties } of features) {
    const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.type === "MultiPolygon" ? geometry.coordinates.map((/** @type {Ring[]} */ part) => part[0]) : [];
    for (const ring of rings) {
      const [width, height] = extent(ring);
      const size = width * height;
      if (width * scale < LEAST_PX.width || height * scale < LEAST_PX.height) continue;
      if (size > (largest.get(properties.code)?.size ?? 0)) largest.set(properties.code, { ring, size, properties });
    }
  }
  return [...largest.values()].map(({ ring, properties }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: inside(ring) },
    properties: { ...properties }, // tiles give objects without a prototype, which MapLibre cannot send to its worker
  }));
}

/** Width and height in degrees. @param {Ring} ring */
function extent(ring) {
  const [xs, ys] = [0, 1].map((axis) => ring.map((point) => point[axis]));
  return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
}

/** A point inside: the middle of the widest stretch at half height. @param {Ring} ring */
function inside(ring) {
  const ys = ring.map(([, y]) => y);
  const y = (Math.min(...ys) + Math.max(...ys)) / 2;
  const crossings = [];
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [[x0, y0], [x1, y1]] = [ring[at], ring[at + 1]];
    if (y0 > y !== y1 > y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  }
  crossings.sort((a, b) => a - b);
  let [x, widest] = [ring[0][0], -1];
  for (let at = 0; at + 1 < crossings.length; at += 2) {
    const width = crossings[at + 1] - crossings[at];
    if (width > widest) [x, widest] = [crossings[at] + width / 2, width];
  }
  return [x, y];
}
