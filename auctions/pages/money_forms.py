"""Forms of what follows the session: recognition, the tax office's notice, payments, handover, certificate."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import terms, timing
from auctions.actions import ground, money
from auctions.models import Lot
from auctions.pages.lot_forms import DecisionForm, LotForm
from gis.query.times import moment_text
from gis.text.money import dong
from land.pages.fields import DayField, LineField, MoneyField, language


def _amount(amount: int | None) -> str:
    return "–" if amount is None else dong(amount, language())


def forfeit_facts(lot: Lot) -> list[tuple[str, str]]:
    """What becomes of the money of a winner who does not pay, as lines of title and text."""
    money_of = terms.forfeit(lot)
    return [
        (_("Đã xác nhận nộp"), _amount(terms.paid(lot))),
        (_("Tiền đặt cọc không được hoàn"), _amount(money_of.lost)),
        (_("Phần nộp vượt tiền đặt cọc, được hoàn"), _amount(money_of.refunded)),
    ]


class RecogniseForm(DecisionForm):
    """The win is recognised."""

    title = gettext_lazy("Công nhận kết quả trúng đấu giá")
    lead = gettext_lazy("Cơ quan thuế có năm ngày làm việc để ra thông báo nộp tiền.")

    def more(self) -> dict[str, Any]:
        return {"facts": [(_("Giá trúng"), _amount(self.lot.sold_price_amount))]}

    def act(self) -> str:
        money.recognise_result(**self.decided())
        return _("Đã ghi quyết định công nhận kết quả của lô %(code)s.") % {"code": self.lot.code}


class TaxNoticeForm(LotForm):
    """What the tax office asks for."""

    title = gettext_lazy("Ghi thông báo nộp tiền của cơ quan thuế")
    lead = gettext_lazy("Thời hạn nộp tiền tính từ ngày của thông báo, theo phương án đã duyệt.")
    number = LineField(label=gettext_lazy("Số thông báo"), max_length=80)
    issued_on = DayField(label=gettext_lazy("Ngày thông báo"))
    amount = MoneyField(label=gettext_lazy("Số tiền phải nộp"), help_text=gettext_lazy("Đồng."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("amount", self.lot.sold_price_amount)

    def act(self) -> str:
        data = self.cleaned_data
        money.record_tax_notice(
            number=data["number"], issued_on=data["issued_on"], amount=data["amount"], **self.common()
        )
        return _("Đã ghi thông báo nộp tiền số %(number)s.") % {"number": data["number"]}


class PaymentForm(LotForm):
    """What the tax office confirmed as paid."""

    title = gettext_lazy("Ghi số tiền đã nộp")
    lead = gettext_lazy(
        "Theo xác nhận của cơ quan thuế. Nộp nhiều lần thì ghi từng lần; đủ tiền thì lô tự chuyển bước."
    )
    amount = MoneyField(label=gettext_lazy("Số tiền đã nộp"), help_text=gettext_lazy("Đồng."))
    paid_on = DayField(label=gettext_lazy("Ngày nộp"))
    receipt = LineField(label=gettext_lazy("Số chứng từ"), max_length=80)

    def more(self) -> dict[str, Any]:
        owed, paid = terms.owed(self.lot), terms.paid(self.lot)
        due = timing.payment_due(self.lot)
        return {
            "facts": [
                (_("Phải nộp"), _amount(owed)),
                (_("Đợt một ít nhất"), _amount(terms.first_payment(self.lot))),
                (_("Đã xác nhận nộp"), _amount(paid)),
                (_("Còn phải nộp"), _amount(None if owed is None else owed - paid)),
                (_("Hạn đang chạy"), moment_text(due) or "–"),
            ]
        }

    def act(self) -> str:
        data = self.cleaned_data
        done = money.record_payment(
            amount=data["amount"], paid_on=data["paid_on"], receipt=data["receipt"], **self.common()
        )
        told = {"amount": dong(data["amount"], language()), "state": done.get_state_display()}
        return _("Đã ghi %(amount)s. Tình trạng: %(state)s.") % told


class CancelRecognitionForm(DecisionForm):
    """A win that was not paid is cancelled."""

    title, danger, reasoned = gettext_lazy("Hủy quyết định công nhận kết quả"), True, True
    lead = gettext_lazy("Tiền đặt cọc không được hoàn; phần đã nộp vượt quá tiền đặt cọc được hoàn (NĐ 226/2025).")

    def more(self) -> dict[str, Any]:
        return {"facts": forfeit_facts(self.lot)}

    def act(self) -> str:
        money.cancel_recognition(**self.decided())
        return _("Đã ghi việc hủy công nhận kết quả của lô %(code)s.") % {"code": self.lot.code}


class HandOverForm(DecisionForm):
    """The land is handed over."""

    title = gettext_lazy("Bàn giao đất trên thực địa")
    lead = gettext_lazy("Số, ngày của biên bản bàn giao (Mẫu 24 NĐ 151/2025).")

    def act(self) -> str:
        money.hand_over(**self.decided())
        return _("Đã ghi việc bàn giao lô %(code)s.") % {"code": self.lot.code}


class CertifyForm(DecisionForm):
    """The certificate."""

    title = gettext_lazy("Ghi việc cấp Giấy chứng nhận")
    lead = gettext_lazy("Số phát hành và ngày của Giấy chứng nhận; hệ thống này không in Giấy chứng nhận.")

    def act(self) -> str:
        money.certify(**self.decided())
        return _("Đã ghi việc cấp Giấy chứng nhận cho lô %(code)s.") % {"code": self.lot.code}


class SettleGroundForm(DecisionForm):
    """The ground of the lot leaves the register of the fund."""

    title, danger = gettext_lazy("Tách thửa theo lô"), True
    lead = gettext_lazy(
        "Sổ quỹ đất tách khu đất đúng theo ranh giới đã niêm yết của lô và đưa phần đã bàn giao ra khỏi quỹ đất; phần "
        "còn lại thành khu đất mới, các lô khác trên đó đi theo. Lô lấy trọn khu đất thì cả khu đất ra khỏi quỹ đất."
    )

    def more(self) -> dict[str, Any]:
        links = self.lot.plot_links.select_related("plot").order_by("plot__number")
        unit = _("%(area)s m²")
        return {"facts": [(link.plot.code, unit % {"area": terms.plain(link.area_m2)}) for link in links]}

    def act(self) -> str:
        left = ground.settle_ground(**self.decided())
        if not left:
            return _("Đất của lô %(code)s đã ra khỏi quỹ đất.") % {"code": self.lot.code}
        codes = ", ".join(plot.code for plot in left)
        return _("Đã tách đất của lô %(code)s; phần còn lại: %(codes)s.") % {"code": self.lot.code, "codes": codes}
