"""Accepting an overlap of two plots that a document explains."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from land import policies
from land.actions import changes
from land.actions.derive import to_shapely
from land.actions.plots import require
from land.errors import BadChange, PlotEnded
from land.models import AcceptedOverlap, Plot
from land.workflow import PlotStatus

_NAMES = ("area_m2", "reason", "document_number", "accepted_on")


@transaction.atomic
def accept_overlap(
    *, actor: Any, plots: tuple[Plot, Plot], area_m2: float, document_number: str, accepted_on: date, reason: str
) -> AcceptedOverlap:
    """Let two plots overlap by up to an area, because a document says so. A second document replaces the first.

    Args:
        area_m2: the most that the boundaries may share; what goes beyond is refused as before.
        accepted_on: date of the document.

    Raises:
        NotAllowed: only the department accepts.
        BadChange: the two are one, the area is not positive, or document or reason is missing.
        PlotEnded: one of the plots is history.
    """
    require(policies.can_accept_overlap(actor), _("Chỉ chuyên viên sở được chấp nhận chồng lấn."))
    _check(plots, area_m2, document_number, reason)
    first, second = _locked(plots)
    values = dict(zip(_NAMES, (area_m2, reason, document_number.strip(), accepted_on), strict=True))
    held = AcceptedOverlap.objects.filter(first=first, second=second).first()
    if held is not None and (shared := shared_m2(first, second)) > area_m2:
        raise BadChange(
            _(
                "Hai khu đất đang chồng nhau %(shared)s m² theo văn bản trước; không thể chấp nhận "
                "ít hơn. Hãy sửa ranh giới trước."
            )
            % {"shared": f"{shared:.1f}"}
        )
    before = None if held is None else {name: str(getattr(held, name)) for name in _NAMES}
    accepted, _created = AcceptedOverlap.objects.update_or_create(first=first, second=second, defaults=values)
    after = {name: str(value) for name, value in values.items()}
    pairs = (first, second), (second, first)
    record(actor=actor, entries=[_entry(plot, other, before, after) for plot, other in pairs])
    return accepted


def _check(plots: tuple[Plot, Plot], area_m2: float, document_number: str, reason: str) -> None:
    if plots[0].pk == plots[1].pk:
        raise BadChange(_("Hãy chọn khu đất thứ hai khác với khu đất này."))
    if not area_m2 > 0:
        raise BadChange(_("Diện tích chồng lấn được chấp nhận phải lớn hơn 0 m²."))
    if not document_number.strip() or not reason.strip():
        raise BadChange(_("Hãy ghi số văn bản chấp nhận và lý do."))


def _locked(plots: tuple[Plot, Plot]) -> list[Plot]:
    """Both as they stand, in the order in which a pair is kept."""
    rows = changes.locked(plots)
    for plot in rows.values():
        if plot.status != PlotStatus.ACTIVE:
            raise PlotEnded.of(plot)
    return sorted(rows.values(), key=lambda plot: plot.pk)


def _entry(plot: Plot, other: Plot, before: dict[str, str] | None, after: dict[str, str]) -> Entry:
    return Entry(
        verb="plot.overlap_accepted",
        subject_type="plot",
        subject_id=str(plot.pk),
        subject_label=plot.code,
        before=before,
        after={"other": other.code, **after},
        reason=after["reason"],
    )


def shared_m2(one: Plot, other: Plot) -> float:
    """Area that two boundaries share."""
    shapes = to_shapely(one.geom), to_shapely(other.geom)
    return 0.0 if None in shapes else float(shapes[0].intersection(shapes[1]).area)
