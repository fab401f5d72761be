"""Forms of the steps up to the session, and of stopping: each does its act."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import terms
from auctions.actions import deciding, sessions
from auctions.pages.lot_forms import DecisionForm, LotForm, reason_field
from auctions.workflow import LotState
from gis.query.times import moment_text
from gis.text.money import dong
from land.pages.fields import MoneyField, language


def _now_at(lot: Any) -> str:
    return _("Lô %(code)s: %(state)s.") % {"code": lot.code, "state": lot.get_state_display()}


class ApproveForm(DecisionForm):
    """The plan of the auction is approved."""

    title = gettext_lazy("Phê duyệt phương án đấu giá")
    lead = gettext_lazy("Từ đây điều khoản đã duyệt chỉ do cơ quan phê duyệt thay đổi.")

    def act(self) -> str:
        return _now_at(deciding.approve_plan(**self.decided()))


class PriceForm(DecisionForm):
    """The start price is decided."""

    title = gettext_lazy("Quyết định giá khởi điểm")
    field_order = ("amount", "decision_number")
    amount = MoneyField(label=gettext_lazy("Giá khởi điểm"), help_text=gettext_lazy("Đồng, ví dụ 5.000.000.000."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        percent = self.lot.deposit_percent
        if percent is not None:
            said = _("Tiền đặt trước bằng %(percent)s%% giá khởi điểm theo phương án đã duyệt, được tính theo.")
            self.fields["amount"].help_text = said % {"percent": terms.plain(percent)}

    def act(self) -> str:
        done = deciding.set_start_price(amount=self.cleaned_data["amount"], **self.decided())
        return _("%(state)s Tiền đặt trước: %(deposit)s.") % {
            "state": _now_at(done),
            "deposit": dong(done.deposit_amount, language()) if done.deposit_amount else "–",
        }

    def refuse(self, refusal: Any) -> None:
        for item in refusal.errors:
            if item.get("field") == "start_price_amount":
                item["field"] = "amount"
        super().refuse(refusal)


class DecideForm(DecisionForm):
    """The auction is decided."""

    title = gettext_lazy("Quyết định đấu giá")

    def act(self) -> str:
        return _now_at(deciding.decide_auction(**self.decided()))


class ContractForm(DecisionForm):
    """The contract with the organisation of the lot's session."""

    title = gettext_lazy("Ký hợp đồng dịch vụ đấu giá")
    lead = gettext_lazy("Với tổ chức hành nghề đấu giá của cuộc đấu giá mà lô thuộc về.")

    def act(self) -> str:
        return _now_at(deciding.contract_organisation(**self.decided()))


class SuspendForm(DecisionForm):
    """Stop for a time."""

    title, danger, reasoned = gettext_lazy("Tạm dừng"), True, True
    lead = gettext_lazy("Các thời hạn đang chạy thôi tính. Sau này lô trở lại đúng tình trạng này, hoặc bị hủy.")

    def act(self) -> str:
        return _now_at(deciding.suspend_lot(**self.decided()))


class ResumeForm(DecisionForm):
    """Go on after a stop."""

    title, reasoned = gettext_lazy("Tiếp tục sau tạm dừng"), True

    def more(self) -> dict[str, Any]:
        return {"facts": [(_("Trở lại tình trạng"), LotState(self.lot.state_before).label)]}

    def act(self) -> str:
        return _now_at(deciding.resume_lot(**self.decided()))


class CancelForm(DecisionForm):
    """Give up the auction."""

    title, danger, reasoned = gettext_lazy("Hủy việc đấu giá"), True, True
    lead = gettext_lazy("Không lấy lại được. Người đã đăng ký được báo và được hoàn tiền.")

    def act(self) -> str:
        return _now_at(deciding.cancel_lot(**self.decided()))


class LeaveForm(DecisionForm):
    """Allocated without an auction."""

    title, danger, reasoned = gettext_lazy("Chuyển sang giao đất không qua đấu giá"), True, True
    lead = gettext_lazy("Chỉ khi đã đấu giá không thành từ hai lần (Luật Đất đai điều 124, 125).")

    def act(self) -> str:
        return _now_at(deciding.leave_auction(**self.decided()))


class WithdrawForm(LotForm):
    """The owner takes a posted lot back."""

    title: ClassVar[Any] = gettext_lazy("Rút lô khỏi đấu giá")
    danger = True
    reason = reason_field()

    def act(self) -> str:
        return _now_at(deciding.withdraw_lot(reason=self.cleaned_data["reason"], **self.common()))


class AgainForm(LotForm):
    """The next attempt."""

    title = gettext_lazy("Tổ chức đấu giá lại")
    lead = gettext_lazy("Lô trở về bước đã duyệt phương án; lần trước vẫn nằm trong lịch sử của lô.")
    reason = reason_field()

    def more(self) -> dict[str, Any]:
        """What the new attempt needs, and what went before."""
        needs = [
            _("Quyết định giá khởi điểm"),
            _("Quyết định đấu giá"),
            _("Cuộc đấu giá mới, hợp đồng với tổ chức đấu giá"),
            _("Niêm yết lại, đủ số ngày trước phiên"),
        ]
        if self.lot.attempt >= terms.ATTEMPTS_AT_ONE_PRICE:
            needs[0] = _("Giá khởi điểm xác định lại sau lần không thành gần nhất (NĐ 102/2024 điều 54 khoản 4a)")
        return {"needs": needs, "facts": [(_("Lần đấu giá tiếp theo"), str(self.lot.attempt + 1))]}

    def act(self) -> str:
        return _now_at(deciding.try_again(reason=self.cleaned_data["reason"], **self.common()))


class OpenRegistrationForm(LotForm):
    """Files are on sale."""

    title = gettext_lazy("Bắt đầu bán, nhận hồ sơ")
    lead = gettext_lazy("Hệ thống tự mở đúng giờ đã niêm yết; chỉ cần làm ở đây khi hệ thống chậm.")

    def act(self) -> str:
        return _now_at(sessions.open_registration(**self.common()))


class OpenSessionForm(LotForm):
    """The session of the lot begins."""

    title = gettext_lazy("Mở phiên đấu giá")
    two_admitted = forms.BooleanField(
        label=gettext_lazy("Có từ hai người đủ điều kiện, đã nộp tiền đặt trước"),
        required=False,
        help_text=gettext_lazy("Chỉ xác nhận, không ghi số người: số người và tên người giữ kín đến khi có biên bản."),
    )

    def more(self) -> dict[str, Any]:
        return {"facts": [(_("Giờ đấu giá đã niêm yết"), moment_text(self.lot.session_at) or "–")]}

    def act(self) -> str:
        return _now_at(sessions.open_session(two_admitted=self.cleaned_data["two_admitted"], **self.common()))
