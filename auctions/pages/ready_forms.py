"""Forms of the conditions, all at once or one by exception; of papers, and of reading the name of a winner."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions.actions import checking, papers, winners
from auctions.actions.checking import BY_HAND, Finding
from auctions.actions.drafts import PaperDraft
from auctions.models import PaperKind
from auctions.pages.lot_forms import LotForm, file_field, level_field, reason_field
from auctions.readiness import Condition, checklist
from auctions.workflow import Readiness, ReadinessState
from gis.db.clock import clock
from gis.http.problems import DomainError
from land.pages.fields import ChoiceField, DayField, LineField
from land.workflow import PublishLevel

_STATES = (
    ("", gettext_lazy("– giữ nguyên –")),
    (ReadinessState.MET.value, ReadinessState.MET.label),
    (ReadinessState.MISSING.value, ReadinessState.MISSING.label),
)


class ReadinessForm(LotForm):
    """Every condition that people record, in one form; what is left as it is is not written anew."""

    title = gettext_lazy("Ghi điều kiện sẵn sàng")
    lead = gettext_lazy(
        "Căn cứ được công bố trên trang của lô: không ghi họ tên, số căn cước, số điện thoại của cá nhân."
    )
    template = "auctions/desk/readiness.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = checklist(self.lot, clock())
        for kind in Readiness:
            if kind in BY_HAND:
                self.fields |= self._fields(kind)
        self.sometimes = frozenset(self.fields)

    def _fields(self, kind: Readiness) -> dict[str, forms.Field]:
        return {
            f"{kind}_state": ChoiceField(label=gettext_lazy("Kết quả"), choices=_STATES, required=False),
            f"{kind}_since": DayField(label=gettext_lazy("Ngày của căn cứ"), required=False, help_text=""),
            f"{kind}_basis": LineField(label=gettext_lazy("Căn cứ"), max_length=300, required=False),
        }

    def rows(self) -> Iterator[tuple[Condition, list[forms.BoundField]]]:
        """The checklist in its order, with the fields of what is recorded by hand."""
        for condition in self.conditions:
            names = [f"{condition.kind}_{part}" for part in ("state", "since", "basis")]
            yield condition, [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """A state needs its day, and what is met its basis."""
        data: dict[str, Any] = super().clean() or {}
        for kind in BY_HAND:
            state = data.get(f"{kind}_state")
            if state and not data.get(f"{kind}_since") and f"{kind}_since" not in self.errors:
                data[f"{kind}_since"] = timezone.localdate()
            if state == ReadinessState.MET and not data.get(f"{kind}_basis"):
                self.add_error(f"{kind}_basis", _("Hãy ghi căn cứ: văn bản, biên bản, ảnh."))
        if not self.errors and not self._findings(data):
            raise forms.ValidationError(_("Chưa ghi điều kiện nào."))
        return data

    def _findings(self, data: dict[str, Any]) -> list[Finding]:
        return [
            Finding(kind, ReadinessState(state), data[f"{kind}_since"], data[f"{kind}_basis"])
            for kind in Readiness
            if kind in BY_HAND and (state := data.get(f"{kind}_state"))
        ]

    def refuse(self, refusal: DomainError) -> None:
        """The act names `since`, the form one for each condition: the days ahead are told by where they stand."""
        ahead = [
            f"{kind}_since"
            for kind in BY_HAND
            if (day := self.cleaned_data.get(f"{kind}_since")) and day > timezone.localdate()
        ]
        if ahead and any(item.get("field") == "since" for item in refusal.errors):
            for name in ahead:
                self.add_error(name, refusal.detail)
        else:
            super().refuse(refusal)

    def act(self) -> str:
        made = checking.record_readiness(findings=self._findings(self.cleaned_data), **self.common())
        return _("Đã ghi %(count)d điều kiện.") % {"count": len(made)}


class ExceptForm(LotForm):
    """Let a lot be posted though a condition is not met."""

    title, danger = gettext_lazy("Chấp nhận ngoại lệ"), True
    lead = gettext_lazy("Lô được niêm yết dù điều kiện chưa đạt. Lý do được công bố trên trang của lô.")
    kind = ChoiceField(label=gettext_lazy("Điều kiện"), widget=forms.RadioSelect)
    since = DayField(label=gettext_lazy("Ngày của căn cứ"))
    basis = LineField(label=gettext_lazy("Căn cứ"), max_length=300, required=False)
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lacking = [(kind.value, str(kind.label)) for kind in Readiness if kind.value in self.lot.missing]
        self.fields["kind"].choices = lacking  # type: ignore[attr-defined]

    def act(self) -> str:
        data = self.cleaned_data
        kind = Readiness(data["kind"])
        finding = Finding(kind, ReadinessState.EXCEPTED, data["since"], data["basis"], data["reason"])
        checking.except_readiness(finding=finding, **self.common())
        return _("Đã chấp nhận ngoại lệ cho điều kiện “%(kind)s”.") % {"kind": kind.label}


class PaperFields(forms.Form):
    """A document with its facts; mix-in of a desk form."""

    file = file_field(required=True)
    level = level_field()
    kind = ChoiceField(label=gettext_lazy("Loại văn bản"), choices=PaperKind.choices)
    title_of_paper = LineField(
        label=gettext_lazy("Trích yếu"),
        max_length=300,
        help_text=gettext_lazy(
            "Hiện cho mọi người nếu văn bản công khai: không ghi họ tên, số căn cước, số điện thoại của cá nhân."
        ),
    )
    number = LineField(label=gettext_lazy("Số"), max_length=80, required=False)
    issued_on = DayField(label=gettext_lazy("Ngày ban hành"), required=False)
    issuer = LineField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)

    def paper(self) -> dict[str, Any]:
        """What `attach_paper` takes."""
        data = self.cleaned_data
        draft = PaperDraft(
            PaperKind(data["kind"]), data["title_of_paper"], data["number"], data["issued_on"], data["issuer"]
        )
        return {"draft": draft, "content": data["file"], "level": PublishLevel(data["level"])}


def named_as_here(refusal: DomainError) -> DomainError:
    """The act calls `title` what is `title_of_paper` in the forms: a form has a title of its own."""
    for item in refusal.errors:
        if item.get("field") == "title":
            item["field"] = "title_of_paper"
    return refusal


class PaperForm(PaperFields, LotForm):
    """A document of the lot."""

    title = gettext_lazy("Thêm văn bản của lô")
    submit = gettext_lazy("Đính kèm")

    def refuse(self, refusal: DomainError) -> None:
        super().refuse(named_as_here(refusal))

    def act(self) -> str:
        papers.attach_paper(actor=self.user, lot=self.lot, **self.paper())
        return _("Đã đính kèm văn bản.")


class WinnerForm(LotForm):
    """Why the name of a person is read."""

    title = gettext_lazy("Xem họ tên người trúng đấu giá")
    lead = gettext_lazy("Thông tin cá nhân, chỉ dùng cho công việc. Lần xem này được ghi vào nhật ký.")
    submit = gettext_lazy("Xem họ tên")
    reason = LineField(
        label=gettext_lazy("Lý do xem"),
        max_length=500,
        help_text=gettext_lazy("Được ghi vào nhật ký cùng tên anh, chị."),
    )

    def act(self) -> str:
        return winners.read_winner(actor=self.user, lot=self.lot, reason=self.cleaned_data["reason"])
