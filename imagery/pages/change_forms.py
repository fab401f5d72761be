"""What a person says of a candidate."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imagery.models import ChangeCandidate
from imagery.workflow import CandidateKind
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, DayField, LineField
from land.workflow import FlagKind

# Why most candidates are none; the key is kept by nobody, the sentence is.
_REASONS = {
    "season": gettext_lazy("Mùa vụ, thu hoạch, cây rụng lá"),
    "sky": gettext_lazy("Mây, bóng mây, sương mù"),
    "water": gettext_lazy("Thủy triều, nước lên xuống"),
    "shift": gettext_lazy("Ảnh lệch hoặc không đủ chi tiết"),
    "known": gettext_lazy("Đã biết, đã được phép"),
    "other": gettext_lazy("Lý do khác"),
}
_OTHER = "other"


class ConfirmForm(DeskForm):
    """What it is."""

    kind = ChoiceField(label=gettext_lazy("Loại biến động"), choices=CandidateKind.choices, widget=forms.RadioSelect())
    since = DayField(
        label=format_lazy(gettext_lazy("Cờ “{flag}” tính từ ngày"), flag=FlagKind.ENCROACHED.label),
        required=False,
        help_text=gettext_lazy("Để trống là ngày đầu tiên thấy trên ảnh."),
    )
    note = LineField(label=gettext_lazy("Ghi chú"), required=False, max_length=300)

    @classmethod
    def of(cls, candidate: ChangeCandidate) -> "ConfirmForm":
        """With the method's word chosen, save where that would raise a flag: who raises one chooses so."""
        flags = candidate.kind == CandidateKind.ENCROACHMENT
        return cls(initial={} if flags else {"kind": candidate.kind})

    def clean(self) -> None:
        """Only an encroachment has a day for its flag; for other kinds the field is not even shown."""
        if self.cleaned_data.get("kind") not in (CandidateKind.ENCROACHMENT, None):
            self.errors.pop("since", None)
            self.cleaned_data["since"] = None


class DismissForm(DeskForm):
    """Why it is none."""

    cause = ChoiceField(label=gettext_lazy("Lý do loại"), choices=list(_REASONS.items()), widget=forms.RadioSelect())
    note = LineField(label=gettext_lazy("Ghi thêm"), required=False, max_length=300)

    def clean(self) -> None:
        """Another reason must be told.

        Raises:
            ValidationError: it is not.
        """
        if self.cleaned_data.get("cause") == _OTHER and not self.cleaned_data.get("note"):
            self.add_error("note", _("Hãy ghi lý do."))

    def sentence(self) -> str:
        """The reason as it is kept."""
        cause, note = self.cleaned_data["cause"], self.cleaned_data["note"]
        if cause == _OTHER:
            return str(note)
        return f"{_REASONS[cause]}. {note}".strip().removesuffix(".")
