// Biển Đông and the two archipelagos are named on any view that reaches them, above every other label.
// A browser test checks that these features and their layer are in the style.

import { t } from "./i18n.js";

/** @type {[string, [number, number], number, number, boolean][]} message, place, lowest and highest zoom, archipelago */
const PLACES = [
  ["place.eastSea", [112.3, 12.9], 0, 7, false],
  ["place.eastSea", [107.42, 9.62], 7, 8, false],
  ["place.eastSea", [107.29, 10.235], 8, 9, false],
  ["place.eastSea", [107.27, 10.305], 9, 13, false],
  ["place.hoangSa", [112.0, 16.45], 0, 24, true],
  ["place.truongSa", [114.0, 9.6], 0, 24, true],
];

/** GeoJSON of the names. */
export function names() {
  return {
    type: /** @type {const} */ ("FeatureCollection"),
    features: PLACES.map(([message, coordinates, from, to, islands]) => ({
      type: /** @type {const} */ ("Feature"),
      geometry: { type: /** @type {const} */ ("Point"), coordinates },
      properties: { name: t(message), from, to, islands },
    })),
  };
}

/**
 * The layers that draw them; they never give way to other labels.
 * @param {import("./palette.js").Palette} colours
 * @returns {any[]}
 */
export function nameLayers(colours) {
  const paint = { "text-color": colours["sea-label"], "text-halo-color": colours.sea, "text-halo-width": 1.5 };
  const shown = ["all", [">=", ["zoom"], ["get", "from"]], ["<", ["zoom"], ["get", "to"]]];
  return [
    {
      id: "sovereignty-sea",
      type: "symbol",
      source: "sovereignty",
      filter: ["all", ["!", ["get", "islands"]], ...shown.slice(1)],
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["Noto Sans SemiBold"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 4, 16, 9, 22],
        "text-transform": "uppercase",
        "text-letter-spacing": 0.3,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint,
    },
    {
      id: "sovereignty-islands",
      type: "symbol",
      source: "sovereignty",
      filter: ["get", "islands"],
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["Noto Sans SemiBold"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 4, 12, 8, 17],
        "text-max-width": 9,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { ...paint, "text-color": colours.label },
    },
  ];
}
