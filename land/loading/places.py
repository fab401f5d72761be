"""What the register knows and a file only names: units, agencies, land uses, ground."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from gis.systems.guess import Ground
from gis.text.abbreviations import UnitKind, split_unit_name
from gis.text.fold import fold, normalise_tone


@dataclass(frozen=True)
class Unit:
    """An administrative unit during one period; `end` is the first day after it, None while it lasts."""

    uid: str
    code: str
    name: str
    short_name: str
    level: str
    start: date | None
    end: date | None
    parent_code: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitMatch:
    """A unit that a text names: of today, and as the paper named it where that is another.

    Attributes:
        uid: unit of today; "" when the text names none, or when the old one has several successors.
        at_record: the old unit, "" when the text names one of today.
        choices: names of the units that fit equally well.
    """

    uid: str = ""
    at_record: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownPlot:
    """A registered plot as offsets are measured against: a point of it, in the legal CRS."""

    code: str
    x: float
    y: float


class Known(Protocol):
    """Finds registered plots by code, or by unit, sheet and parcel."""

    def __call__(
        self, codes: Sequence[str], parcels: Sequence[tuple[str, str, str]]
    ) -> tuple[Mapping[str, KnownPlot], Mapping[tuple[str, str, str], KnownPlot]]: ...


def _nobody(
    _codes: Sequence[str], _parcels: Sequence[tuple[str, str, str]]
) -> tuple[Mapping[str, KnownPlot], Mapping[tuple[str, str, str], KnownPlot]]:
    return {}, {}


@dataclass(frozen=True)
class Places:
    """Look-ups of one import.

    Attributes:
        units: all units, of every level and time.
        agencies: id -> names and codes under which it may be written.
        land_uses: code -> (Vietnamese name, code of today or "").
        ground: where the territory lies.
        known: registered plots.
        today: the day on which "the unit of today" is asked.
    """

    units: Sequence[Unit]
    agencies: Mapping[int, Sequence[str]] = field(default_factory=dict)
    land_uses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    ground: Ground = field(default_factory=Ground)
    known: Known | Callable[..., Any] = _nobody
    today: date = date(2025, 7, 1)

    def unit(self, text: str, district: str = "", as_of: date | None = None) -> UnitMatch:
        """The unit that a text names: a uid, a code, a name with or without its kind, old or new.

        A name that is both old and of today (Phường Rạch Dừa) means the one of today, or the one of `as_of`.
        """
        key = text.strip()
        if key in self._by_uid:
            return self._result([self._by_uid[key]])
        if key.isdigit():
            return self._result(self._at(self._by_code.get(key.zfill(5), []), as_of))
        head, _, tail = text.partition(",")
        return self._result(self._at(self._named(head, district or tail), as_of))

    def agency(self, text: str) -> int | None:
        """The agency that a text names, None for none or for several."""
        found = self._agency_names.get(_agency_key(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def land_use(self, text: str) -> str:
        """The land-use code that a text means (a code of today or before, or a name); "" for none."""
        key = text.strip().upper()
        if key not in self.land_uses:
            key = self._land_use_names.get(fold(text), "")
        if not key:
            return ""
        replaced = self.land_uses[key][1]
        return replaced or key

    @cached_property
    def _by_uid(self) -> dict[str, Unit]:
        return {unit.uid: unit for unit in self.units}

    @cached_property
    def _by_code(self) -> dict[str, list[Unit]]:
        return _grouped((unit.code, unit) for unit in self._communes)

    @cached_property
    def _communes(self) -> list[Unit]:
        """Communes, and districts that had none (Côn Đảo until 2025): they stand on papers as communes do."""
        parents = {unit.parent_code for unit in self.units if unit.level == "commune"}
        return [
            unit
            for unit in self.units
            if unit.level == "commune" or (unit.level == "district" and unit.code not in parents)
        ]

    @cached_property
    def _by_name(self) -> dict[str, list[Unit]]:
        return _grouped((fold(normalise_tone(unit.short_name)), unit) for unit in self._communes)

    @cached_property
    def _agency_names(self) -> dict[str, set[int]]:
        names: dict[str, set[int]] = {}
        for key, texts in self.agencies.items():
            for text in texts:
                names.setdefault(_agency_key(text), set()).add(key)
        return names

    @cached_property
    def _land_use_names(self) -> dict[str, str]:
        current = {fold(name): code for code, (name, replaced) in self.land_uses.items() if replaced}
        current |= {fold(name): code for code, (name, replaced) in self.land_uses.items() if not replaced}
        # "Đất ở tại nông thôn" is written with and without its first word.
        return current | {name.removeprefix("dat "): code for name, code in current.items()}

    def _named(self, text: str, district: str) -> list[Unit]:
        parted = split_unit_name(text)
        name = fold(normalise_tone(parted.name))
        found = self._by_name.get(name.lstrip("0") or name, [])
        if parted.kind is not None and parted.certain:
            found = [unit for unit in found if _is_kind(unit, parted.kind)] or found
        if district and len(found) > 1:
            wanted = fold(split_unit_name(district.split(",")[0]).name)
            inside = [unit for unit in found if self._district_name(unit) == wanted]
            return inside or found
        return found

    def _district_name(self, unit: Unit) -> str:
        parents = [other for other in self.units if other.code == unit.parent_code and other.level == "district"]
        return fold(parents[0].short_name) if parents else ""

    def _at(self, units: list[Unit], as_of: date | None) -> list[Unit]:
        """Of several periods the one of `as_of`, else of today, else the last one before."""
        day = as_of or self.today
        living = [unit for unit in units if (unit.start or date.min) <= day < (unit.end or date.max)]
        if living:
            return living
        last = max((unit.end or date.max for unit in units), default=None)
        return [unit for unit in units if (unit.end or date.max) == last]

    def _result(self, units: list[Unit]) -> UnitMatch:
        if not units:
            return UnitMatch()
        if len(units) > 1:
            heirs = {self._heir(unit) for unit in units}
            if len(heirs) > 1 or None in heirs:
                return UnitMatch(choices=tuple(sorted(f"{unit.name} ({unit.uid})" for unit in units)))
        heir = self._heir(units[0])
        if heir is None:
            return UnitMatch(at_record=units[0].uid)
        return UnitMatch(uid=heir, at_record="" if heir == units[0].uid else units[0].uid)

    def _heir(self, unit: Unit) -> str | None:
        """The unit of today that an old one passed to, None when it passed to several."""
        seen = 0
        while unit.end is not None and unit.end <= self.today:
            if len(unit.successors) != 1 or seen > 10:
                return None
            unit, seen = self._by_uid[unit.successors[0]], seen + 1
        return unit.uid


def _grouped(pairs: Any) -> dict[str, list[Unit]]:
    groups: dict[str, list[Unit]] = {}
    for key, unit in pairs:
        groups.setdefault(key, []).append(unit)
    return groups


def _is_kind(unit: Unit, kind: UnitKind) -> bool:
    return fold(unit.name).startswith(fold(kind.value))


def _agency_key(text: str) -> str:
    return fold(text).replace("uy ban nhan dan", "ubnd").replace("trung tam", "tt")
