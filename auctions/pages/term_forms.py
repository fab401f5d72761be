"""Forms of what is said of a lot: facts and terms with the law's bounds beside them, corrections, publication."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import policies, terms
from auctions.actions import lots
from auctions.actions.drafts import APPROVED_TERMS
from auctions.models import AuctionPlan, Lot
from auctions.pages.lot_forms import DecisionForm, LotForm
from auctions.workflow import BidderKind, LandRight, LotState, SaleBy, TermKind
from gis.text.numbers import parse_number
from land.models import LandUse
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, LineField, MoneyField, ReadField
from land.workflow import PublishLevel

_NONE = ("", gettext_lazy("– chưa ghi –"))
_SHORT = {"class": "number", "inputmode": "decimal", "maxlength": 12}


def percent(text: str) -> Decimal:
    """A share in per cent.

    Raises:
        TextError: it is no number.
        ValidationError: not between 0 and 100.
    """
    share = parse_number(text.strip().removesuffix("%"))
    if not 0 < share <= 100:
        raise forms.ValidationError(_("Tỷ lệ phải lớn hơn 0 và không quá 100."))
    return share.quantize(Decimal("0.01"))


class PercentField(ReadField):
    """A share in per cent with at most two decimals."""

    read = staticmethod(percent)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=_SHORT), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return terms.plain(value) if isinstance(value, Decimal) else value


def _count(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs=_SHORT),
        error_messages={"invalid": gettext_lazy("Hãy ghi một số nguyên.")},
    )


def _choice(label: Any, choices: Any) -> ChoiceField:
    return ChoiceField(label=label, choices=[_NONE, *choices], required=False)


def _amount(label: Any) -> MoneyField:
    return MoneyField(label=label, required=False, help_text=gettext_lazy("Đồng."))


_GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Lô đất"), ("name", "address", "land_use_id", "purpose", "plan_id")),
    (gettext_lazy("Quyền được nhận"), ("right", "term_kind", "term_years", "bidders", "sale_by")),
    (
        gettext_lazy("Tiền và thời hạn nộp"),
        (
            "deposit_percent", "step_amount", "file_fee_amount",
            "first_payment_percent", "first_payment_days", "payment_days",
        ),
    ),
    (gettext_lazy("Dự kiến"), ("expected_year", "expected_quarter")),
    ("", ("note", "decision_number", "decision_on", "decision_issuer", "signer", "file", "level", "reason")),
)  # fmt: skip


class TermsFields(DeskForm):
    """What people write of a lot; `values` gives what was written by attribute name."""

    groups = _GROUPS
    name = LineField(label=gettext_lazy("Tên lô"), max_length=200)
    address = LineField(label=gettext_lazy("Địa chỉ"), max_length=300, required=False)
    land_use_id = ChoiceField(label=gettext_lazy("Mục đích sử dụng sau đấu giá"), required=False)
    purpose = LineField(label=gettext_lazy("Mục đích cụ thể"), max_length=300, required=False)
    plan_id = ChoiceField(label=gettext_lazy("Kế hoạch đấu giá năm"), required=False)
    right = _choice(gettext_lazy("Hình thức sử dụng đất"), LandRight.choices)
    term_kind = _choice(gettext_lazy("Thời hạn sử dụng đất"), TermKind.choices)
    term_years = _count(gettext_lazy("Số năm"), 99)
    bidders = forms.MultipleChoiceField(
        label=gettext_lazy("Đối tượng được tham gia"),
        choices=BidderKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sale_by = _choice(gettext_lazy("Đấu giá"), SaleBy.choices)
    deposit_percent = PercentField(label=gettext_lazy("Tiền đặt trước (% giá khởi điểm)"))
    step_amount = _amount(gettext_lazy("Bước giá"))
    file_fee_amount = _amount(gettext_lazy("Tiền mua hồ sơ"))
    first_payment_percent = _count(gettext_lazy("Nộp đợt một (%)"), 100)
    first_payment_days = _count(gettext_lazy("Hạn nộp đợt một (ngày)"), 999)
    payment_days = _count(gettext_lazy("Hạn nộp đủ (ngày)"), 999)
    expected_year = _count(gettext_lazy("Năm dự kiến đấu giá"), 2100)
    expected_quarter = _count(gettext_lazy("Quý dự kiến"), 4)
    note = LineField(
        label=gettext_lazy("Ghi chú nội bộ"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    marks_required = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sometimes = frozenset(self.fields)  # the plan may be written bit by bit; the steps ask for what they need

    def fit(self, owners: Any, day: date, sale_by: str = "") -> None:
        """Choices of the register, and what the law allows beside each term.

        Args:
            owners: ids of agencies whose plans may be named; None for all.
        """
        plans = AuctionPlan.objects.filter(owner__in=owners) if owners is not None else AuctionPlan.objects.all()
        named = [(str(plan.pk), f"{plan.title} ({plan.decision_number})") for plan in plans.order_by("-year", "code")]
        uses = [(use.code, f"{use.code} – {use.name_vi}") for use in LandUse.objects.order_by("code")]
        for name, rows in (("plan_id", named), ("land_use_id", uses)):
            if name in self.fields:
                self.fields[name].choices = [_NONE, *rows]  # type: ignore[attr-defined]
        for name in ("deposit_percent", "first_payment_percent", "first_payment_days", "payment_days"):
            if name in self.fields and (said := _bounds(name, day, sale_by)):
                self.fields[name].help_text = said

    def clean(self) -> dict[str, Any]:
        """A term of years has years."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("term_kind") == TermKind.YEARS and not data.get("term_years") and "term_years" not in self.errors:
            self.add_error("term_years", _("Có thời hạn thì hãy ghi số năm."))
        return data

    def values(self, lot: Lot | None = None) -> dict[str, Any]:
        """What differs from the lot; what was written at all where there is none yet."""
        found = {}
        for name in TermsFields.base_fields:
            if name not in self.fields:
                continue
            value = self.cleaned_data.get(name)
            if name in {"land_use_id", "plan_id"}:
                value = value or None
            before = "" if lot is None else getattr(lot, name)
            if (str(value) if name == "plan_id" else value) == (str(before) if name == "plan_id" else before):
                continue
            if lot is None and value in (None, "", []):
                continue
            found[name] = value
        return found


