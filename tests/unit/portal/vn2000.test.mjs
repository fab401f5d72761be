// VN-2000 in the browser against the official vectors to 1 mm, lengths and areas against known values. node --test
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { area, distance, length } from "../../../static/map/geodesy.js";
import { toVn2000 } from "../../../static/map/vn2000.js";

const facts = new URL("../../../data/facts/crs_vn2000_test_vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(facts, "utf-8"));
const MILLIMETRE = 0.001;

for (const vector of vectors) {
  for (const zone of [5899, 9210]) {
    test(`VN-2000 ${zone}: ${vector.name}`, () => {
      const { east, north } = toVn2000(vector.wgs84_lon, vector.wgs84_lat, zone);
      assert.ok(Math.abs(east - vector[`epsg${zone}_E`]) < MILLIMETRE, `east ${east}`);
      assert.ok(Math.abs(north - vector[`epsg${zone}_N`]) < MILLIMETRE, `north ${north}`);
    });
  }
}

// From PROJ's geodesics (Karney) on WGS 84.
test("length of a geodesic", () => {
  assert.ok(Math.abs(distance([107.08, 10.35], [107.1684, 10.4963]) - 18856.221748) < MILLIMETRE);
  assert.equal(length([[107.08, 10.35]]), 0);
});

test("area on the ellipsoid", () => {
  const ring = [[107.08, 10.35], [107.09, 10.35], [107.09, 10.36], [107.08, 10.36]];
  assert.ok(Math.abs(area(ring) - 1211383.316) < 0.1);
  assert.ok(Math.abs(area(ring) - area([...ring].reverse())) < 1e-6);
});
