"""Forms of drawing lots: how the ground is taken, what the lots are called, the terms they share."""

from collections.abc import Iterator
from typing import Any

import shapely
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency
from auctions import policies
from auctions.actions.drafts import LotDraft
from auctions.pages.drawing_ground import Ground
from auctions.pages.term_forms import TermsFields
from gis.geometry import to_multipolygon
from land import cutting
from land.pages.fields import AreaField, ChoiceField, LineField
from land.pages.split_forms import PAPER, CutForm

WHOLE = "whole"


class GroundForm(CutForm):
    """All the ground as one lot, or parts of it: cut by lines, drawn or sent as boundaries, lying apart."""

    names = forms.CharField(
        label=gettext_lazy("Tên các lô bắt đầu bằng"), max_length=60, initial="Lô A", required=False
    )

    def __init__(self, *args: Any, plot: Ground, **kwargs: Any) -> None:
        super().__init__(*args, plot=plot, **kwargs)
        method: Any = self.fields["method"]
        method.label = gettext_lazy("Phần đất của lô")
        parts = [choice for choice in method.choices if choice[0] != PAPER]
        method.choices = [
            (WHOLE, _("Gộp các khu đất thành một lô") if len(plot.plots) > 1 else _("Cả khu đất là một lô")),
            *parts,
        ]
        self.initial["method"] = WHOLE
        del self.fields["count"]

    def _divide(self, method: str, values: dict[str, Any]) -> list[Any]:
        return [self.boundary] if method == WHOLE else super()._divide(method, values)

    def rows(self) -> list[dict[str, Any]]:
        """First values of the lots: boundaries and names A1, A2, …"""
        prefix = (self.cleaned_data.get("names") or "").strip() or _("Lô A")
        several = len(self.parts) > 1
        return [
            {"shape": shapely.to_wkb(part, hex=True), "name": f"{prefix}{number}" if several else prefix, "take": True}
            for number, part in enumerate(self.parts, 1)
        ]


class LotRowForm(forms.Form):
    """One lot: its boundary comes from the drawing, its name from the person."""

    shape = forms.CharField(widget=forms.HiddenInput)
    take = forms.BooleanField(label=gettext_lazy("Lập lô này"), required=False)
    name = LineField(label=gettext_lazy("Tên lô"), max_length=200, required=False)
    area_m2 = AreaField(
        label=gettext_lazy("Diện tích theo giấy tờ"),
        required=False,
        help_text=gettext_lazy("Để trống là diện tích tính trên bản đồ."),
    )

    def clean_shape(self) -> Any:
        """The boundary as the form carried it.

        Raises:
            ValidationError: it is none.
        """
        found = shape_of(self.cleaned_data["shape"])
        if found is None:
            raise forms.ValidationError(_("Không đọc được ranh giới; hãy quay lại bước vẽ."))
        return found

    def clean(self) -> dict[str, Any]:
        """A lot that is taken has a name."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("take") and not data.get("name"):
            self.add_error("name", _("Hãy điền ô này."))
        return data

    @property
    def geometry(self) -> Any:
        """The boundary, before or after validation; None where it cannot be read."""
        return shape_of(self["shape"].value())


def shape_of(text: Any) -> Any:
    """A boundary as the form carries it: exact, in the legal CRS; None where it is none."""
    try:
        found = shapely.from_wkb(str(text or ""))
        return None if found is None else to_multipolygon(found)
    except (shapely.errors.GEOSException, ValueError, TypeError):
        return None


LotRows: Any = forms.formset_factory(
    LotRowForm, extra=0, max_num=cutting.MOST_PARTS, absolute_max=cutting.MOST_PARTS, validate_max=True
)


class SharedForm(TermsFields):
    """What the lots have in common: owner, terms, reason."""

    groups = (("", ("owner",)), *TermsFields.groups[:-1], ("", ("note", "reason")))
    field_order = ("owner",)
    owner = ChoiceField(label=gettext_lazy("Người có tài sản"))
    reason = LineField(
        label=gettext_lazy("Căn cứ lập lô"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, user: Any, ground: Ground, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground, self.rows = ground, rows
        del self.fields["name"]
        owners = [ground.agency] if ground.agency is not None else []
        found = [one for one in owners if policies.can_plan_lot(user, one.pk)]
        self.fields["owner"].choices = [(str(one.pk), one.name) for one in found]  # type: ignore[attr-defined]
        self.fit([one.pk for one in found], timezone.localdate())
        self.fields["address"].help_text = _("Để trống là địa chỉ của khu đất.")

    def clean(self) -> dict[str, Any]:
        """At least one lot, each as it should be."""
        data = super().clean()
        if not self.rows.is_valid():
            self.add_error(None, _("Có lô chưa đúng, xem trong bảng."))
        elif not any(row.cleaned_data["take"] for row in self.rows):
            self.add_error(None, _("Hãy chọn ít nhất một lô."))
        return data

    def drafts(self) -> list[LotDraft]:
        """The lots to draw."""
        return list(self._drafts())

    def _drafts(self) -> Iterator[LotDraft]:
        shared = self.values()
        for row in self.rows:
            data = row.cleaned_data
            if data["take"]:
                own = {"area_m2": data["area_m2"]} if data["area_m2"] else {}
                yield LotDraft(data["name"], self.ground.under(data["shape"]), data["shape"], {**shared, **own})

    def agency(self) -> Agency:
        """The owner that was chosen."""
        return Agency.objects.get(pk=self.cleaned_data["owner"])
