"""Forms of leases: what the contract says, the rent schedule, the end, a payment, the reason to read a name."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.text.dates import parse_day
from gis.text.errors import TextError
from land import policies
from land.actions import Instalment, LeaseDraft
from land.actions.lease_terms import add_months
from land.models import Lease, Plot
from land.pages.desk import DeskForm
from land.pages.fields import AreaField, ChoiceField, DayField, LineField, MoneyField, language, money
from land.workflow import LeaseKind, LeaseState, LesseeKind

_MOST_INSTALMENTS = 600
_EVERY = (
    ("", gettext_lazy("– chọn –")),
    ("1", gettext_lazy("Hằng tháng")),
    ("3", gettext_lazy("Hằng quý")),
    ("6", gettext_lazy("Sáu tháng một lần")),
    ("12", gettext_lazy("Hằng năm")),
    ("0", gettext_lazy("Một lần")),
)
_CONTRACT: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Khu đất và hợp đồng"), ("plot", "kind", "contract_number", "contract_on", "purpose")),
    (gettext_lazy("Bên thuê"), ("lessee_kind", "lessee")),
    (gettext_lazy("Thời hạn và diện tích"), ("start", "last_day", "extent", "area_m2")),
    (gettext_lazy("Tiền thuê"), ("rent_amount", "rent_every", "rent_first", "rent")),
)


class LeaseForm(DeskForm):
    """The contract of a new lease or of a renewal."""

    groups = _CONTRACT

    plot = LineField(label=gettext_lazy("Mã khu đất"), max_length=20, help_text=gettext_lazy("Ví dụ BRVT-000123."))
    kind = ChoiceField(label=gettext_lazy("Hình thức cho thuê"), choices=LeaseKind.choices)
    contract_number = LineField(label=gettext_lazy("Số hợp đồng"), max_length=80)
    contract_on = DayField(label=gettext_lazy("Ngày ký"))
    purpose = LineField(
        label=gettext_lazy("Mục đích thuê"), max_length=300, help_text=gettext_lazy("Không ghi tên người ở đây.")
    )
    lessee_kind = ChoiceField(
        label=gettext_lazy("Đối tượng thuê"), choices=LesseeKind.choices, widget=forms.RadioSelect
    )
    lessee = LineField(
        label=gettext_lazy("Tên bên thuê"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Họ tên cá nhân được lưu riêng, không công khai; mỗi lần xem đều ghi nhật ký."),
    )
    start = DayField(label=gettext_lazy("Thuê từ ngày"))
    last_day = DayField(label=gettext_lazy("Đến hết ngày"))
    extent = ChoiceField(
        label=gettext_lazy("Phần đất thuê"),
        choices=(("whole", gettext_lazy("Toàn bộ khu đất")), ("part", gettext_lazy("Một phần khu đất"))),
        widget=forms.RadioSelect,
        initial="whole",
    )
    area_m2 = AreaField(
        label=gettext_lazy("Diện tích thuê"),
        required=False,
        help_text=gettext_lazy("m², hoặc ghi rõ ha. Để trống nếu thuê toàn bộ khu đất."),
    )
    rent_amount = MoneyField(
        label=gettext_lazy("Tiền thuê mỗi kỳ"), required=False, help_text=gettext_lazy("Đồng, ví dụ 5.000.000.")
    )
    rent_every = ChoiceField(
        label=gettext_lazy("Kỳ nộp"),
        choices=_EVERY,
        required=False,
        widget=forms.Select(attrs={"class": "short"}),
    )
    rent_first = DayField(label=gettext_lazy("Hạn nộp đầu tiên"), required=False)
    rent = LineField(
        label=gettext_lazy("Hoặc ghi từng kỳ"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mỗi dòng một kỳ: ngày; số tiền. Ví dụ 31/03/2027; 5.000.000."),
    )

    def __init__(self, user: Any, *args: Any, renews: Lease | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.renews = user, renews
        if renews is not None:
            del self.fields["plot"]
            self.fields["lessee"].required = False
            self.fields["lessee"].help_text = _("Để trống nếu bên thuê không đổi.")

    def clean_plot(self) -> Plot:
        """The plot of the code, as far as the person may lease it out.

        Raises:
            ValidationError: there is none, or it is another agency's.
        """
        code = self.cleaned_data["plot"].strip().upper()
        plot = Plot.objects.visible_to(self.user).filter(code=code).first()
        if plot is None or not policies.can_manage_leases(self.user, plot):
            raise forms.ValidationError(
                _("Không có khu đất %(code)s trong phần đất anh, chị được cho thuê. Hãy kiểm tra lại mã.")
                % {"code": code}
            )
        return plot

    def clean(self) -> dict[str, Any]:
        """Extent and schedule; what is wrong is said at the field."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("extent") == "part" and "area_m2" not in self.errors and data.get("area_m2") is None:
            self.add_error("area_m2", _("Thuê một phần thì phải ghi diện tích phần đó."))
        if not {"rent", "rent_amount", "rent_every", "rent_first"} & set(self.errors):
            data["schedule"] = self._schedule(data)
        return data

    def _schedule(self, data: dict[str, Any]) -> list[Instalment]:
        names = ("rent_amount", "rent_every", "rent_first")
        given = [name for name in names if data.get(name)]
        if typed := data.get("rent"):  # add_error takes it out of the cleaned fields
            if given:
                self.add_error("rent", _("Chọn một cách: chia đều theo kỳ, hoặc ghi từng kỳ."))
            return self._typed(typed)
        if given and len(given) < len(names):
            for name in set(names) - set(given):
                self.add_error(name, _("Chia đều theo kỳ cần đủ số tiền, kỳ nộp và hạn nộp đầu tiên."))
        elif given and data.get("last_day"):
            days = list(spread(data["rent_first"], data["last_day"], int(data["rent_every"])))
            if not days:
                self.add_error("rent_first", _("Hạn nộp đầu tiên sau ngày hết hạn thuê."))
            return [Instalment(day, data["rent_amount"]) for day in days]
        return []

    def _typed(self, text: str) -> list[Instalment]:
        found: list[Instalment] = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            day, _sign, amount = line.replace("\t", ";").partition(";")
            try:
                found.append(Instalment(parse_day(day.strip()), money(amount.strip())))
            except (TextError, forms.ValidationError) as error:
                why = error.message(language()) if isinstance(error, TextError) else error.message
                said = {"line": number, "text": line.strip()[:60], "why": why}
                self.add_error("rent", _("Dòng %(line)d “%(text)s”: %(why)s") % said)
        return found

    def draft(self) -> LeaseDraft:
        """The cleaned contract."""
        data = self.cleaned_data
        names = ("contract_number", "contract_on", "purpose", "lessee", "start", "last_day", "area_m2")
        return LeaseDraft(
            kind=LeaseKind(data["kind"]),
            lessee_kind=LesseeKind(data["lessee_kind"]),
            whole_plot=data["extent"] == "whole",
            **{name: data[name] for name in names},
        )


