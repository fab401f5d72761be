"""Illustrative boundaries of units, rebuilt from points that say which commune of 2024 holds them.

The points stand about 550 m apart along borders and the coast, so a boundary is true to some 200 m and never fit for a
decision; units made here are marked illustrative. Between two points of different communes the boundary passes half
way: the triangles of a Delaunay net give the pieces, which are joined, smoothed and polygonised once for all communes,
so that neighbours share every vertex.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from gis import crs
from gis.geometry import to_multipolygon

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Names = npt.NDArray[np.str_]
Flags = npt.NDArray[np.bool_]

GRID_M = 0.001  # coordinates are kept to the millimetre
_CORNER_CUTS = 2
_SOFTENINGS = 2
_SHORE_M = 450.0
_GUARD_M = 20_000.0
_INITIAL = "initial"
_CON_DAO_2024 = "755"  # the district had no communes; the points carry its own code


def commune_polygons(points_csv: Path) -> dict[str, MultiPolygon]:
    """The communes of 2024 (and Côn Đảo district, 755) by code, in the legal system, sharing their borders exactly."""
    places, codes = _read_points(points_csv)
    triangles = _triangles(places)
    codes = _without_strays(codes, triangles)
    lines = _boundary_pieces(places, codes, triangles)
    arcs = [_smooth(shapely.get_coordinates(line)) for line in shapely.get_parts(shapely.line_merge(lines))]
    return _label(shapely.get_parts(shapely.polygonize(arcs)), places, codes)


def unit_polygons(
    communes: Mapping[str, MultiPolygon], units_csv: Path, succession_csv: Path
) -> dict[str, MultiPolygon]:
    """Polygons of every unit of admin_units.csv by uid, each the union of communes of 2024.

    Hồ Chí Minh City (79@2025-07-01) gets its part in the former province only: the points know no more.

    Args:
        communes: boundaries by code of 2024, in the legal CRS, as the result is.
    """
    members = _members(_rows(units_csv), _rows(succession_csv))
    return {uid: to_multipolygon(_union([communes[code] for code in codes])) for uid, codes in members.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _union(parts: Sequence[MultiPolygon]) -> Any:
    return shapely.coverage_union_all(parts)


def _read_points(path: Path) -> tuple[Floats, Names]:
    rows = _rows(path)
    longitudes = np.array([float(row["lon"]) for row in rows])
    latitudes = np.array([float(row["lat"]) for row in rows])
    x, y = crs.transform_points(longitudes, latitudes, crs.CRS84, crs.LEGAL)
    places = np.column_stack([x, y])
    # Outside points all around, so that every boundary closes.
    west, south = places.min(axis=0) - _GUARD_M
    east, north = places.max(axis=0) + _GUARD_M
    guards = [(a, b) for a in np.linspace(west, east, 4) for b in (south, north)]
    guards += [(a, b) for b in np.linspace(south, north, 6)[1:-1] for a in (west, east)]
    codes = [row["commune_code_2024"] for row in rows] + [""] * len(guards)
    return np.round(np.vstack([places, guards]), 3), np.array(codes)


def _triangles(places: Floats) -> Ints:
    """Corner numbers of the Delaunay triangles, three to a row."""
    number = {(x, y): index for index, (x, y) in enumerate(places.tolist())}
    net = shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(places)))
    corners = shapely.get_coordinates(net).reshape(-1, 4, 2)[:, :3].reshape(-1, 2)
    return np.array([number[x, y] for x, y in corners.tolist()], dtype=np.int64).reshape(-1, 3)


def _without_strays(codes: Names, triangles: Ints) -> Names:
    """A land point none of whose neighbours has its code takes their commonest one; islets keep theirs."""
    near: dict[int, set[int]] = defaultdict(set)
    for a, b, c in triangles.tolist():
        near[a] |= {b, c}
        near[b] |= {a, c}
        near[c] |= {a, b}
    mended = codes.copy()
    for index, others in sorted(near.items()):
        around = Counter(str(codes[other]) for other in sorted(others))
        if codes[index] and codes[index] not in around and "" not in around:
            mended[index] = max(sorted(around), key=around.__getitem__)
    return mended


def _boundary_pieces(places: Floats, codes: Names, triangles: Ints) -> Any:
    """Pieces of boundary inside each triangle: from half way to half way, or three that meet in its middle."""
    at, of = places[triangles], codes[triangles]
    half = [_half_way(at[:, k], at[:, (k + 1) % 3], of[:, k] == "", of[:, (k + 1) % 3] == "") for k in range(3)]
    middle = np.mean(half, axis=0)
    cut = [of[:, k] != of[:, (k + 1) % 3] for k in range(3)]
    number_cut = np.sum(cut, axis=0)
    pieces = []
    for k in range(3):
        other = (k + 1) % 3
        both = cut[k] & cut[other] & (number_cut == 2)
        pieces.append(np.stack([half[k][both], half[other][both]], axis=1))
        three = number_cut == 3
        pieces.append(np.stack([half[k][three], middle[three]], axis=1))
    segments = np.round(np.concatenate(pieces), 3)
    return shapely.multilinestrings(shapely.linestrings(segments))


def _half_way(start: Floats, end: Floats, start_outside: Flags, end_outside: Flags) -> Floats:
    """Half way between two points, but never far out from land: the sea has few points."""
    length = np.hypot(*(end - start).T)
    share = np.minimum(0.5, _SHORE_M / length)
    share = np.where(start_outside & ~end_outside, 1 - share, np.where(end_outside & ~start_outside, share, 0.5))
    return start + (end - start) * share[:, None]


def _smooth(line: Floats) -> LineString:
    """Corner cutting (Chaikin); an open arc keeps its ends, where it meets others."""
    closed = bool(np.all(line[0] == line[-1]))
    for _ in range(_SOFTENINGS):
        line = _soften(line, closed)
    for _ in range(_CORNER_CUTS):
        start, end = line[:-1], line[1:]
        cuts = np.stack([0.75 * start + 0.25 * end, 0.25 * start + 0.75 * end], axis=1).reshape(-1, 2)
        line = np.vstack([cuts, cuts[:1]]) if closed else np.vstack([line[:1], cuts, line[-1:]])
    return LineString(np.round(line, 3))


def _soften(line: Floats, closed: bool) -> Floats:
    """Each point moves towards its neighbours: the points stand on a lattice, whose steps would show."""
    if len(line) < 4:
        return line
    before, after = np.roll(line[:-1], 1, axis=0), np.roll(line[:-1], -1, axis=0)
    if closed:
        ring = 0.25 * before + 0.5 * line[:-1] + 0.25 * after
        return np.vstack([ring, ring[:1]])
    inner = 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:]
    return np.vstack([line[:1], inner, line[-1:]])


def _label(faces: Iterable[Polygon], places: Floats, codes: Names) -> dict[str, MultiPolygon]:
    """Each face goes to the commune of the points in it, or of the nearest point."""
    tree = shapely.STRtree(shapely.points(places))
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for face in faces:
        inside = tree.query(face, predicate="contains")
        if len(inside) == 0:
            inside = tree.query_nearest(Point(face.representative_point()))[:1]
        votes = Counter(str(codes[index]) for index in inside)
        code = max(sorted(votes), key=votes.__getitem__)
        if code:
            parts[code].append(face)
    return {code: to_multipolygon(shapely.normalize(_union(parts[code]))) for code in sorted(parts)}


def _members(units: list[dict[str, str]], succession: list[dict[str, str]]) -> dict[str, list[str]]:
    """Codes of the communes of 2024 that make up each unit."""
    found: dict[str, list[str]] = {}
    for unit in units:
        chosen = [row["code_2024"] or _CON_DAO_2024 for row in succession if _holds(unit, row)]
        found[unit["uid"]] = sorted(set(chosen))
    return found


def _holds(unit: dict[str, str], row: dict[str, str]) -> bool:
    """Whether the unit held this commune of 2024."""
    if unit["level"] == "province":
        return True
    code, start = unit["code"], unit["uid"].partition("@")[2]
    if unit["level"] == "district":
        return row["district_code_2024"] in (unit["predecessor_codes"] or code).split(",")
    if start == _INITIAL:
        return row["code_2024"] == code
    return row["code_2025_07" if start == "2025-07-01" else "code_2025_01"] == code
