"""Who holds a parcel number when the register refuses it."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from land.actions.drafts import ParcelDraft
from land.errors import ParcelTaken
from land.models import Plot, PlotParcel


def taken(actor: Any, plot: Plot | None, drafts: Iterable[ParcelDraft]) -> ParcelTaken:
    """The refusal that names number and holder, as far as the actor may know of the holder."""
    seen = Plot.objects.all() if actor is None else Plot.objects.visible_to(actor)
    for draft in drafts:
        rows = PlotParcel.objects.filter(
            unit=draft.unit_id,
            sheet_number=draft.sheet_number,
            parcel_number=draft.parcel_number,
            period__overlap=DateRange(draft.start, draft.end),
        )
        row = rows.exclude(plot=plot.pk if plot else None).select_related("unit").first()
        if row is None:
            continue
        holder = seen.filter(pk=row.plot_id).values_list("code", flat=True).first()
        who = _("khu đất %(code)s") % {"code": holder} if holder else _("một khu đất khác")
        return ParcelTaken(
            _(
                "Tờ %(sheet_number)s, thửa %(parcel_number)s, %(name)s đang thuộc %(who)s "
                "%(period)s. Hãy sửa số, hoặc đổi thời gian để hai khu đất không giữ cùng một thửa "
                "cùng lúc."
            )
            % {
                "sheet_number": row.sheet_number,
                "parcel_number": row.parcel_number,
                "name": row.unit.name,
                "who": who,
                "period": _when(row.period),
            },
            [{"sheet": row.sheet_number, "parcel": row.parcel_number, "plot": holder or ""}],
        )
    return ParcelTaken(_("Một số tờ, số thửa vừa được ghi cho khu đất khác. Hãy tải lại rồi thử lại."))


def _when(period: Any) -> str:
    """In the reader's language; the log has `_span`."""
    start = _("từ %(day)s") % {"day": f"{period.lower:%d/%m/%Y}"} if period.lower else _("từ trước")
    end = _("đến trước %(day)s") % {"day": f"{period.upper:%d/%m/%Y}"} if period.upper else _("đến nay")
    return f"{start} {end}"
