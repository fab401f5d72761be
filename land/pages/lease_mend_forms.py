"""Forms that put a lease right: what it says, and the part of the plot that it is for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import shapely
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.geometry import to_multipolygon
from gis.text.numbers import format_number
from land.actions import LeaseDraft
from land.actions.lease_amend import fingerprint
from land.models import Lease
from land.pages.desk import DeskForm
from land.pages.fields import LineField
from land.pages.lease_forms import LeaseForm
from land.pages.shape_input import ShapeInput
from land.workflow import LeaseKind, LeaseState, LesseeKind

_SIGNED = ("kind", "start", "last_day", "extent", "area_m2", "rent_amount", "rent_every", "rent_first")


def _reason() -> LineField:
    return LineField(
        label=gettext_lazy("Lý do sửa"),
        max_length=500,
        help_text=gettext_lazy("Ghi văn bản làm căn cứ nếu có; không ghi tên người."),
    )


class AmendForm(LeaseForm):
    """All of a draft; number, day, purpose, name and unpaid rent of a lease in force."""

    reason = _reason()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    groups = (*LeaseForm.groups, (gettext_lazy("Vì sao sửa"), ("reason",)))

    def __init__(self, user: Any, lease: Lease, *args: Any, **kwargs: Any) -> None:
        self.lease = lease
        super().__init__(user, *args, renews=lease, initial=_as_typed(lease), **kwargs)
        signed = lease.state != LeaseState.DRAFT
        for name in ("lessee_kind", *(_SIGNED if signed else ("reason",))):
            del self.fields[name]
        if signed:
            self.fields["rent"].label = _("Các kỳ chưa nộp đồng nào")

    def draft(self) -> LeaseDraft:
        """The lease as it stands, with what was typed."""
        lease, data = self.lease, self.cleaned_data
        typed = {name: data[name] for name in ("contract_number", "contract_on", "purpose", "lessee")}
        if "kind" in self.fields:
            typed |= {name: data[name] for name in ("start", "last_day", "area_m2")}
            typed |= {"kind": LeaseKind(data["kind"]), "whole_plot": data["extent"] == "whole"}
        return replace(_draft_of(lease), **typed)


class PartForm(ShapeInput, DeskForm):
    """The leased part, drawn, pasted or in a file; `part` holds it in the legal CRS, None where it is taken back."""

    none = forms.BooleanField(label=gettext_lazy("Bỏ hình đã vẽ: chỉ ghi diện tích"), required=False)
    reason = _reason()

    def __init__(self, lease: Lease, *args: Any, **kwargs: Any) -> None:
        self.part: Any = None
        super().__init__(*args, **kwargs)
        if lease.part is None:
            del self.fields["none"]
        if lease.state == LeaseState.DRAFT:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Any number of areas make the part."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors or data.get("none"):
            return data
        areas = self.read_shapes().areas
        if not areas:
            raise forms.ValidationError(_("Hãy vẽ phần đất thuê, dán tọa độ góc hoặc tải tệp có ranh giới."))
        self.part = to_multipolygon(shapely.union_all(areas))
        return data


def _as_typed(lease: Lease) -> dict[str, Any]:
    """What the form shows of a lease; no name."""
    unpaid = lease.rent.filter(paid_on=None).order_by("due_on")
    return {
        "kind": lease.kind,
        "contract_number": lease.contract_number,
        "contract_on": lease.contract_on,
        "purpose": lease.purpose,
        "start": lease.period.lower,
        "last_day": lease.period.upper - timedelta(days=1),
        "extent": "whole" if lease.whole_plot else "part",
        "area_m2": None if lease.whole_plot else lease.area_m2,
        "seen": fingerprint(lease),
        "rent": "\n".join(f"{row.due_on:%d/%m/%Y}; {format_number(row.amount, 'vi')}" for row in unpaid),
    }


def _draft_of(lease: Lease) -> LeaseDraft:
    return LeaseDraft(
        kind=LeaseKind(lease.kind),
        lessee_kind=LesseeKind(lease.lessee_kind),
        lessee="",
        contract_number=lease.contract_number,
        contract_on=lease.contract_on,
        purpose=lease.purpose,
        start=lease.period.lower,
        last_day=lease.period.upper - timedelta(days=1),
        area_m2=lease.area_m2,
        whole_plot=lease.whole_plot,
    )
