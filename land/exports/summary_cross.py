"""The summary condensed for paper: states side by side, agencies added up, one chapter for each unit.

Every table adds up to the same total as the summary it is made from; the full detail is in the spreadsheet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.utils.translation import gettext as _

from gis.text.fold import fold
from land.exports.summary import Amount, Line, Summary
from land.workflow import UseState


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One row: its amount, and the same by state.

    Attributes:
        code: land-use code, "" for other rows.
        cells: in the order of the table's states.
    """

    name: str
    code: str
    amount: Amount
    cells: tuple[Amount, ...]


@dataclass(frozen=True)
class CrossTable:
    """A part of the paper.

    Attributes:
        total: all its rows together.
        rows: what adds up to the total.
    """

    title: str
    total: CrossRow
    rows: tuple[CrossRow, ...]


@dataclass(frozen=True)
class Condensed:
    """The whole paper.

    Attributes:
        states: labels of the columns: those that occur, in their official order.
        units, land_uses, agencies: each adds up to the whole.
        chapters: a table by land use for each unit, in the order of `units`.
    """

    states: tuple[str, ...]
    units: CrossTable
    land_uses: CrossTable
    agencies: CrossTable
    chapters: tuple[CrossTable, ...]


def condense(summary: Summary) -> Condensed:
    """The condensed form of a summary."""
    lines = list(summary.lines())
    states = _states(lines)

    def table(title: str, own: Sequence[Line], key: Callable[[Line], tuple[str, str]]) -> CrossTable:
        groups: dict[tuple[str, str], list[Line]] = {}
        for line in own:
            groups.setdefault(key(line), []).append(line)
        ordered = sorted(groups, key=lambda it: (it[0], fold(it[1]), it[1]))
        rows = tuple(_row(name, code, groups[code, name], states) for code, name in ordered)
        return CrossTable(title, _row(title, "", own, states), rows)

    of_units = [(unit.name, [line for block in unit.land_uses for line in block.lines]) for unit in summary.units]
    units = _("Theo đơn vị hành chính")
    return Condensed(
        states=states,
        units=CrossTable(
            units, _row(units, "", lines, states), tuple(_row(name, "", own, states) for name, own in of_units)
        ),
        land_uses=table(_("Theo loại đất"), lines, _by_land_use),
        agencies=table(_("Theo đơn vị quản lý"), lines, lambda line: ("", line.agency)),
        chapters=tuple(table(name, own, _by_land_use) for name, own in of_units),
    )


def _by_land_use(line: Line) -> tuple[str, str]:
    return line.land_use_code, line.land_use


def _states(lines: Sequence[Line]) -> tuple[str, ...]:
    found = {line.use_state for line in lines}
    official = [str(label) for label in UseState.labels]
    return (*(label for label in official if label in found), *sorted(found - set(official)))


def _row(name: str, code: str, lines: Sequence[Line], states: Sequence[str]) -> CrossRow:
    cells = tuple(_sum(line.amount for line in lines if line.use_state == state) for state in states)
    return CrossRow(name, code, _sum(line.amount for line in lines), cells)


def _sum(amounts: Iterable[Amount]) -> Amount:
    return reduce(add, amounts, Amount())
