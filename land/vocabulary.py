"""What a mistyped word may have meant: the nearest words of the register, by swapped, lost, added and wrong letters."""

import time
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from land.models import SearchWord

_FRESH_FOR_S = 300.0
_NEAREST = 4
_COMPLETIONS = 12
_NUMBER = 1_000
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


def knows(group: Iterable[str]) -> bool:
    """Whether one of the words may stand in a plot: words of letters that no plot holds do not."""
    return any(not word.isalpha() or word in words() for word in group)


def plots_of(group: Iterable[str]) -> int:
    """In how many plots one of the words stands; numbers are not counted and taken for rarer than most words."""
    known = words()
    return sum(known.get(word, 0) if word.isalpha() else _NUMBER for word in group)


def completions(beginning: str) -> list[str]:
    """The commonest words that begin so, longer than that; numbers have none."""
    if not beginning.isalpha():
        return []
    known = words()
    longer = [word for word in known if word.startswith(beginning) and word != beginning]
    return sorted(longer, key=lambda word: (-known[word], word))[:_COMPLETIONS]


def nearest(word: str) -> list[str]:
    """Words one slip away, two in a long word; the likelier first. Numbers and short words stand as typed."""
    if len(word) < 3 or not word.isalpha():
        return []
    known = words()
    slips = 1 if len(word) < 6 else 2
    found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
    ranked = sorted((distance, -known[near], near) for near, distance, _ in found if near != word)
    return [near for _, _, near in ranked[:_NEAREST]]
