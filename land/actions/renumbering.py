"""New sheet and parcel numbers for a whole commune, as they come with a merger: from a day on, all rows or none."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from land import policies
from land.actions import changes
from land.actions.changes import Why
from land.actions.drafts import ParcelDraft, PlotRevision
from land.actions.parcel_numbers import check, draft_of
from land.actions.plots import require
from land.errors import BadChange
from land.models import Plot, PlotParcel
from land.workflow import ChangeKind, PlotStatus

_LEADING_ZEROS = re.compile(r"^0+(?=.)")
NOT_HELD, ENDED, LATER, UNCHANGED = "not_held", "ended", "later", "unchanged"


@dataclass(frozen=True)
class NumberRow:
    """One line of the table old number -> new number; `line` is where it stands in the file."""

    line: int
    old_sheet: str
    old_parcel: str
    new_sheet: str
    new_parcel: str


@dataclass(frozen=True)
class NewNumbers:
    """What is to be renumbered.

    Attributes:
        unit_id: unit whose numbers the old ones are.
        new_unit_id: unit whose numbers the new ones are; the same where only the sheets changed.
        since: first day of the new numbers.
    """

    unit_id: str
    new_unit_id: str
    since: date
    rows: Sequence[NumberRow]


@dataclass
class RenumberingResult:
    """What came of it.

    Attributes:
        codes: plots that got new numbers, in order.
        done: rows that were carried out.
        left: rows that were not, with why: "not_held" (no plot that the actor may know of holds the number), "ended"
            (its plot is history), "later" (held from a day after), "unchanged" (it has the new number already).
    """

    codes: list[str] = field(default_factory=list)
    done: int = 0
    left: list[tuple[NumberRow, str]] = field(default_factory=list)


@transaction.atomic
def renumber_parcels(*, actor: Any, table: NewNumbers, reason: str, dry_run: bool = False) -> RenumberingResult:
    """Give the plots of a commune the numbers of its new sheets; the old ones end on the day, with their history.

    Numbers may change places: all old ones go before the first new one comes.

    Args:
        dry_run: do all of it and take it back, so that what would be refused is refused.

    Raises:
        NotAllowed: a plot is not the actor's.
        StaleVersion: somebody changed a plot meanwhile.
        BadChange: no reason, or rows that contradict each other.
        ParcelTaken: a new number belongs to a plot that keeps it; nothing is written.
    """
    units = {table.unit_id, table.new_unit_id}
    require(policies.can_renumber_parcels(actor, units), _("Bạn không có quyền đánh số lại thửa đất."))
    if not reason.strip():
        raise BadChange(_("Hãy ghi lý do thay đổi."))
    _check_rows(table.rows)
    result = RenumberingResult()
    chosen = _chosen(actor, table, result)
    revisions = _revisions(table, chosen)
    for revision in revisions:
        allowed = policies.can_set_parcels(actor, revision.plot)
        require(allowed, _("Bạn không có quyền sửa số thửa của khu đất %(code)s.") % {"code": revision.plot.code})
    if revisions:
        done = changes.apply(revisions, Why(actor, ChangeKind.CHANGED, reason))
        result.codes = sorted(plot.code for plot in done)
    result.done = len(chosen)
    if dry_run:
        transaction.set_rollback(True)
    return result


def plain_number(text: str) -> str:
    """A number as numbers are compared: without spaces and leading zeros."""
    return _LEADING_ZEROS.sub("", re.sub(r"\s", "", text).upper())


def _check_rows(rows: Sequence[NumberRow]) -> None:
    if not rows:
        raise BadChange(_("Tệp không có dòng nào."))
    for names in (("old_sheet", "old_parcel"), ("new_sheet", "new_parcel")):
        pairs = Counter(tuple(plain_number(getattr(row, name)) for name in names) for row in rows)
        for row in rows:
            pair = tuple(plain_number(getattr(row, name)) for name in names)
            if not all(pair):
                raise BadChange(_("Dòng %(line)d: thiếu số tờ hoặc số thửa.") % {"line": row.line})
            if pairs[pair] > 1:
                text = _("Dòng %(line)d: tờ %(sheet)s, thửa %(parcel)s có ở nhiều dòng.")
                raise BadChange(text % {"line": row.line, "sheet": pair[0], "parcel": pair[1]})


def _chosen(actor: Any, table: NewNumbers, result: RenumberingResult) -> dict[int, NumberRow]:
    """Held number (its key) -> the row that renumbers it; what cannot be is told in the result."""
    held: dict[tuple[str, str], list[PlotParcel]] = {}
    known = Plot.objects.all() if actor is None else Plot.objects.visible_to(actor)
    numbers = PlotParcel.objects.filter(unit=table.unit_id, period__endswith=None, plot__in=known)
    for one in numbers.select_related("plot"):
        held.setdefault((plain_number(one.sheet_number), plain_number(one.parcel_number)), []).append(one)
    chosen: dict[int, NumberRow] = {}
    for row in table.rows:
        found = held.get((plain_number(row.old_sheet), plain_number(row.old_parcel)), [])
        if len(found) > 1:  # "05" and "5" in one commune: only as it is written
            found = [h for h in found if (h.sheet_number, h.parcel_number) == (row.old_sheet, row.old_parcel)]
        why = _hindrance(table, row, found[0] if found else None)
        if why:
            result.left.append((row, why))
        else:
            chosen[found[0].pk] = row
    return chosen


def _hindrance(table: NewNumbers, row: NumberRow, held: PlotParcel | None) -> str:
    if held is None:
        return NOT_HELD
    if held.plot.status != PlotStatus.ACTIVE:
        return ENDED
    if held.period.lower is not None and held.period.lower >= table.since:
        return LATER
    same = (held.unit_id, held.sheet_number, held.parcel_number) == (
        table.new_unit_id,
        row.new_sheet,
        row.new_parcel,
    )
    return UNCHANGED if same else ""


def _revisions(table: NewNumbers, chosen: dict[int, NumberRow]) -> list[PlotRevision]:
    plots = Plot.objects.in_bulk(PlotParcel.objects.filter(pk__in=chosen).values_list("plot", flat=True))
    drafts: dict[UUID, list[ParcelDraft]] = {pk: [] for pk in plots}
    for held in PlotParcel.objects.filter(plot__in=plots).order_by("sheet_number", "parcel_number", "period"):
        plot, own = plots[held.plot_id], drafts[held.plot_id]
        made = _renumbered(table, draft_of(held), chosen.get(held.pk))
        if (held.sheet_number, held.parcel_number) == (plot.sheet_number, plot.parcel_number):
            own[:0] = made  # the record goes on leading with the same parcel
        else:
            own += made
    for own in drafts.values():
        check(own)
    return [PlotRevision(plots[pk], {}, table.since, plots[pk].version, own) for pk, own in sorted(drafts.items())]


def _renumbered(table: NewNumbers, old: ParcelDraft, row: NumberRow | None) -> list[ParcelDraft]:
    if row is None:
        return [old]
    # The parcel is the same, so the identifier issued for it goes along.
    new = ParcelDraft(table.new_unit_id, row.new_sheet, row.new_parcel, table.since, None, old.identifier)
    return [new, replace(old, end=table.since)]
