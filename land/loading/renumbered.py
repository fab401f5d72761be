"""Parcel numbers of a row against those that its plot holds: what the register would hold after it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gis.geometry import is_parcel_identifier
from land.actions import ParcelDraft
from land.actions.parcel_numbers import NUMBERS, draft_of
from land.errors import BadChange
from land.loading.values import parcels_of
from land.models import Plot, PlotParcel

Pair = tuple[str, str]
IDENTIFIER = frozenset({"parcel_uid", "parcel_uid_provisional"})


@dataclass(frozen=True)
class Numbers:
    """What a row says of the numbers of its plot.

    Attributes:
        kept: every number that the plot holds and held, as the register has them.
        dropped: (sheet, parcel) held today that the row puts other numbers in the place of.
        added: (sheet, parcel) that the plot does not hold yet.
        lead: the one that the record shall lead with.
        unit_id: unit of the new numbers, where they replace none.
        identifier: what the row says was issued for the leading one; None says nothing.
        unreadable: the row's words, where no parcel can be read from them.
    """

    kept: Sequence[ParcelDraft]
    dropped: frozenset[Pair]
    added: Sequence[Pair]
    lead: Pair | None
    unit_id: str
    identifier: str | None = None
    unreadable: str = ""

    @property
    def renumbers(self) -> bool:
        """Whether sheet or parcel numbers change, not only the identifier."""
        return bool(self.dropped or self.added or self.unreadable)

    @property
    def following(self) -> frozenset[str]:
        """Fields of the record that follow the numbers and are not written by themselves."""
        return frozenset(NUMBERS) | (IDENTIFIER if self.identifier is not None else frozenset())

    def drafts(self, plot: Plot, since: date | None) -> list[ParcelDraft]:
        """Every number that the plot shall hold, from a day on (None: the old ones were a mistake).

        Raises:
            BadChange: the row's words are no parcel.
        """
        if self.unreadable:
            text = _("%(code)s: không đọc được số tờ, số thửa “%(text)s” trong tệp. Hãy sửa trong tệp, hoặc bỏ duyệt.")
            raise BadChange(text % {"code": plot.code, "text": self.unreadable})
        gone = [draft for draft in self.kept if draft.end is None and _pair(draft) in self.dropped]
        ended = [replace(draft, end=since) for draft in gone if since and (draft.start is None or draft.start < since)]
        start = since if ended or not gone else gone[0].start
        unit = gone[0].unit_id if gone else self.unit_id
        fresh = [ParcelDraft(unit, *pair, start=start) for pair in self.added]
        if len(fresh) == len(gone) == 1:
            fresh[0].identifier = gone[0].identifier  # the same parcel under another number
        return self._led([*fresh, *(draft for draft in self.kept if draft not in gone), *ended])

    def _led(self, drafts: list[ParcelDraft]) -> list[ParcelDraft]:
        """The leading number first, with the identifier that the row gives."""
        held = [draft for draft in drafts if draft.end is None]
        first = next((draft for draft in held if _pair(draft) == self.lead), held[0] if held else None)
        if first is None:
            return drafts
        led = first if self.identifier is None else replace(first, identifier=self.identifier)
        return [led, *(draft for draft in drafts if draft is not first)]


def held_by(plots: Iterable[Plot]) -> dict[UUID, list[ParcelDraft]]:
    """Numbers now and before, by plot."""
    found: dict[UUID, list[ParcelDraft]] = {}
    rows = PlotParcel.objects.filter(plot__in=[plot.pk for plot in plots])
    for row in rows.order_by("sheet_number", "parcel_number", "period"):
        found.setdefault(row.plot_id, []).append(draft_of(row))
    return found


def numbers_of(
    plot: Plot, after: Mapping[str, Any], unit_id: str | None, matched_by: str, kept: Sequence[ParcelDraft]
) -> Numbers | None:
    """What a row says of its plot's numbers; None where the register says the same already.

    Args:
        after: the fields that differ, by name.
        unit_id: unit that the row names for its numbers.
        matched_by: a row found by one of its numbers names some of them; any other row names them all.
        kept: see `Numbers`.
    """
    held = {_pair(draft) for draft in kept if draft.end is None}
    sheet, parcel = (str(after.get(name, getattr(plot, name)) or "") for name in NUMBERS)
    said, own = parcels_of(sheet, parcel), parcels_of(plot.sheet_number, plot.parcel_number)
    renumbers = bool(set(NUMBERS) & set(after))
    dropped = frozenset((set(own) & held) - set(said)) if matched_by != "parcel" else frozenset[Pair]()
    added = [pair for pair in said if pair not in held] if renumbers else []
    unreadable = f"{sheet}/{parcel}" if renumbers and not said and (sheet or parcel) else ""
    identifier = _identifier(after, kept, bool(held or added))
    if not (dropped or added or unreadable) and identifier is None:
        return None
    unit = unit_id or plot.unit_at_record_id or plot.unit_id
    return Numbers(kept, dropped, added, said[0] if said else None, unit, identifier, unreadable)


def _identifier(after: Mapping[str, Any], kept: Sequence[ParcelDraft], has_parcel: bool) -> str | None:
    """What was issued, "" for what is taken back; a plot without parcels has nowhere to put it but its record."""
    text = str(after.get("parcel_uid", ""))
    if "parcel_uid" not in after or not has_parcel:
        return None
    if is_parcel_identifier(text):
        return text
    return "" if any(draft.identifier for draft in kept) else None


def _pair(draft: ParcelDraft) -> Pair:
    return draft.sheet_number, draft.parcel_number
