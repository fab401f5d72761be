"""Finding units by the names people write: old or new, without tone marks, with slips."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.gis.db.models.functions import Envelope
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Q

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


def find_units(text: str, limit: int = 5) -> list[UnitHit]:
    """Units whose name fits the text, best first; an exact name wins, a new unit before an old one of the same fit."""
    wanted = fold(text)
    bare = fold(strip_unit_prefix(text))
    if not bare:
        return []
    every_word = Q()
    for word in wanted.split():
        every_word &= Q(search_text__contains=word)
    close = TrigramWordSimilarity(wanted, "search_text")
    units = AdminUnit.objects.light().annotate(box=Envelope("geom"), close=close)
    rows = units.filter(every_word | Q(close__gt=_SIMILAR))
    scored = sorted(
        ((_score(unit, wanted, bare), unit) for unit in rows),
        key=lambda item: (-item[0], item[1].valid.upper is not None, item[1].uid),
    )
    best = [(score, unit) for score, unit in scored if score >= _LEAST][:limit]
    heirs = _heirs([unit for _, unit in best])
    return [UnitHit(unit, tuple(heirs[unit.uid]), score) for score, unit in best]


def _score(unit: AdminUnit, wanted: str, bare: str) -> float:
    name, short = fold(unit.name), fold(unit.short_name)
    if wanted in (name, f"{name} {short}"):
        return 1.0
    if wanted.startswith(f"{name} ") or bare == short:
        return 0.9
    if wanted in unit.search_text:
        return 0.7
    words = set(unit.search_text.split())
    share = sum(word in words for word in wanted.split()) / max(1, len(wanted.split()))
    return max(share * 0.6, float(getattr(unit, "close", 0.0)) * 0.6)


def _heirs(units: Iterable[AdminUnit]) -> dict[str, list[AdminUnit]]:
    """Today's holders of each unit's land, by following the successions."""
    next_of, everyone = _successions()
    found: dict[str, list[AdminUnit]] = {}
    for unit in units:
        ends: list[str] = []
        todo = [unit.uid]
        while todo:
            uid = todo.pop()
            todo += next_of.get(uid, [])
            if uid not in next_of and uid not in ends:
                ends.append(uid)
        found[unit.uid] = [everyone[uid] for uid in sorted(ends) if everyone[uid].valid.upper is None]
    return found


_kept: tuple[int, dict[str, list[str]], dict[str, AdminUnit]] | None = None


def _successions() -> tuple[dict[str, list[str]], dict[str, AdminUnit]]:
    """Successors by predecessor, and every unit without its polygon; read again when the units have changed."""
    global _kept  # two threads that read at once keep the same
    version = layer_version("units")
    if _kept is None or _kept[0] != version or connection.in_atomic_block:
        next_of: dict[str, list[str]] = {}
        for old, new in UnitSuccession.objects.values_list("predecessor_id", "successor_id"):
            next_of.setdefault(old, []).append(new)
        _kept = version, next_of, AdminUnit.objects.light().in_bulk()
    return _kept[1], _kept[2]