def _bounds(name: str, day: date, sale_by: str) -> str:
    """What the law allows, with its source; both kinds of sale while none is chosen."""
    kinds = [sale_by] if sale_by else [SaleBy.LOT.value, SaleBy.PROJECT.value]
    said: dict[str, str] = {}
    for kind in kinds:
        bound = terms.bound(name, day, kind)
        if bound is not None:
            text = f"{terms.bound_text(bound)} ({bound.source})"
            label = f"{SaleBy(kind).label}: " if bound.sale_by or name == "deposit_percent" else ""
            said.setdefault(text, label)
    joined = "; ".join(f"{label}{text}" for text, label in said.items())
    return _("Khung pháp luật: %(bounds)s.") % {"bounds": joined} if joined else ""


class _OfLot(TermsFields, LotForm):
    """Terms of a lot that stands."""

    def __init__(self, user: Any, lot: Lot, *args: Any, **kwargs: Any) -> None:
        own = {name: getattr(lot, name) for name in TermsFields.base_fields}
        super().__init__(user, lot, *args, **{**kwargs, "initial": {**own, "plan_id": str(lot.plan_id or "")}})
        self.fit([lot.owner_id], timezone.localdate(), lot.sale_by)


class EditForm(_OfLot):
    """Facts and terms before the lot is posted."""

    title = gettext_lazy("Sửa thông tin, điều khoản của lô")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.lot.state != LotState.PLANNED and not policies.is_authority(self.user):
            for name in APPROVED_TERMS & self.fields.keys():
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Đã được phê duyệt; chỉ cơ quan phê duyệt thay đổi.")

    def act(self) -> str:
        lots.edit_lot(values=self.values(self.lot), **self.common())
        return _("Đã ghi thông tin của lô %(code)s.") % {"code": self.lot.code}


class CorrectForm(_OfLot, DecisionForm):
    """A published correction of what was posted."""

    title, reasoned = gettext_lazy("Đính chính thông tin đã niêm yết"), True
    lead = gettext_lazy("Được công bố cạnh nội dung đã niêm yết. Giá, tiền đặt trước, bước giá thì không đính chính.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["step_amount"], self.fields["note"], self.fields["plan_id"]

    def act(self) -> str:
        lots.correct_lot(values=self.values(self.lot), **self.decided())
        return _("Đã công bố đính chính của lô %(code)s.") % {"code": self.lot.code}


class PublishForm(LotForm):
    """Everybody may know of the lot."""

    title = gettext_lazy("Công khai là lô dự kiến đấu giá")
    lead = gettext_lazy("Mọi người xem được lô trên bản đồ và trang của lô; người theo dõi được báo.")
    submit = gettext_lazy("Công khai")

    def act(self) -> str:
        lots.publish_lot(level=PublishLevel.PUBLIC, **self.common())
        return _("Lô %(code)s đã công khai.") % {"code": self.lot.code}


class UnpublishForm(LotForm):
    """A lot that was never posted is taken back."""

    title, danger = gettext_lazy("Thôi công khai"), True
    reason = LineField(label=gettext_lazy("Lý do"), max_length=500)

    def act(self) -> str:
        lots.publish_lot(level=PublishLevel.INTERNAL, reason=self.cleaned_data["reason"], **self.common())
        return _("Lô %(code)s không còn công khai.") % {"code": self.lot.code}
