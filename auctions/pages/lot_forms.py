"""What every act on a lot shares: a form that knows the lot as it was read, and does the act."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import policies
from auctions.actions.drafts import TERMS, Upload
from auctions.actions.rows import Decision
from auctions.actions.sessions import TIMETABLE
from auctions.errors import StaleLot
from auctions.models import Lot
from gis.http.problems import DomainError
from land import files
from land.errors import BadFile
from land.pages.acts import rewritten
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, DayField, LineField
from land.workflow import PublishLevel

LEVELS = (
    (PublishLevel.INTERNAL.value, PublishLevel.INTERNAL.label),
    (PublishLevel.PUBLIC.value, PublishLevel.PUBLIC.label),
)


class LotForm(DeskForm):
    """A form that acts on a lot.

    Somebody else's change meanwhile is told once: the form then carries the new version, so that pressing again, after
    a look, means it.

    Attributes:
        title, lead, submit: heading, what will happen, the button.
        danger: hard to take back.
        template: of the page.
        elsewhere: (address, words) of pages where refusals that name no field of this form are mended.
    """

    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    submit: ClassVar[Any] = gettext_lazy("Ghi")
    danger: ClassVar[bool] = False
    template: ClassVar[str] = "auctions/desk/act.html"
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, user: Any, lot: Lot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.lot = user, lot
        self.elsewhere: list[tuple[str, str]] = []
        self.initial.setdefault("seen_version", lot.version)

    def act(self) -> str:
        """Do it with the cleaned fields; returns what to tell on the next page."""
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        """Further context for the template."""
        return {}

    def common(self) -> dict[str, Any]:
        """What every act takes."""
        return {"actor": self.user, "lot": self.lot, "expected_version": self.cleaned_data["seen_version"]}

    def refuse(self, refusal: DomainError) -> None:
        """Refusals stand beside their fields; those that are mended on another page come with the way there."""
        if isinstance(refusal, StaleLot):
            self.lot.refresh_from_db(fields=["version"])
            self.data = rewritten(self.data, seen_version=str(self.lot.version))
        if isinstance(refusal, BadFile) and "file" in self.fields:
            self.add_error("file", refusal.detail)
            return
        named = [(str(item.get("field") or ""), str(item["detail"])) for item in refusal.errors]
        for name, detail in named or [("", refusal.detail)]:
            self.add_error(name if name in self.fields else None, detail)
        wanted = {name for name, _detail in named} - set(self.fields)
        self.elsewhere = list(dict.fromkeys(place for name in sorted(wanted) for place in self._places(name)))

    def _places(self, name: str) -> list[tuple[str, str]]:
        code, auction = self.lot.code, self.lot.auction
        if name in TERMS or f"{name}_id" in TERMS:
            return [(act_address(code, "edit"), _("Sửa điều khoản của lô"))]
        if name == "readiness":
            return [(act_address(code, "readiness"), _("Ghi điều kiện sẵn sàng"))]
        if name == "publish_level":
            return [(act_address(code, "publish"), _("Công khai lô"))]
        if name in TIMETABLE | {"auction", "organisation"} and auction is not None:
            return [(reverse("auction-session", args=[auction.code]), _("Mở cuộc đấu giá"))]
        return []


def lot_address(code: str) -> str:
    """The page of a lot on the desk."""
    return reverse("auction-lot", args=[code])


def act_address(code: str, name: str) -> str:
    """The page of an act on a lot."""
    return reverse("auction-act", args=[code, name.replace("_", "-")])


def reason_field() -> LineField:
    """Why something is done; read by everybody where the lot is public."""
    return LineField(
        label=gettext_lazy("Lý do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy(
            "Được công bố và lưu mãi trong nhật ký công khai: không ghi họ tên, số căn cước, số điện thoại của cá nhân."
        ),
    )


def file_field(*, required: bool = False) -> forms.FileField:
    """A file of a kind that is kept."""
    names = sorted(name.upper() for name in files.SUFFIXES.values())
    field = forms.FileField(
        label=gettext_lazy("Tệp văn bản"),
        required=required,
        help_text=f"{', '.join(names)}; ≤ {files.MOST_BYTES >> 20} MB.",
        error_messages={
            "required": gettext_lazy("Hãy chọn một tệp."),
            "empty": gettext_lazy("Tệp rỗng. Hãy chọn tệp khác."),
        },
    )
    field.widget.attrs["accept"] = ",".join(f".{name.lower()}" for name in names)
    return field


def level_field() -> ChoiceField:
    """Internal first: it is the one that cannot do harm."""
    label = gettext_lazy("Mức công khai của tệp")
    return ChoiceField(label=label, choices=LEVELS, initial=PublishLevel.INTERNAL.value, widget=forms.RadioSelect)


class DecisionForm(LotForm):
    """An act that rests on a paper: number, day, issuer, signer, and the paper itself where it is at hand."""

    decision_number = LineField(label=gettext_lazy("Số văn bản"), max_length=80)
    decision_on = DayField(label=gettext_lazy("Ngày văn bản"))
    decision_issuer = LineField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    signer = LineField(
        label=gettext_lazy("Người ký"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Họ tên và chức vụ người ký văn bản; được công bố."),
    )
    file = file_field()
    level = level_field()
    reasoned: ClassVar[bool] = False  # the act asks for a reason, too

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not policies.can_attach_paper(self.user, self.lot, None):
            del self.fields["file"], self.fields["level"]
        if self.reasoned:
            self.fields["reason"] = reason_field()

    def decision(self) -> Decision:
        """The paper as the act takes it."""
        data = self.cleaned_data
        upload = None
        if data.get("file"):
            upload = Upload(data["file"], PublishLevel(data["level"]))
        return Decision(
            data["decision_number"],
            data["decision_on"],
            data["decision_issuer"],
            data["signer"],
            upload=upload,
        )

    def decided(self) -> dict[str, Any]:
        """What an act on a decision takes."""
        reason = {"reason": self.cleaned_data["reason"]} if self.reasoned else {}
        return {**self.common(), "decision": self.decision(), **reason}
