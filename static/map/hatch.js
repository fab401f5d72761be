// Official colours repeat (eighteen codes share one pink): plots whose colours are too close are told apart by hatching.

import { config } from "./config.js";

const SIZE = 12;
const NEAR = 24;

/** Patterns in order of use; "" is the plain colour. A pixel of the tile is inked where the test says so. */
/** @type {Record<string, (x: number, y: number) => boolean>} */
const PATTERNS = {
  rise: (x, y) => (x + y) % 6 < 1,
  fall: (x, y) => (x - y + SIZE) % 6 < 1,
  dots: (x, y) => x % 6 < 2 && y % 6 < 2,
  level: (_, y) => y % 6 < 1,
  upright: (x) => x % 6 < 1,
  cross: (x, y) => (x + y) % 12 < 1 || (x - y + SIZE) % 12 < 1,
  grid: (x, y) => x % 12 < 1 || y % 12 < 1,
  "rise-wide": (x, y) => (x + y) % 12 < 2,
  "fall-wide": (x, y) => (x - y + SIZE) % 12 < 2,
  "dots-wide": (x, y) => (x % 12 < 3 && y % 12 < 3) || ((x + 6) % 12 < 3 && (y + 6) % 12 < 3),
  "level-wide": (_, y) => y % 12 < 3,
  "upright-wide": (x) => x % 12 < 3,
  "rise-fine": (x, y) => (x + y) % 4 < 1,
  "fall-fine": (x, y) => (x - y + SIZE) % 4 < 1,
  "level-fine": (_, y) => y % 4 < 1,
  "upright-fine": (x) => x % 4 < 1,
  "grid-fine": (x, y) => x % 4 < 1 || y % 4 < 1,
};
export const HATCHES = Object.keys(PATTERNS);

/** @param {string} hex @returns {number[]} */
const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** @param {string} one @param {string} other */
function close(one, other) {
  const [a, b] = [rgb(one), rgb(other)];
  return Math.hypot(...a.map((value, at) => value - b[at])) < NEAR;
}

/** @returns {Map<string, string>} */
function assign() {
  /** @type {{colour: string, used: number}[]} */
  const groups = [];
  /** @type {Map<string, string>} */
  const hatches = new Map();
  for (const [code, colour] of Object.entries(config.colours)) {
    let group = groups.find((known) => close(known.colour, colour));
    if (!group) groups.push((group = { colour, used: 0 }));
    if (group.used) hatches.set(code, HATCHES[(group.used - 1) % HATCHES.length]);
    group.used += 1;
  }
  return hatches;
}

/** @type {Map<string, string> | null} */
let assigned = null;

/** Land-use codes with their hatches; a code that is not named is plain. */
export function hatches() {
  return (assigned ??= assign());
}

/**
 * The hatch of a land-use code; "" for plain.
 * @param {string} code
 */
export const hatchOf = (code) => hatches().get(code) ?? "";

/**
 * A hatch as a picture for MapLibre, in ink on nothing.
 * @param {string} name
 * @param {number[]} ink red, green, blue
 */
export function hatchImage(name, ink) {
  const scale = 2;
  const side = SIZE * scale;
  const data = new Uint8ClampedArray(side * side * 4);
  for (let at = 0; at < side * side; at += 1) {
    const inked = PATTERNS[name](Math.floor((at % side) / scale), Math.floor(at / side / scale));
    data.set([...ink, inked ? 150 : 0], at * 4);
  }
  return { width: side, height: side, data };
}

/**
 * A swatch for legend and list: the colour with its hatch, drawn on a canvas (inline styles are forbidden).
 * @param {string} colour
 * @param {string} hatch
 */
export function swatch(colour, hatch) {
  const canvas = document.createElement("canvas");
  canvas.width = 40;
  canvas.height = 28;
  canvas.className = "swatch";
  canvas.setAttribute("aria-hidden", "true");
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "rgb(40 36 30 / 60%)";
  for (let y = 0; hatch && y < canvas.height; y += 1) {
    for (let x = 0; x < canvas.width; x += 1) {
      if (PATTERNS[hatch](Math.floor(x / 2) % SIZE, Math.floor(y / 2) % SIZE)) pen.fillRect(x, y, 1, 1);
    }
  }
  return canvas;
}
