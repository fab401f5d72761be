"""What dividing and merging ask alike: numbers and paper area of a new plot, the day, the decision, what it keeps."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from land.actions import ParcelDraft, PlotDraft
from land.actions.derive import to_shapely
from land.actions.heirs import heir
from land.models import Plot
from land.pages.acts import EndingForm
from land.pages.fields import ChoiceField, DayField
from land.pages.plot_fields import NOTHING
from land.workflow import USE_STATE_OF_LEASE, UseState


def why_asked(parents: list[Plot]) -> str:
    """Why a person has to say the use state of what comes of these plots; "" where it goes on as it is."""
    states = {plot.use_state for plot in parents}
    if not states.isdisjoint(USE_STATE_OF_LEASE.values()):
        return _(
            "Đất đang ghi là cho thuê, mà hợp đồng thuê không chuyển sang mã mới: hãy chọn hiện trạng. Cho thuê tiếp "
            "thì lập hợp đồng mới cho mã mới; hiện trạng đổi theo hợp đồng khi ký."
        )
    return _("Các khu đất cũ có hiện trạng khác nhau: hãy chọn hiện trạng của khu đất mới.") if len(states) > 1 else ""


class NumbersForm(forms.Form):
    """A new plot on paper; sheet and parcel number go together.

    Args:
        parents: the plots that it comes of.
    """

    sheet = forms.CharField(label=gettext_lazy("Số tờ"), max_length=20, required=False)
    parcel = forms.CharField(label=gettext_lazy("Số thửa"), max_length=20, required=False)
    area = forms.DecimalField(
        label=gettext_lazy("Diện tích pháp lý (m²)"),
        max_digits=14,
        decimal_places=1,
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )

    use_state = ChoiceField(label=gettext_lazy("Hiện trạng sử dụng"), choices=[("", NOTHING), *UseState.choices])

    def __init__(self, *args: Any, parents: list[Plot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use_state"].required = any(plot.use_state for plot in parents)
        self.initial.setdefault("use_state", "" if why_asked(parents) else parents[0].use_state)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("sheet")) != bool(values.get("parcel")):
            self.add_error("parcel" if values.get("sheet") else "sheet", _("Cần cả số tờ và số thửa."))
        return values


class HeirsForm(EndingForm):
    """The act that ends plots and enters others in their place.

    Subclasses label `on_date`, `keep_public` and `keep_flags`, and say in `too_late` that the day has not come.
    """

    on_date = DayField()
    decision_number = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=80, required=False)
    keep_public = forms.BooleanField(required=False, initial=True)
    keep_flags = forms.BooleanField(required=False, initial=True)
    labels: dict[str, Any] = {}
    too_late: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on_date", self.today)
        for name, label in self.labels.items():
            self.fields[name].label = label

    def clean_on_date(self) -> Any:
        if self.cleaned_data["on_date"] > self.today:
            raise forms.ValidationError(self.too_late)
        return self.cleaned_data["on_date"]

    def heir_of(self, plots: list[Plot], paper: dict[str, Any], shape: Any) -> PlotDraft:
        """What is entered in place of `plots`.

        Args:
            paper: `name`, and the cleaned fields of a `NumbersForm`.
            shape: its boundary, a shapely geometry in the legal CRS; None leaves it at the point of this plot.
        """
        own = {
            "name": paper["name"],
            "sheet_number": paper["sheet"],
            "parcel_number": paper["parcel"],
            "area_legal_m2": paper["area"],
            "use_state": paper["use_state"],
        }
        keep = {name: self.cleaned_data[name] for name in ("on_date", "keep_public", "keep_flags")}
        draft = heir(plots, own, today=self.today, **keep)
        draft.geom = shape
        draft.point = to_shapely(self.plot.point) if shape is None else None
        if paper["sheet"]:
            draft.parcels = [ParcelDraft(draft.values["unit_id"], paper["sheet"], paper["parcel"], keep["on_date"])]
        return draft
