"""Random streams that depend on names only, never on order of work or hashing."""

import zlib
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.random import Generator, SeedSequence

_STOCK = 2048

Item = TypeVar("Item")


def stream(seed: int, *names: object) -> Generator:
    """The stream of a named thing, e.g. stream(seed, "26506", "streets")."""
    word = zlib.crc32("/".join(str(name) for name in names).encode())
    return Generator(np.random.PCG64(SeedSequence([seed, word])))


class Dice:
    """Single draws from a stream, ten times cheaper than asking it for one number each."""

    def __init__(self, rng: Generator) -> None:
        self._rng = rng
        self._stock: list[float] = []

    def roll(self) -> float:
        """A number from 0 up to 1."""
        if not self._stock:
            self._stock = self._rng.random(_STOCK).tolist()
        return self._stock.pop()

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.roll() < share

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.roll() * (most - least + 1))

    def between(self, least: float, most: float) -> float:
        """A number from one up to another."""
        return least + self.roll() * (most - least)

    def one(self, choices: Sequence[Item]) -> Item:
        """One of equals."""
        return choices[int(self.roll() * len(choices))]

    def pick(self, choices: Sequence[tuple[Item, float]]) -> Item:
        """One of (value, weight)."""
        mark = self.roll() * sum(weight for _, weight in choices)
        for value, weight in choices:
            mark -= weight
            if mark < 0:
                return value
        return choices[-1][0]

    def day(self, first: date, last: date) -> date:
        """A day between two, both included; the first where they are crossed."""
        span = last.toordinal() - first.toordinal()
        return date.fromordinal(first.toordinal() + self.number(0, span)) if span > 0 else first
