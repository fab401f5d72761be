"""Finding units by the names people write: old or new, without tone marks, with slips."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection

from gis.db.expressions import Corners
from gis.db.versions import layer_version
from gis.text.abbreviations import strip_unit_prefix
from gis.text.fold import fold
from territory.models import AdminUnit, UnitSuccession

_SIMILAR = 0.6
_LEAST = 0.4


@dataclass(frozen=True)
class UnitHit:
    """A unit found, and the units of today that hold its land (itself, when it still exists)."""

    unit: AdminUnit
    today: tuple[AdminUnit, ...]
    score: float

    @property
    def is_old(self) -> bool:
        """It has ended; people of today live in `today`."""
        return self.unit.valid.upper is not None


@dataclass(frozen=True)
class _Named:
    """A unit with its names as they are compared."""

    unit: AdminUnit
    name: str
    short: str
    words: frozenset[str]


@dataclass(frozen=True)
class _Known:
    """Every unit without its polygon, and who came after whom."""

    units: dict[str, _Named]
    next_of: dict[str, list[str]]


def find_units(text: str, limit: int = 5) -> list[UnitHit]:
    """Units whose name fits the text, best first; an exact name wins, a new unit before an old one of the same fit."""
    wanted = fold(text)
    bare = fold(strip_unit_prefix(text))
    if not bare:
        return []
    known = _known()
    close = _close(wanted)
    fitting = [
        named
        for uid, named in known.units.items()
        if uid in close or all(word in named.unit.search_text for word in wanted.split())
    ]
    scored = sorted(
        ((_score(named, wanted, bare, close.get(named.unit.uid, 0.0)), named.unit) for named in fitting),
        key=lambda item: (-item[0], item[1].valid.upper is not None, item[1].uid),
    )
    best = [(score, unit) for score, unit in scored if score >= _LEAST][:limit]
    return [UnitHit(unit, _heirs(known, unit.uid), score) for score, unit in best]


def _close(wanted: str) -> dict[str, float]:
    """Uid -> how like the text the unit's words are, where they are so; this alone is left to the database."""
    close = TrigramWordSimilarity(wanted, "search_text")
    return dict(AdminUnit.objects.annotate(close=close).filter(close__gt=_SIMILAR).values_list("uid", "close"))


def _score(named: _Named, wanted: str, bare: str, close: float) -> float:
    if wanted in (named.name, f"{named.name} {named.short}"):
        return 1.0
    if wanted.startswith(f"{named.name} ") or bare == named.short:
        return 0.9
    if wanted in named.unit.search_text:
        return 0.7
    words = wanted.split()
    return max(sum(word in named.words for word in words) / len(words), close) * 0.6


def _heirs(known: _Known, unit: str) -> tuple[AdminUnit, ...]:
    """Today's holders of a unit's land, by following the successions."""
    ends: set[str] = set()
    todo = [unit]
    while todo:
        uid = todo.pop()
        todo += known.next_of.get(uid, [])
        if uid not in known.next_of:
            ends.add(uid)
    last = [known.units[uid].unit for uid in sorted(ends)]
    return tuple(unit for unit in last if unit.valid.upper is None)


_kept: tuple[int, _Known] | None = None


def _known() -> _Known:
    """The units as they are now; read again when they have changed."""
    global _kept  # two threads that read at once keep the same
    version = layer_version("units")
    if _kept is None or _kept[0] != version or connection.in_atomic_block:
        next_of: dict[str, list[str]] = {}
        for old, new in UnitSuccession.objects.values_list("predecessor_id", "successor_id"):
            next_of.setdefault(old, []).append(new)
        units = AdminUnit.objects.light().annotate(box=Corners("geom"))
        _kept = version, _Known({unit.uid: _named(unit) for unit in units}, next_of)
    return _kept[1]


def _named(unit: AdminUnit) -> _Named:
    return _Named(unit, fold(unit.name), fold(unit.short_name), frozenset(unit.search_text.split()))
