"""A large window in pieces, so that memory does not grow with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, sqrt
from typing import Final

CORE: Final = 256  # pixels a side that a piece is asked about
MARGIN: Final = 40  # pixels around it that are read too: what lies beside an object, and the slow drift of a day
_MOST_VALUES: Final = 16_000_000  # of one piece: 64 MB in float32
_LEAST_CORE: Final = 64


@dataclass(frozen=True)
class Block:
    """A piece of a window of pixels.

    Attributes:
        top, left, height, width: of what is read.
        core: first and last row (exclusive), first and last column of what is asked about, counted in the piece.
    """

    top: int
    left: int
    height: int
    width: int
    core: tuple[int, int, int, int]


def blocks(height: int, width: int, layers: int) -> Iterator[Block]:
    """Pieces whose cores cover a window without overlap.

    Args:
        layers: how many values a pixel has, pictures times bands: a longer series is read in smaller pieces.
    """
    side = min(CORE, max(_LEAST_CORE, int(sqrt(_MOST_VALUES / max(layers, 1))) - 2 * MARGIN))
    for top, bottom in _parts(height, side):
        for left, right in _parts(width, side):
            first, start = max(0, top - MARGIN), max(0, left - MARGIN)
            last, end = min(height, bottom + MARGIN), min(width, right + MARGIN)
            core = top - first, bottom - first, left - start, right - start
            yield Block(first, start, last - first, end - start, core)


def _parts(length: int, side: int) -> list[tuple[int, int]]:
    count = max(1, ceil(length / side))
    edges = [round(length * number / count) for number in range(count + 1)]
    return list(pairwise(edges))
