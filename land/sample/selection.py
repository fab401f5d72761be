"""Which of the many sites become plots, so that number and total area come out."""

import zlib
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from land.sample.randomness import stream
from land.sample.shapes import Ints
from land.sample.spec import Site

_SMALL_M2, _LARGE_M2 = 5_000.0, 50_000.0
_MEDIUM_SHARE = 0.15
_SWAPS = 600
_CLUSTER_M = 1_900.0
_QUOTA = {"ward": 132.0, "town": 115.0, "rural": 60.0, "island": 150.0}


def quotas(kinds: dict[str, str], count: int) -> dict[str, int]:
    """How many small plots each commune gets, by its kind; they add up to the count."""
    weights = {code: _QUOTA[kind] for code, kind in sorted(kinds.items())}
    total = sum(weights.values())
    found = {code: int(count * weight / total) for code, weight in weights.items()}
    for code in sorted(found)[: count - sum(found.values())]:
        found[code] += 1
    return found


def select(sites: Sequence[Site], tenths: Ints, kinds: dict[str, str], count: int, target: int, seed: int) -> list[int]:
    """Numbers of `count` sites whose areas (tenths of m²) come near the target; small ones by commune, in clusters.

    Raises:
        ValueError: when the landscape has too few sites for the wish.
    """
    rng = stream(seed, "selection")
    small = np.flatnonzero(tenths < _SMALL_M2 * 10)
    large = np.flatnonzero(tenths >= _LARGE_M2 * 10)
    medium = np.flatnonzero((tenths >= _SMALL_M2 * 10) & (tenths < _LARGE_M2 * 10))
    chosen_medium = _spread(rng, medium, sites, min(round(count * _MEDIUM_SHARE), len(medium)))
    mean_small = float(tenths[small].mean())
    rest = target - int(tenths[chosen_medium].sum())
    left = count - len(chosen_medium)
    # Large plots fill what small ones leave: n * large + (left - n) * small = rest.
    mean_large = float(np.median(tenths[large]) * 1.6)
    number = round(min(max((rest - left * mean_small) / (mean_large - mean_small), left * 0.01), len(large) * 0.6))
    chosen_small = _by_quota(rng, small, sites, quotas(kinds, left - number))
    number = count - len(chosen_medium) - len(chosen_small)
    if number > len(large):
        raise ValueError(f"{count} plots wanted, the landscape has {len(chosen_small) + len(medium) + len(large)}")
    chosen_large = _near(rng, large, sites, tenths, number, rest - int(tenths[chosen_small].sum()))
    return sorted([*chosen_small.tolist(), *chosen_medium.tolist(), *chosen_large.tolist()])


def _spread(rng: Generator, pool: Ints, sites: Sequence[Site], count: int) -> Ints:
    """Whole blocks in an order in which no theme takes more than its square root's share."""
    groups: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    size: dict[str, int] = defaultdict(int)
    for index in pool.tolist():
        site = sites[index]
        groups[site.commune, site.place, _cluster(site)].append(index)
        size[site.theme] += 1
    keys = sorted(groups)
    odds = np.array([1 / np.sqrt(size[sites[groups[key][0]].theme]) for key in keys])
    marks = rng.random(len(keys)) / odds
    order = [index for number in np.argsort(marks, kind="stable").tolist() for index in groups[keys[number]]]
    return np.array(sorted(order[:count]), dtype=np.int64)


def _cluster(site: Site) -> int:
    """Blocks; in forests and along the coast what lies nearest to one of many scattered points."""
    if site.theme not in ("forest", "coast"):
        return site.block
    west, south, east, north = site.shape.bounds
    x, y = (west + east) / 2 / _CLUSTER_M, (south + north) / 2 / _CLUSTER_M
    cells = [(int(x) + i, int(y) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    distance = [
        ((column + _part(column, row, 1) - x) ** 2 + (row + _part(column, row, 2) - y) ** 2) for column, row in cells
    ]
    column, row = cells[distance.index(min(distance))]
    return column * 10_000 + row


def _part(column: int, row: int, salt: int) -> float:
    """A number from 0 to 1 of its own for each cell."""
    return zlib.crc32(f"{column}/{row}/{salt}".encode()) % 1_000 / 1_000


def _by_quota(rng: Generator, pool: Ints, sites: Sequence[Site], quota: dict[str, int]) -> Ints:
    """Whole blocks in random order until each commune has its number; what one lacks the others give."""
    groups: dict[str, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for index in pool.tolist():
        site = sites[index]
        groups[site.commune][site.place, site.block].append(index)
    chosen: list[int] = []
    spare: list[int] = []
    for code in sorted(groups):
        blocks = [groups[code][key] for key in sorted(groups[code])]
        order = [index for number in rng.permutation(len(blocks)).tolist() for index in blocks[number]]
        wanted = quota.get(code, 0)
        chosen += order[:wanted]
        spare += order[wanted:]
    short = sum(quota.values()) - len(chosen)
    if short > 0:
        chosen += [spare[number] for number in rng.permutation(len(spare))[:short].tolist()]
    return np.array(sorted(chosen), dtype=np.int64)


def _near(rng: Generator, pool: Ints, sites: Sequence[Site], tenths: Ints, count: int, target: int) -> Ints:
    """`count` of the pool whose areas add up to nearly the target: a draw, then the best exchanges."""
    inside = _spread(rng, pool, sites, count)
    outside = np.setdiff1d(pool, inside)
    outside = outside[np.argsort(tenths[outside], kind="stable")]
    for _ in range(_SWAPS):
        lack = target - int(tenths[inside].sum())
        if abs(lack) < 3_000 or len(outside) == 0:
            break
        given, taken = _best_exchange(tenths[inside], tenths[outside], lack)
        gain = int(tenths[outside[taken]] - tenths[inside[given]])
        if abs(lack - gain) >= abs(lack):
            break
        inside[given], outside[taken] = outside[taken], inside[given]
        outside = outside[np.argsort(tenths[outside], kind="stable")]
    chosen: Ints = np.sort(inside)
    return chosen


def _best_exchange(inside: Ints, outside: Ints, lack: int) -> tuple[int, int]:
    wanted = inside + lack
    right = np.clip(np.searchsorted(outside, wanted), 0, len(outside) - 1)
    left = np.maximum(right - 1, 0)
    nearer = np.where(np.abs(outside[left] - wanted) < np.abs(outside[right] - wanted), left, right)
    given = int(np.argmin(np.abs(outside[nearer] - wanted)))
    return given, int(nearer[given])
