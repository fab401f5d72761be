"""Forms of the signed minutes: entering, confirming or sending back, a winner who will not sign, duties afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import offers, proof
from auctions.actions import results
from auctions.actions.drafts import Upload
from auctions.actions.results import Minutes, Party
from auctions.outcome import Session, outcome
from auctions.pages.lot_forms import LotForm, file_field, reason_field
from auctions.pages.pasted_bids import read_bids
from auctions.proof import Said
from auctions.workflow import FAILURES_OF_REGISTRATION, BidderKind, Failure, LotState
from gis.text.money import dong
from land.pages.fields import ChoiceField, DayField, LineField, MoneyField, language
from worktime.models import Term

_SOLD = "sold"
# Later in the way; they are no conclusion of minutes.
_LATER = frozenset({Failure.WINNER_REFUSED, Failure.NOT_PAID})


def _number(label: Any, *, required: bool = True, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Hãy điền ô này."), "invalid": gettext_lazy("Hãy ghi một số nguyên.")},
    )


def _name() -> LineField:
    return LineField(
        label=gettext_lazy("Tên người trúng"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Họ tên cá nhân được lưu riêng, không công khai; mỗi lần xem đều ghi nhật ký."),
    )


def _kind() -> ChoiceField:
    return ChoiceField(
        label=gettext_lazy("Người trúng là"), choices=BidderKind.choices, required=False, widget=forms.RadioSelect
    )


class ResultForm(LotForm):
    """What the minutes say; contradictions are shown before anything is entered."""

    title = gettext_lazy("Nhập kết quả theo biên bản")
    lead = gettext_lazy("Người thứ hai của tổ chức xác nhận rồi lô mới chuyển bước. Người trả giá chỉ ghi bằng số.")
    submit = gettext_lazy("Nhập kết quả")
    template = "auctions/desk/result.html"
    groups = (
        (gettext_lazy("Biên bản"), ("minutes_number", "minutes_on", "registrants", "participants", "file")),
        (gettext_lazy("Các lượt trả giá"), ("bids",)),
        (gettext_lazy("Kết luận của biên bản"), ("conclusion", "winner", "price", "kind", "name")),
        ("", ("as_signed",)),
    )
    sometimes = frozenset({"winner", "price", "kind", "name", "bids"})

    minutes_number = LineField(label=gettext_lazy("Số biên bản"), max_length=80)
    minutes_on = DayField(label=gettext_lazy("Ngày biên bản"))
    registrants = _number(gettext_lazy("Số người đăng ký hợp lệ"))
    participants = _number(gettext_lazy("Số người tham gia phiên"))
    bids = LineField(
        label=gettext_lazy("Dán từ bảng tính hoặc gõ, mỗi dòng một lượt"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "coordinates", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Vòng; số người; giá. Ví dụ 1; 2; 5.100.000.000. Thêm cột “rút” hoặc “không hợp lệ” nếu biên bản ghi vậy."
        ),
    )
    conclusion = ChoiceField(label=gettext_lazy("Kết luận"), widget=forms.RadioSelect)
    winner = _number(gettext_lazy("Số của người trúng"), required=False, least=1)
    price = MoneyField(label=gettext_lazy("Giá trúng"), required=False, help_text=gettext_lazy("Đồng."))
    kind = _kind()
    name = _name()
    file = file_field()
    as_signed = forms.BooleanField(
        label=gettext_lazy("Biên bản đã ký ghi đúng như vậy; tôi vẫn nhập để người thứ hai xem xét"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = self.lot.state == LotState.REGISTRATION_CLOSED
        failures = [item for item in Failure if (item in FAILURES_OF_REGISTRATION) == before and item not in _LATER]
        choices = [(item.value, str(item.label)) for item in failures]
        self.fields["conclusion"].choices = choices if before else [(_SOLD, _("Đấu giá thành")), *choices]  # type: ignore[attr-defined]
        self.fields["file"].label = _("Bản chụp biên bản (chỉ xem nội bộ)")
        self.contradictions: list[str] = []
        self.computed = ""

    def clean_bids(self) -> Any:
        """The prices read."""
        return read_bids(self.cleaned_data["bids"])

    def clean(self) -> dict[str, Any]:
        """What belongs to the conclusion; contradictions have to be seen before they are entered."""
        data: dict[str, Any] = super().clean() or {}
        sold = data.get("conclusion") == _SOLD
        for name in ("winner", "price", "kind", "name"):
            if sold and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Đấu giá thành thì hãy điền ô này."))
            elif not sold and data.get("conclusion"):
                data[name] = None
        if not self.errors:
            self._compare(data)
        return data

    def _compare(self, data: dict[str, Any]) -> None:
        session = Session(data["registrants"], data["participants"], data["bids"])
        found = outcome(proof.conditions_of(self.lot), session)
        failure = "" if data["conclusion"] == _SOLD else data["conclusion"]
        self.contradictions = proof.contradictions_of(found, Said(failure, data["winner"], data["price"]))
        self.computed = proof.conclusion(found)
        if not found.failure:
            self.computed = f"{self.computed}, {dong(found.price, language())}"

    @property
    def keeps_back(self) -> bool:
        """Contradictions that were not accepted: nothing is entered yet."""
        return bool(self.contradictions) and not self.cleaned_data.get("as_signed")

    def minutes(self) -> Minutes:
        """What is entered."""
        data = self.cleaned_data
        sold = data["conclusion"] == _SOLD
        return Minutes(
            number=data["minutes_number"],
            on=data["minutes_on"],
            registrants=data["registrants"],
            participants=data["participants"],
            bids=data["bids"],
            winner=data["winner"],
            price=data["price"],
            failure=None if sold else Failure(data["conclusion"]),
            party=Party(BidderKind(data["kind"]), data["name"]) if sold else None,
            upload=Upload(data["file"]) if data.get("file") else None,
        )

    def more(self) -> dict[str, Any]:
        return {"bids": self.cleaned_data.get("bids", ()) if self.is_bound and not self.errors else ()}

    def act(self) -> str:
        results.enter_result(minutes=self.minutes(), **self.common())
        return _("Đã nhập kết quả. Chờ đấu giá viên thứ hai của tổ chức xác nhận.")


class DecideResultForm(LotForm):
    """The second person confirms what the first entered, or sends it back."""

    title = gettext_lazy("Xác nhận kết quả người khác đã nhập")
    lead = gettext_lazy("So từng dòng với biên bản giấy đã ký rồi mới xác nhận.")
    submit = gettext_lazy("Xác nhận")
    template = "auctions/desk/decide.html"
    choice = ChoiceField(
        label=gettext_lazy("Quyết định"),
        choices=(
            ("confirm", gettext_lazy("Đúng với biên bản, xác nhận")),
            ("reject", gettext_lazy("Sai, trả lại để nhập lại")),
        ),
        widget=forms.RadioSelect,
    )
    reason = LineField(label=gettext_lazy("Lý do trả lại"), max_length=500, required=False)
    sometimes = frozenset({"reason"})

    def more(self) -> dict[str, Any]:
        result = offers.result_waiting(self.lot)
        if result is None:
            return {}
        winner = result.winners.filter(refused_at=None).first()
        return {
            "result": result,
            "bids": list(result.bids.order_by("ordinal")),
            "winner": winner,
            "contradictions": proof.contradictions(result),
        }

    def act(self) -> str:
        result = offers.result_waiting(self.lot)
        if result is None:
            return _("Kết quả này đã được xử lý. Hãy tải lại trang.")
        if self.cleaned_data["choice"] == "reject":
            results.reject_result(actor=self.user, result=result, reason=self.cleaned_data["reason"])
            return _("Đã trả lại kết quả để nhập lại.")
        done = results.confirm_result(actor=self.user, result=result)
        return _("Đã xác nhận. Tình trạng lô: %(state)s.") % {"state": done.get_state_display()}


class _RefusalForm(LotForm):
    """Who refused, by number."""

    refused = LineField(
        label=gettext_lazy("Số của những người đã từ chối"),
        max_length=100,
        help_text=gettext_lazy("Người trúng đứng đầu, cách nhau bằng dấu phẩy. Ví dụ 2, 1."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        result = proof.confirmed(self.lot)
        self.initial.setdefault("refused", str(result.winner) if result and result.winner else "")

    def clean_refused(self) -> list[int]:
        """Numbers."""
        cells = [cell.strip() for cell in self.cleaned_data["refused"].split(",") if cell.strip()]
        if not all(cell.isdecimal() and len(cell) < 6 for cell in cells):
            raise forms.ValidationError(_("Hãy ghi các số, cách nhau bằng dấu phẩy."))
        return [int(cell) for cell in cells]

    def more(self) -> dict[str, Any]:
        result = proof.confirmed(self.lot)
        if result is None or result.winner is None:
            return {}
        following = proof.recomputed(result, frozenset({result.winner}))
        price = "" if following.failure else f", {dong(following.price, language())}"
        return {
            "facts": [
                (_("Người trúng theo biên bản"), _("số %(number)d") % {"number": result.winner}),
                (_("Nếu người trúng từ chối thì"), f"{proof.conclusion(following)}{price}"),
                (_("Tiền đặt trước không hoàn, mỗi người từ chối"), dong(self.lot.deposit_amount or 0, language())),
            ]
        }


class RefuseForm(_RefusalForm):
    """The winner will not sign, and nobody comes next."""

    title, danger = gettext_lazy("Người trúng từ chối, đấu giá không thành"), True
    reason = reason_field()

    def act(self) -> str:
        data = self.cleaned_data
        results.refuse_win(refused=data["refused"], reason=data["reason"], **self.common())
        return _("Đã ghi: người trúng từ chối, đấu giá không thành.")


class AwardNextForm(_RefusalForm):
    """The winner refused; whoever comes next accepts."""

    title = gettext_lazy("Người trả giá liền kề trúng đấu giá")
    lead = gettext_lazy("Giá liền kề cộng tiền đặt trước của người từ chối phải bằng ít nhất giá đã trúng (điều 51).")
    kind = _kind()
    name = _name()
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "name"):
            self.fields[name].required = True

    def act(self) -> str:
        data = self.cleaned_data
        party = Party(BidderKind(data["kind"]), data["name"])
        results.award_next(refused=data["refused"], party=party, reason=data["reason"], **self.common())
        return _("Đã ghi người trả giá liền kề trúng đấu giá.")


class DutyForm(LotForm):
    """What the organisation has to do after the session is done."""

    title = gettext_lazy("Ghi việc đã làm sau phiên đấu giá")
    kind = ChoiceField(label=gettext_lazy("Việc đã làm xong"), widget=forms.RadioSelect)
    note = LineField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Số văn bản, chứng từ; không ghi tên người."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = results.duties_of(self.lot)
        named = dict(
            Term.objects.visible_to(self.user).about("lot", str(self.lot.pk)).open().values_list("kind", "name")
        )
        self.fields["kind"].choices = [(kind, named.get(kind, kind)) for kind in wanted]  # type: ignore[attr-defined]

    def act(self) -> str:
        results.fulfil_duty(kind=self.cleaned_data["kind"], note=self.cleaned_data["note"], **self.common())
        return _("Đã ghi việc đã làm xong.")
