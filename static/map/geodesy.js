// Lengths and areas on the WGS 84 ellipsoid for the measuring tool.

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const E2 = F * (2 - F);
const E = Math.sqrt(E2);

/** @typedef {[number, number]} LngLat */

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;

/**
 * Length of the geodesic between two points in m (Vincenty's inverse formula, better than 1 mm).
 * @param {LngLat} from
 * @param {LngLat} to
 */
export function distance(from, to) {
  if (from[0] === to[0] && from[1] === to[1]) return 0;
  const l = radians(to[0] - from[0]);
  const u1 = Math.atan((1 - F) * Math.tan(radians(from[1])));
  const u2 = Math.atan((1 - F) * Math.tan(radians(to[1])));
  const [su1, cu1, su2, cu2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = l;
  let [sigma, sinSigma, cosSigma, cos2Alpha, cos2M] = [0, 0, 0, 0, 0];
  for (let turn = 0; turn < 100; turn += 1) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    sinSigma = Math.hypot(cu2 * sl, cu1 * su2 - su1 * cu2 * cl);
    cosSigma = su1 * su2 + cu1 * cu2 * cl;
    sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = sinSigma ? (cu1 * cu2 * sl) / sinSigma : 0;
    cos2Alpha = 1 - sinAlpha ** 2;
    cos2M = cos2Alpha ? cosSigma - (2 * su1 * su2) / cos2Alpha : 0;
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const before = lambda;
    lambda = l + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2M + c * cosSigma * (2 * cos2M ** 2 - 1)));
    if (Math.abs(lambda - before) < 1e-12) break;
  }
  const u = (cos2Alpha * (A ** 2 - B ** 2)) / B ** 2;
  const k = (Math.sqrt(1 + u) - 1) / (Math.sqrt(1 + u) + 1);
  const big = (1 + k ** 2 / 4) / (1 - k);
  const small = k * (1 - (3 / 8) * k ** 2);
  const last = (small / 6) * cos2M * (4 * sinSigma ** 2 - 3) * (4 * cos2M ** 2 - 3);
  const correction = small * sinSigma * (cos2M + (small / 4) * (cosSigma * (2 * cos2M ** 2 - 1) - last));
  return B * big * (sigma - correction);
}

/**
 * Length of a line in m.
 * @param {LngLat[]} points
 */
export function length(points) {
  return points.slice(1).reduce((sum, point, at) => sum + distance(points[at], point), 0);
}

/** Area between the equator and a latitude per radian of longitude, over A²/2. @param {number} latitude radians */
function zonal(latitude) {
  const s = Math.sin(latitude);
  return (1 - E2) * (s / (1 - E2 * s ** 2) + Math.atanh(E * s) / E);
}

const PIECES = 16;

/**
 * Area of a ring in m²: exact on the ellipsoid for edges as the map draws them.
 * @param {LngLat[]} ring without the closing point
 */
export function area(ring) {
  let sum = 0;
  ring.forEach(([x0, y0], at) => {
    const [x1, y1] = ring[(at + 1) % ring.length];
    for (let piece = 0; piece < PIECES; piece += 1) {
      const [a, b] = [piece / PIECES, (piece + 1) / PIECES].map((share) => zonal(radians(y0 + (y1 - y0) * share)));
      sum += (radians(x1 - x0) / PIECES) * ((a + b) / 2);
    }
  });
  return Math.abs(sum) * (A ** 2 / 2);
}

/**
 * A circle of so many metres around a point, to draw how exact a position is.
 * @param {LngLat} centre
 * @param {number} radius m
 * @returns {LngLat[]}
 */
export function circle([longitude, latitude], radius) {
  const perDegree = distance([longitude, latitude], [longitude, latitude + 0.01]) * 100;
  return Array.from({ length: 65 }, (_, at) => {
    const angle = (at / 64) * 2 * Math.PI;
    const across = perDegree * Math.cos(radians(latitude));
    return [longitude + (radius * Math.cos(angle)) / across, latitude + (radius * Math.sin(angle)) / perDegree];
  });
}
