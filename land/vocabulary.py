"""What a mistyped word may have meant: the nearest words of the register, by swapped, lost, added and wrong letters."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.scopes import scope_of
from land.models import SearchWord
from land.querysets import whole_levels
from land.workflow import PublishLevel

_FRESH_FOR_S = 300.0
_NEAREST = 4
_COMPLETIONS = 12
_NUMBER = 1_000
_PUBLIC = frozenset({PublishLevel.PUBLIC})
_kept: dict[frozenset[str], tuple[float, "Vocabulary"]] = {}


@dataclass(frozen=True)
class Vocabulary:
    """The words of the plots that a reader may know of.

    Attributes:
        words: word -> number of plots that hold it.
    """

    words: Mapping[str, int]

    def knows(self, group: Iterable[str]) -> bool:
        """Whether one of the words may stand in a plot: words of letters that no plot holds do not."""
        return any(not word.isalpha() or word in self.words for word in group)

    def plots_of(self, group: Iterable[str]) -> int:
        """In how many plots one of the words stands; numbers are not counted and taken for rarer than most words."""
        return sum(self.words.get(word, 0) if word.isalpha() else _NUMBER for word in group)

    def completions(self, beginning: str) -> list[str]:
        """The commonest words that begin so, longer than that; numbers have none."""
        if not beginning.isalpha():
            return []
        longer = [word for word in self.words if word.startswith(beginning) and word != beginning]
        return sorted(longer, key=lambda word: (-self.words[word], word))[:_COMPLETIONS]

    def nearest(self, word: str) -> list[str]:
        """Words one slip away, two in a long word; the likelier first. Numbers and short words stand as typed."""
        if len(word) < 3 or not word.isalpha():
            return []
        slips = 1 if len(word) < 6 else 2
        found = process.extract(word, self.words.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        ranked = sorted((distance, -self.words[near], near) for near, distance, _ in found if near != word)
        return [near for _, _, near in ranked[:_NEAREST]]


def vocabulary_of(user: Any) -> Vocabulary:
    """The words of the publication levels that the person reads everywhere; at most five minutes old.

    Whoever reads inside only some plots gets the published ones' words: others would tell of plots out of reach.
    """
    levels = whole_levels(scope_of(user)) or _PUBLIC
    now = time.monotonic()
    kept = _kept.get(levels)
    if kept is None or now - kept[0] > _FRESH_FOR_S:
        kept = _kept[levels] = now, _read(levels)  # two threads that read at once keep the same
    return kept[1]


def forget() -> None:
    """Empty the memory of this process (tests)."""
    _kept.clear()


def _read(levels: frozenset[str]) -> Vocabulary:
    rows = SearchWord.objects.values_list("word", *sorted(levels))
    counted = ((word, sum(counts)) for word, *counts in rows)
    return Vocabulary({word: plots for word, plots in counted if plots})
