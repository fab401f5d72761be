"""What a mistyped word may have meant: the nearest words of the register, by swapped, lost, added and wrong letters."""

import time
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from land.models import SearchWord

_FRESH_FOR_S = 300.0
_NEAREST = 4
_kept: tuple[float, dict[str, int]] | None = None


def words() -> Mapping[str, int]:
    """Word -> number of plots that hold it; at most five minutes old."""
    global _kept  # two threads that read at once keep the same
    now = time.monotonic()
    if _kept is None or now - _kept[0] > _FRESH_FOR_S:
        _kept = now, dict(SearchWord.objects.values_list("word", "n"))
    return _kept[1]


def forget() -> None:
    """Empty the memory of this process (tests)."""
    global _kept
    _kept = None


def nearest(word: str) -> list[str]:
    """Words one slip away, two in a long word; the likelier first. Numbers and short words stand as typed."""
    if len(word) < 3 or not word.isalpha():
        return []
    known = words()
    slips = 1 if len(word) < 6 else 2
    found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
    ranked = sorted((distance, -known[near], near) for near, distance, _ in found if near != word)
    return [near for _, _, near in ranked[:_NEAREST]]