def spread(first: date, last: date, months: int) -> Iterator[date]:
    """Days from the first on, so many months apart, up to the last; 0 months means once."""
    for step in range(_MOST_INSTALMENTS if months else 1):
        day = add_months(first, months * step)
        if day > last:
            return
        yield day


def renewal_of(lease: Lease) -> dict[str, Any]:
    """What a renewal has in common with its lease; no name."""
    return {
        "kind": lease.kind,
        "purpose": lease.purpose,
        "lessee_kind": lease.lessee_kind,
        "start": lease.period.upper,
        "extent": "whole" if lease.whole_plot else "part",
        "area_m2": None if lease.whole_plot else lease.area_m2,
    }


class SignForm(DeskForm):
    """Nothing to type: the draft is what is signed. A refusal is shown above the button."""


class EndForm(DeskForm):
    """The end of a lease before or after its term."""

    on_date = DayField(label=gettext_lazy("Ngày chấm dứt (ngày đầu tiên không còn thuê)"))
    reason = LineField(
        label=gettext_lazy("Lý do chấm dứt, thanh lý"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Ghi số biên bản, quyết định nếu có; không ghi tên người."),
    )

    def __init__(self, lease: Lease, *args: Any, today: date, **kwargs: Any) -> None:
        ended = min(lease.period.upper, today)
        kwargs["initial"] = {"on_date": min(max(ended, lease.period.lower), today)}
        super().__init__(*args, **kwargs)
        if lease.state == LeaseState.DRAFT:
            del self.fields["on_date"]
            self.fields["reason"].label = _("Lý do bỏ dự thảo")


class PaymentForm(DeskForm):
    """Money received for an instalment."""

    amount = MoneyField(label=gettext_lazy("Số tiền đã nộp"), help_text=gettext_lazy("Đồng."))
    paid_on = DayField(label=gettext_lazy("Ngày nộp"))


class CorrectPaymentForm(DeskForm):
    """What was paid of an instalment in all, where it was booked wrongly."""

    paid = MoneyField(label=gettext_lazy("Tổng số tiền đã nộp"), help_text=gettext_lazy("Đồng; 0 nếu chưa nộp."))
    paid_on = DayField(label=gettext_lazy("Ngày nộp"), required=False)
    reason = LineField(label=gettext_lazy("Lý do sửa"), max_length=500)


class LesseeForm(DeskForm):
    """Why a name is read."""

    reason = LineField(
        label=gettext_lazy("Lý do xem"),
        max_length=500,
        help_text=gettext_lazy("Được ghi vào nhật ký cùng tên anh, chị. Ví dụ: lập biên bản thanh lý hợp đồng."),
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
