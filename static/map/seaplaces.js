// Where the names of the sea and of the archipelagos stand in a view. Arithmetic only: the stand-alone report
// (land/exports/report_sea.py) takes this file in as it is, so it imports nothing.

/** @typedef {[number, number]} Pair  longitude and latitude, or x and y on the screen */
/** @typedef {[number, number, number, number]} Area  west, south, east, north; or left, top, right, bottom */
/** @typedef {{name: string, point: Pair, reach: Area}} Islands */
/** @typedef {Pair[][]} Polygon  rings */
/** @typedef {{sea: {name: string, point: Pair, reach: Area, share: number}, islands: Islands[]}} SeaNames */
/** @typedef {{width: number, height: number, toScreen: (place: Pair) => Pair, toPlace: (spot: Pair) => Pair}} Screen */
/** @typedef {{name: string, point: Pair, islands: boolean}} Placed */

const STEP = 36;
// Half of the room that a name takes, px.
const SEA_ROOM = /** @type {Pair} */ ([104, 26]);
const ISLANDS_ROOM = /** @type {Pair} */ ([92, 46]);
// The sea's name may reach a little over its shore where there is no better place.
const LEAST = 0.6;
const ENOUGH = 1;

/**
 * The names for a view: an archipelago as soon as the view reaches into its waters, moved to where it can be read; the sea
 * in the widest open water, where there is enough of it.
 * @param {Screen} screen
 * @param {SeaNames} names
 * @param {{waters: Polygon[], land: Polygon[], covered: Area[], before?: Pair | null}} seen  what lies over the map, and
 *   where the sea's name stood before
 * @returns {Placed[]}
 */
export function placeNames(screen, names, { waters, land, covered, before = null }) {
  const spots = raster(screen);
  const [west, north] = screen.toPlace([0, 0]);
  const [east, south] = screen.toPlace([screen.width, screen.height]);
  const taken = [...covered];
  /** @type {Placed[]} */
  const found = [];
  for (const { name, point, reach } of names.islands) {
    if (west >= reach[2] || east <= reach[0] || south >= reach[3] || north <= reach[1]) continue;
    const own = screen.toScreen(point);
    const spot = fits(own, screen, taken) ? own : nearest(own, spots, screen, taken);
    taken.push(around(spot, ISLANDS_ROOM));
    found.push({ name, point: spot === own ? point : screen.toPlace(spot), islands: true });
  }
  const isWater = (/** @type {Pair} */ place) => isIn(place, names.sea.reach) && holds(waters, place) && !holds(land, place);
  const sea = openWater(spots, screen, taken, isWater, [before, names.sea.point]);
  if (sea) found.push({ name: names.sea.name, point: sea, islands: false });
  return found;
}

/** Spots all over the screen. @param {Screen} screen */
function raster({ width, height }) {
  /** @type {Pair[]} */
  const found = [];
  for (let y = STEP / 2; y < height; y += STEP) for (let x = STEP / 2; x < width; x += STEP) found.push([x, y]);
  return found;
}

/** @param {Pair} spot @param {Pair} room @returns {Area} */
const around = ([x, y], [dx, dy]) => [x - dx, y - dy, x + dx, y + dy];

/** @param {Pair} spot @param {Area} area */
const isIn = ([x, y], [left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom;

/** Whether an archipelago's name can be read there. @param {Pair} spot @param {Screen} screen @param {Area[]} taken */
function fits(spot, { width, height }, taken) {
  const [left, top, right, bottom] = around(spot, ISLANDS_ROOM);
  const free = taken.every((area) => right <= area[0] || left >= area[2] || bottom <= area[1] || top >= area[3]);
  return free && left >= 0 && top >= 0 && right <= width && bottom <= height;
}

/** @param {Pair} own @param {Pair[]} spots @param {Screen} screen @param {Area[]} taken @returns {Pair} */
function nearest(own, spots, screen, taken) {
  const far = (/** @type {Pair} */ [x, y]) => (x - own[0]) ** 2 + (y - own[1]) ** 2;
  const free = spots.filter((spot) => fits(spot, screen, taken)).sort((one, other) => far(one) - far(other));
  const clamp = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(Math.max(value, 0), most);
  return free[0] ?? [clamp(own[0], screen.width), clamp(own[1], screen.height)]; // never left out
}

/**
 * @param {Pair[]} spots
 * @param {Screen} screen
 * @param {Area[]} taken
 * @param {(place: Pair) => boolean} isWater
 * @param {(Pair | null)[]} known  where the name stays, or stands by custom, while there is room
 * @returns {Pair | null}
 */
function openWater(spots, screen, taken, isWater, known) {
  /** @type {Pair[]} */
  const water = [];
  /** @type {Pair[]} */
  const shore = [];
  for (const spot of spots) (isWater(screen.toPlace(spot)) ? water : shore).push(spot);
  /** In units of the name's own room: 1 is just enough. */
  const free = (/** @type {Pair} */ [x, y]) => {
    const apart = (/** @type {number} */ dx, /** @type {number} */ dy) => Math.max(dx / SEA_ROOM[0], dy / SEA_ROOM[1]);
    let least = Math.min(x / SEA_ROOM[0], y / SEA_ROOM[1], (screen.width - x) / SEA_ROOM[0], (screen.height - y) / SEA_ROOM[1]);
    for (const [left, top, right, bottom] of taken) least = Math.min(least, apart(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)));
    for (const [sx, sy] of shore) least = Math.min(least, apart(Math.abs(sx - x), Math.abs(sy - y)));
    return least;
  };
  for (const place of known) if (place && isWater(place) && free(screen.toScreen(place)) >= ENOUGH) return place;
  let [best, room] = [/** @type {Pair | null} */ (null), LEAST];
  for (const spot of water) {
    const here = free(spot);
    if (here >= room) [best, room] = [spot, here];
  }
  return best && screen.toPlace(best);
}

/** Whether a place is in one of some polygons: crossings of a ray, over all rings. @param {Polygon[]} polygons @param {Pair} place */
function holds(polygons, [x, y]) {
  return polygons.some((rings) => {
    let inside = false;
    for (const ring of rings) {
      for (let at = 1; at < ring.length; at += 1) {
        const [[x0, y0], [x1, y1]] = [ring[at - 1], ring[at]];
        if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
      }
    }
    return inside;
  });
}
