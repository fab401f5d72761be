"""The tables the sample is invented from, as Python values; folder tables/ holds them as CSV, easy to add to."""

import csv
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "tables"

Weights = tuple[tuple[str, float], ...]


@lru_cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a table."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@lru_cache
def row(name: str, key: str) -> dict[str, str]:
    """The row whose first column is the key; empty where there is none."""
    for found in rows(name):
        if next(iter(found.values())) == key:
            return found
    return {}


@lru_cache
def words(name: str, key: str, column: str) -> tuple[str, ...]:
    """The words of a cell, which are set apart by bars; none where the cell is empty."""
    text = row(name, key).get(column, "")
    return tuple(text.split("|")) if text else ()


def weights(text: str) -> Weights:
    """Pairs of a cell like "vacant:66 lent:6"."""
    pairs = (pair.rsplit(":", 1) for pair in text.split())
    return tuple((value, float(weight)) for value, weight in pairs)
