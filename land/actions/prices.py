"""Saying where a plot stands in the price table; the price itself is looked up (land/prices.py)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db.clock import clock
from land import policies
from land.actions import changes
from land.actions.plots import require
from land.errors import BadChange, PlotEnded
from land.models import Plot, PricePlace
from land.workflow import PlotStatus


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A street with segment and position, or a zone."""

    street: str = ""
    segment_from: str = ""
    segment_to: str = ""
    position: int | None = None
    zone: str = ""


@transaction.atomic
def place_in_price_table(*, actor: Any, plot: Plot, place: PlaceDraft, reason: str) -> PricePlace:
    """Record where a plot stands in the price table; the place recorded before is closed, not changed.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange: neither street nor zone, or both; a position outside 1 to 4; nothing new.
        PlotEnded: the plot is history.
    """
    require(
        policies.can_place_price(actor, plot),
        _("Bạn không có quyền ghi vị trí giá của khu đất %(code)s.") % {"code": plot.code},
    )
    _check(place, reason)
    current = changes.locked([plot])[plot.pk]
    if current.status != PlotStatus.ACTIVE:
        raise PlotEnded.of(current)
    names = ("street", "segment_from", "segment_to", "position", "zone")
    values = {name: getattr(place, name) for name in names}
    before = PricePlace.objects.filter(plot=current, recorded__endswith=None).first()
    if before is not None and all(getattr(before, name) == value for name, value in values.items()):
        raise BadChange(_("%(code)s: không có thay đổi nào so với sổ.") % {"code": current.code})
    at = clock()
    if before is not None:
        before.recorded = DateTimeTZRange(before.recorded.lower, at)
        before.save(update_fields=["recorded"])
    made = PricePlace.objects.create(plot=current, recorded=DateTimeTZRange(at, None), **values)
    entry = Entry(
        verb="plot.price_placed",
        subject_type="plot",
        subject_id=str(current.pk),
        subject_label=current.code,
        before=None if before is None else {name: getattr(before, name) for name in names},
        after=values,
        reason=reason,
    )
    record(actor=actor, entries=[entry])
    return made


def _check(place: PlaceDraft, reason: str) -> None:
    if bool(place.street.strip()) == bool(place.zone.strip()):
        raise BadChange(_("Hãy ghi tên đường, hoặc khu vực."))
    if place.zone and (place.position or place.segment_from or place.segment_to):
        raise BadChange(_("Khu vực không có đoạn đường và vị trí."))
    if place.position is not None and not 1 <= place.position <= 4:
        raise BadChange(_("Vị trí là số từ 1 đến 4."))
    if not reason.strip():
        raise BadChange(_("Hãy ghi lý do."))
