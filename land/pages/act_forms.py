"""The forms of the short verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from land import actions
from land.actions.overlaps import shared_m2
from land.models import Plot, PlotFlag
from land.pages.acts import ActForm, EndingForm
from land.pages.fields import DayField
from land.workflow import FlagKind, PublishLevel, ReviewState


class PublishForm(ActForm):
    """Another publication level."""

    level = forms.ChoiceField(label=gettext_lazy("Mức công khai mới"), widget=forms.RadioSelect)
    field_order = ("level", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        barred = {self.plot.publish_level}
        if self.plot.review_state == ReviewState.NEEDS_REVIEW:
            barred.add(PublishLevel.PUBLIC)
        choices = [(value, label) for value, label in PublishLevel.choices if value not in barred]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]

    def act(self) -> Plot:
        level = PublishLevel(self.cleaned_data["level"])
        return actions.publish_plot(plot=self.plot, level=level, today=self.today, **self.common())


class RaiseFlagForm(ActForm):
    """A flag from a day on."""

    kind = forms.ChoiceField(label=gettext_lazy("Tình trạng"))
    since = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("kind", "since", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, label) for value, label in FlagKind.choices if value not in self.plot.flags]
        self.fields["kind"].choices = [("", _("– chọn –")), *choices]  # type: ignore[attr-defined]
        self.fields["reason"].label = _("Nội dung, căn cứ")
        self.initial.setdefault("since", self.today)

    def act(self) -> PlotFlag:
        given = self.common()
        return actions.raise_flag(
            plot=self.plot,
            kind=FlagKind(self.cleaned_data["kind"]),
            since=self.cleaned_data["since"],
            today=self.today,
            note=given.pop("reason"),
            **given,
        )


class CloseFlagForm(ActForm):
    """The first day without a flag."""

    until = DayField(label=gettext_lazy("Không còn từ ngày"))
    mistake = forms.BooleanField(
        label=gettext_lazy("Ghi nhầm: khu đất chưa từng có tình trạng này"),
        help_text=gettext_lazy("Tình trạng được rút lại từ ngày bắt đầu; lịch sử vẫn giữ những gì sổ đã ghi."),
        required=False,
    )
    field_order = ("until", "mistake", "reason")

    def __init__(self, *args: Any, flag: PlotFlag, **kwargs: Any) -> None:
        self.flag = flag
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", self.today)

    def act(self) -> PlotFlag:
        if self.cleaned_data["mistake"]:
            return actions.withdraw_flag(flag=self.flag, **self.common())
        until = self.cleaned_data["until"]
        return actions.close_flag(flag=self.flag, until=until, today=self.today, **self.common())


class RemoveForm(EndingForm):
    """Out of the public land fund from a day on."""

    on_date = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("on_date", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on_date", self.today)

    def clean_on_date(self) -> Any:
        if self.cleaned_data["on_date"] > self.today:
            raise forms.ValidationError(_("Ngày đưa ra khỏi quỹ đất không được sau hôm nay."))
        return self.cleaned_data["on_date"]

    def act(self) -> Plot:
        return actions.remove_plot(plot=self.plot, on_date=self.cleaned_data["on_date"], **self.common())


class RestoreForm(ActForm):
    """Back into the fund."""

    def act(self) -> Plot:
        return actions.restore_plot(plot=self.plot, **self.common())


class LocateForm(ActForm):
    """To the parcel on the loaded maps."""

    def act(self) -> Any:
        given = self.common()
        return actions.locate_plots(actor=given["actor"], plots=[self.plot], reason=given["reason"])[0]


class OverlapForm(ActForm):
    """A documented overlap with another plot."""

    other = forms.CharField(
        label=gettext_lazy("Mã khu đất chồng lấn"),
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "BRVT-000001", "autocapitalize": "characters"}),
    )
    area_m2 = forms.FloatField(
        label=gettext_lazy("Diện tích chồng lấn được chấp nhận, tối đa (m²)"),
        min_value=0.1,
        help_text=gettext_lazy("Ranh giới chồng nhau nhiều hơn diện tích này vẫn bị từ chối."),
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )
    document_number = forms.CharField(label=gettext_lazy("Số văn bản chấp nhận"), max_length=80)
    accepted_on = DayField(label=gettext_lazy("Ngày văn bản"))
    field_order = ("other", "area_m2", "document_number", "accepted_on", "reason")

    def clean_other(self) -> Plot:
        code = self.cleaned_data["other"].strip().upper()
        found: Plot | None = Plot.objects.visible_to(self.actor).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("Không có khu đất %(code)s.") % {"code": code})
        return found

    def clean_accepted_on(self) -> Any:
        if self.cleaned_data["accepted_on"] > self.today:
            raise forms.ValidationError(_("Ngày văn bản không được sau hôm nay."))
        return self.cleaned_data["accepted_on"]

    def act(self) -> Any:
        values = self.cleaned_data
        return actions.accept_overlap(
            actor=self.actor,
            plots=(self.plot, values["other"]),
            area_m2=values["area_m2"],
            document_number=values["document_number"],
            accepted_on=values["accepted_on"],
            reason=values["reason"],
        )


class ResolveForm(ActForm):
    """Notes that were looked into."""

    notes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Nội dung đã rà soát xong"), widget=forms.CheckboxSelectMultiple, coerce=int, required=False
    )
    field_order = ("notes", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.plot.review_notes or []
        choices = [(place, note_text(note)) for place, note in enumerate(held)]
        self.fields["notes"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].label = _("Kết quả rà soát")
        if not held:
            self.fields["notes"].widget = forms.MultipleHiddenInput()

    def act(self) -> Plot:
        notes = self.cleaned_data["notes"]
        return actions.resolve_review(plot=self.plot, notes=notes, changes={}, **self.common())


class KeepForm(ActForm):
    """A record to look into."""

    detail = forms.CharField(
        label=gettext_lazy("Điều cần rà soát"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
    mend = forms.CharField(label=gettext_lazy("Cách xử lý"), max_length=500, required=False)
    field_order = ("detail", "mend", "reason")

    def act(self) -> Plot:
        values, given = self.cleaned_data, self.common()
        note = {"detail": values["detail"], **({"mend": values["mend"]} if values["mend"] else {})}
        return actions.keep_for_review(actor=given["actor"], plot=self.plot, notes=[note], reason=given["reason"])


def note_text(note: dict[str, str]) -> str:
    """What is wrong, in words."""
    return str(note.get("detail") or note.get("code") or "")


def overlapping(plot: Plot, around: list[Plot]) -> list[tuple[Plot, float]]:
    """Neighbours whose boundary shares more than a square metre with the plot's."""
    found = [(other, shared_m2(plot, other)) for other in around]
    return [(other, area) for other, area in found if area > 1]
