// WGS 84 to VN-2000 by the official seven parameters (Decision 05/2007/QĐ-BTNMT), as gis/crs.py pins them on the server.
// Tested against data/facts/crs_vn2000_test_vectors.json to 1 mm by tests/unit/portal/vn2000.test.mjs.

const A = 6378137; // WGS 84; VN-2000 uses the same ellipsoid
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const ARC_SECOND = Math.PI / 648000;

// From VN-2000 to WGS 84, position-vector signs; used backwards here.
const SHIFT = [-191.90441429, -39.30318279, -111.45032835];
const TURN = [0.00928836, -0.01975479, 0.00427372].map((seconds) => seconds * ARC_SECOND);
const SCALE = 1 + 0.252906278e-6;

/** Zones by their number at EPSG; meridian in degrees. */
const ZONES = { 5899: 107.75, 9210: 105.75 };

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;

/** @param {number} longitude @param {number} latitude radians, on the ellipsoid @returns {[number, number, number]} */
function toSpace(longitude, latitude) {
  const n = A / Math.sqrt(1 - E2 * Math.sin(latitude) ** 2);
  const ring = n * Math.cos(latitude);
  return [ring * Math.cos(longitude), ring * Math.sin(longitude), n * (1 - E2) * Math.sin(latitude)];
}

/** @param {[number, number, number]} place @returns {[number, number]} longitude and latitude in radians */
function fromSpace([x, y, z]) {
  const ring = Math.hypot(x, y);
  let latitude = Math.atan2(z, ring * (1 - E2));
  for (let turn = 0; turn < 6; turn += 1) {
    const n = A / Math.sqrt(1 - E2 * Math.sin(latitude) ** 2);
    latitude = Math.atan2(z + E2 * n * Math.sin(latitude), ring);
  }
  return [Math.atan2(y, x), latitude];
}

/** The seven parameters backwards. @param {[number, number, number]} place @returns {[number, number, number]} */
function toVietnam(place) {
  const [x, y, z] = place.map((value, at) => (value - SHIFT[at]) / SCALE);
  const [rx, ry, rz] = TURN;
  return [x + rz * y - ry * z, -rz * x + y + rx * z, ry * x - rx * y + z];
}

const N = F / (2 - F);
const RADIUS = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64 + N ** 6 / 256);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const K0 = 0.9999;

/**
 * Transverse Mercator by Krüger's series, to nanometres within a zone.
 * @param {number} longitude radians
 * @param {number} latitude radians
 * @param {number} meridian degrees
 * @returns {[number, number]} easting, northing
 */
function transverseMercator(longitude, latitude, meridian) {
  const e = Math.sqrt(E2);
  const tau = Math.tan(latitude);
  const sigma = Math.sinh(e * Math.atanh((e * tau) / Math.sqrt(1 + tau ** 2)));
  const conformal = tau * Math.sqrt(1 + sigma ** 2) - sigma * Math.sqrt(1 + tau ** 2);
  const away = longitude - radians(meridian);
  const xi = Math.atan2(conformal, Math.cos(away));
  const eta = Math.asinh(Math.sin(away) / Math.hypot(conformal, Math.cos(away)));
  let [north, east] = [xi, eta];
  ALPHA.forEach((alpha, at) => {
    const k = 2 * (at + 1);
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  return [500000 + K0 * RADIUS * east, K0 * RADIUS * north];
}

/**
 * A WGS 84 point in a zone of VN-2000.
 * @param {number} longitude degrees
 * @param {number} latitude degrees
 * @param {keyof typeof ZONES} [zone] EPSG number; the legal zone of the former province by default
 * @returns {{east: number, north: number}} metres (x of the cadastre is north, y is east)
 */
export function toVn2000(longitude, latitude, zone = 5899) {
  const place = toVietnam(toSpace(radians(longitude), radians(latitude)));
  const [east, north] = transverseMercator(...fromSpace(place), ZONES[zone]);
  return { east, north };
}
