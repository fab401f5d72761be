"""The parcel numbers of a plot over time, as a table to edit."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from land import reading
from land.actions import ParcelDraft, set_parcels
from land.models import Plot
from land.pages import units_of_form as units
from land.pages.acts import ActForm, finished, for_verb, page
from land.pages.fields import DayField

_MOST = 200
_SPARE = 2


class ParcelForm(forms.Form):
    """One number with its period."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị trên bản đồ"))
    sheet = forms.CharField(label=gettext_lazy("Số tờ"), max_length=20)
    parcel = forms.CharField(label=gettext_lazy("Số thửa"), max_length=20)
    start = DayField(label=gettext_lazy("Từ ngày"), required=False)
    end = DayField(label=gettext_lazy("Đến trước ngày"), required=False)
    identifier = forms.CharField(label=gettext_lazy("Mã định danh đã cấp"), max_length=12, required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A spare row counts once a number is in it: its unit is preset."""
        return any(self[name].value() for name in ("sheet", "parcel", "start", "end", "identifier"))

    def draft(self) -> ParcelDraft:
        """What the row says."""
        values = self.cleaned_data
        return ParcelDraft(
            unit_id=values["unit"],
            sheet_number=values["sheet"].strip(),
            parcel_number=values["parcel"].strip(),
            start=values["start"],
            end=values["end"],
            identifier=values["identifier"].strip().lower(),
        )


ParcelSet: Any = forms.formset_factory(
    ParcelForm, extra=_SPARE, can_delete=True, can_delete_extra=False, max_num=_MOST, absolute_max=_MOST
)


class ParcelsForm(ActForm):
    """Why the numbers change; the rows come beside it."""

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(*args, **kwargs)

    def act(self) -> Plot | None:
        if not self.rows.is_valid():
            self.add_error(None, _("Có dòng chưa đúng, xem trong bảng."))
            return None
        kept = [form for form in self.rows if form.has_changed() and not form.cleaned_data.get("DELETE")]
        return set_parcels(plot=self.plot, parcels=[form.draft() for form in kept], **self.common())


@for_verb("set_parcels")
def parcels(request: HttpRequest, plot: Plot) -> HttpResponse:
    """Edit the numbers of today and of before."""
    data = request.POST if request.method == "POST" else None
    rows = ParcelSet(data, initial=None if data else _rows(plot), prefix="row", form_kwargs={"units": _choices(plot)})
    form = ParcelsForm(data, actor=request.user, plot=plot, rows=rows)
    form.is_valid()
    if form.done:
        return finished(request, plot, _("Đã ghi số tờ, số thửa."))
    return page(request, plot, "land/acts/parcels.html", {"form": form, "rows": rows})


def _rows(plot: Plot) -> list[dict[str, Any]]:
    return [
        {
            "unit": row.unit_id,
            "sheet": row.sheet_number,
            "parcel": row.parcel_number,
            "start": row.period.lower,
            "end": row.period.upper,
            "identifier": row.identifier,
        }
        for row in reading.parcels(plot)
    ]


def _choices(plot: Plot) -> list[tuple[str, str]]:
    """The plot's own units first, so that a spare row stands on the right one."""
    found = dict(units.choices(units.all_communes()))
    own = [plot.unit_id, plot.unit_at_record_id or plot.unit_id]
    return [(uid, found.pop(uid)) for uid in dict.fromkeys(own) if uid in found] + list(found.items())
