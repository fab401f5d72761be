"""Random streams that depend on names only, never on order of work or hashing."""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator, SeedSequence


def stream(seed: int, *names: object) -> Generator:
    """The stream of a named thing, e.g. stream(seed, "26506", "streets")."""
    word = zlib.crc32("/".join(str(name) for name in names).encode())
    return Generator(np.random.PCG64(SeedSequence([seed, word])))


def weighted(rng: Generator, choices: Sequence[tuple[Any, float]]) -> Any:
    """One of (value, weight)."""
    mark = rng.random() * sum(weight for _, weight in choices)
    for value, weight in choices:
        mark -= weight
        if mark < 0:
            return value
    return choices[-1][0]
