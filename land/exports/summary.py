"""Biểu tổng hợp quỹ đất công: unit x land use x state x managing agency, with subtotals that add up exactly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Agency
from gis.text.fold import fold
from land.models import LandUse
from land.workflow import LocationBasis, UseState
from territory.models import AdminUnit

Era = Literal["current", "record"]
_UNIT_OF = {"current": "unit_id", "record": "unit_at_record_id"}


@dataclass(frozen=True, slots=True)
class Amount:
    """Plots and their area.

    Attributes:
        plots: how many.
        area_m2: sum of the areas that are known.
        without_area: how many of them have no area.
        without_boundary: how many of them have no boundary.
    """

    plots: int = 0
    area_m2: Decimal = Decimal("0.0")
    without_area: int = 0
    without_boundary: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.plots + other.plots,
            self.area_m2 + other.area_m2,
            self.without_area + other.without_area,
            self.without_boundary + other.without_boundary,
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One combination of unit, land use, state and managing agency.

    Attributes:
        has_unit: False where the record names none; `unit` then says so.
    """

    unit: str
    has_unit: bool
    land_use_code: str
    land_use: str
    use_state: str
    agency: str
    amount: Amount


@dataclass(frozen=True)
class LandUseBlock:
    """The lines of one land use in one unit."""

    code: str
    name: str
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Amount:
        """Subtotal."""
        return _total(line.amount for line in self.lines)


@dataclass(frozen=True)
class UnitBlock:
    """The lines of one unit, or of the plots whose record names none."""

    name: str
    has_unit: bool
    land_uses: tuple[LandUseBlock, ...]

    @property
    def amount(self) -> Amount:
        """Subtotal."""
        return _total(block.amount for block in self.land_uses)


@dataclass(frozen=True)
class Summary:
    """The whole table.

    Attributes:
        era: units of today ("current") or those when the record was made ("record").
        units: blocks in the order of their names; last the plots whose record names no unit.
    """

    era: Era
    units: tuple[UnitBlock, ...] = field(default=())

    @property
    def amount(self) -> Amount:
        """Grand total."""
        return _total(block.amount for block in self.units)

    @property
    def without_unit(self) -> Amount:
        """What is counted under no unit, because the record names none."""
        return _total(block.amount for block in self.units if not block.has_unit)

    def lines(self) -> Iterator[Line]:
        """Every line in order."""
        for unit in self.units:
            for block in unit.land_uses:
                yield from block.lines


def summarise(queryset: QuerySet[Any], *, era: Era = "current") -> Summary:
    """Count and add up the rows.

    Args:
        queryset: plots (or versions of a day) the reader may know of, filtered.
        era: which unit a plot is counted under.
    """
    unit = _UNIT_OF[era]
    rows = (
        queryset.order_by()
        .values_list(unit, "land_use_id", "use_state", "managing_agency_id")
        .annotate(
            plots=Count("pk"),
            area=Sum("area_m2"),
            unknown=Count("pk", filter=Q(area_m2=None)),
            unplaced=Count("pk", filter=~Q(location_basis=LocationBasis.BOUNDARY)),
        )
    )
    found = list(rows)
    names = _Names({row[0] for row in found})
    lines = [
        Line(
            unit=names.unit(uid),
            has_unit=uid is not None,
            land_use_code=use or "",
            land_use=names.land_use(use),
            use_state=names.state(state),
            agency=names.agency(agency),
            amount=Amount(plots, area if area is not None else Decimal("0.0"), unknown, unplaced),
        )
        for uid, use, state, agency, plots, area, unknown, unplaced in found
    ]
    return Summary(era, _blocks(lines))


def _blocks(lines: Sequence[Line]) -> tuple[UnitBlock, ...]:
    by_unit = groupby(sorted(lines, key=_order), key=lambda line: (line.has_unit, line.unit))
    units = []
    for (has_unit, unit), of_unit in by_unit:
        blocks = [
            LandUseBlock(code, of_use[0].land_use, tuple(of_use))
            for code, of_use in ((code, list(group)) for code, group in groupby(of_unit, key=_code))
        ]
        units.append(UnitBlock(unit, has_unit, tuple(blocks)))
    return tuple(units)


def _order(line: Line) -> tuple[bool, str, str, str, str, str]:
    return not line.has_unit, fold(line.unit), line.unit, line.land_use_code, line.use_state, line.agency


def _code(line: Line) -> str:
    return line.land_use_code


def _total(amounts: Iterator[Amount]) -> Amount:
    return sum(amounts, Amount())


class _Names:
    """Words for codes, read once."""

    def __init__(self, units: set[str | None]) -> None:
        self._units = AdminUnit.objects.filter(uid__in=[uid for uid in units if uid]).told_apart()
        self._uses: Mapping[str, str] = {use.code: use.name for use in LandUse.objects.all()}
        self._agencies: Mapping[int, str] = {agency.pk: agency.local_name for agency in Agency.objects.all()}
        self._states: Mapping[str, str] = {value: str(label) for value, label in UseState.choices}

    def unit(self, uid: str | None) -> str:
        return self._units.get(uid or "") or _("Chưa ghi đơn vị khi lập")

    def land_use(self, code: str | None) -> str:
        return self._uses.get(code or "", "") or _("Chưa rõ loại đất")

    def state(self, code: str) -> str:
        return self._states.get(code, "") or _("Chưa rõ hiện trạng")

    def agency(self, key: int | None) -> str:
        return self._agencies.get(key or 0, _("Chưa rõ đơn vị quản lý"))
