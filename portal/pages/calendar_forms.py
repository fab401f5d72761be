"""Forms of the calendar's desk: a notice of days off, office hours of an agency."""

from datetime import date, time
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency
from gis.http.problems import DomainError
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, DayField, LineField, read_hour
from portal.pages.calendar import weekdays
from portal.pages.calendar_lines import BadLine, read_lines, written
from worktime.drafts import DayDraft, HoursChange, NoticeDraft
from worktime.loading.notice_file import read_notice_file
from worktime.models import CalendarDay, CalendarNotice
from worktime.workflow import DayKind, Mark

_SHOWN = 10  # rejected rows of a file that are named on the page
_OF_A_PAPER = ("number", "issued_on", "issuer", "signer")


def _lines(kind: DayKind, help_text: Any) -> LineField:
    return LineField(
        label=kind.label,
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=help_text,
    )


class NoticeForm(DeskForm):
    """A notice with its days, typed line by line or out of a file; a file's rows become lines, to be looked at."""

    marks_required = True
    groups = (
        (
            gettext_lazy("Thông báo"),
            ("title", "number", "issued_on", "issuer", "signer", "source_url", "provisional"),
        ),
        (gettext_lazy("Các ngày"), (*DayKind.values, "file")),
    )
    sometimes = frozenset({*_OF_A_PAPER, *DayKind.values})
    title = LineField(
        label=gettext_lazy("Trích yếu"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: Nghỉ Tết Âm lịch và Quốc khánh năm 2027."),
    )
    number = LineField(
        label=gettext_lazy("Số, ký hiệu"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    issued_on = DayField(label=gettext_lazy("Ngày ban hành"), required=False)
    issuer = LineField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    signer = LineField(label=gettext_lazy("Người ký"), max_length=200, required=False)
    source_url = forms.URLField(
        label=gettext_lazy("Địa chỉ nguồn"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=gettext_lazy("Nơi ai cũng đọc được văn bản."),
        error_messages={"invalid": gettext_lazy("Hãy ghi địa chỉ đầy đủ, ví dụ https://vanban.chinhphu.vn/….")},
    )
    provisional = forms.BooleanField(
        label=gettext_lazy("Tạm tính: chưa có văn bản; lịch của năm sẽ ghi rõ là tạm tính"), required=False
    )
    holiday = _lines(
        DayKind.HOLIDAY,
        gettext_lazy("Mỗi dòng một ngày hoặc một đợt: 05/02/2027 - 09/02/2027; Tết Âm lịch; Lunar New Year."),
    )
    compensation = _lines(DayKind.COMPENSATION, gettext_lazy("Ngày trong tuần nghỉ bù cho ngày lễ rơi vào cuối tuần."))
    swapped_off = _lines(DayKind.SWAPPED_OFF, gettext_lazy("Ngày trong tuần được nghỉ, làm bù vào ngày khác."))
    swapped_on = _lines(
        DayKind.SWAPPED_ON,
        gettext_lazy("Thứ bảy, chủ nhật làm việc bù và theo giờ của thứ nào: 20/02/2027; Làm việc bù; thứ 2."),
    )
    ordinary = _lines(DayKind.ORDINARY, gettext_lazy("Ngày trước đây ghi là nghỉ hoặc làm bù, nay không còn."))
    file = forms.FileField(
        label=gettext_lazy("Hoặc tệp CSV"),
        required=False,
        help_text=gettext_lazy("Các cột day, kind, name_vi, name_en, hours_of; các dòng đọc được hiện ở các ô trên."),
        error_messages={"empty": gettext_lazy("Tệp trống.")},
    )

    def __init__(
        self, user: Any, data: Any = None, files: Any = None, *, replaces: CalendarNotice | None = None
    ) -> None:
        super().__init__(data, files, initial=_initial(user, replaces) if replaces is not None else {})
        self.replaces = replaces
        self.days: list[DayDraft] = []

    def clean(self) -> dict[str, Any]:
        """The days of all boxes; what a paper has, where there is one."""
        data: dict[str, Any] = super().clean() or {}
        for name in _OF_A_PAPER:
            if not data.get("provisional") and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Hãy điền ô này, hoặc đánh dấu tạm tính nếu chưa có văn bản."))
        if data.get("file"):
            self._take_file(data["file"].read())
        for kind in DayKind:
            self._take_lines(kind)
        if not self.days and not self.errors:
            self.add_error(DayKind.HOLIDAY.value, _("Thông báo chưa nêu ngày nào."))
        return data

    def _take_file(self, content: bytes) -> None:
        found = read_notice_file(content)
        if found.rejected:
            more = len(found.rejected) - _SHOWN
            told = [str(one) for one in found.rejected[:_SHOWN]]
            told += [_("… và %(count)d dòng khác.") % {"count": more}] if more > 0 else []
            self.add_error("file", [_("Chưa nhận dòng nào của tệp. Hãy sửa tệp rồi chọn lại."), *told])
            return
        data: dict[str, Any] = dict(self.data.items())
        for kind in DayKind:
            lines = written(one for one in found.days if one.kind == kind)
            data[kind.value] = "\n".join(filter(None, (data.get(kind.value, "").strip(), lines)))
        self.data = data

    def _take_lines(self, kind: DayKind) -> None:
        try:
            self.days += read_lines(kind, self.data.get(kind.value, ""), self._mark)
        except BadLine as bad:
            self.add_error(kind.value, str(bad))

    @property
    def _mark(self) -> Mark:
        return Mark.UNKNOWN if self.cleaned_data.get("provisional") else Mark.READ

    def refuse(self, refusal: DomainError) -> None:
        """A day that cannot be is named at the box in which it stands."""
        kinds = {one.day.isoformat(): one.kind.value for one in self.days}
        for item in refusal.errors:
            item["field"] = kinds.get(str(item.get("field")), item.get("field"))
        super().refuse(refusal)

    def draft(self) -> NoticeDraft:
        """What is entered."""
        data = self.cleaned_data
        told = [data["number"], data["issuer"]]
        return NoticeDraft(
            title=data["title"],
            source=", ".join(filter(None, told)) or data["title"],
            mark=self._mark,
            number=data["number"],
            issued_on=data["issued_on"],
            issuer=data["issuer"],
            provisional=data["provisional"],
            signer=data["signer"],
            source_url=data["source_url"],
        )


def _initial(user: Any, notice: CalendarNotice) -> dict[str, Any]:
    """What the notice says that is to be replaced; a provisional one has no paper to take over."""
    names = ("title", "number", "issued_on", "issuer", "signer", "source_url")
    rows = list(CalendarDay.objects.visible_to(user).standing().filter(notice=notice))
    lines = {kind.value: written(row for row in rows if row.kind == kind) for kind in DayKind}
    return {name: getattr(notice, name) for name in names} | lines


class HoursForm(DeskForm):
    """Office hours of an agency, or of all, on weekdays, from a day on."""

    marks_required = True
    sometimes = frozenset({"agency", "spans"})
    agency = ChoiceField(label=gettext_lazy("Cơ quan"), required=False)
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Các thứ trong tuần"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một thứ trong tuần.")},
    )
    spans = LineField(
        label=gettext_lazy("Giờ làm việc"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "Ví dụ 7:30-11:30, 13:00-17:00. Để trống: cơ quan trở lại giờ làm việc nói chung vào các thứ đó."
        ),
    )
    since = DayField(label=gettext_lazy("Áp dụng từ ngày"))
    source = LineField(label=gettext_lazy("Căn cứ"), max_length=300, help_text=gettext_lazy("Số, ngày của văn bản."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        own = [(str(one.pk), one.name) for one in Agency.objects.order_by("name")]
        self.fields["agency"].choices = [("", _("Các cơ quan nói chung")), *own]  # type: ignore[attr-defined]
        names = [(str(number), full) for number, (_short, full) in enumerate(weekdays(), start=1)]
        self.fields["weekdays"].choices = names  # type: ignore[attr-defined]

    def clean_spans(self) -> list[tuple[time, time]]:
        """From and to, in order."""
        parts = [part.strip() for part in self.cleaned_data["spans"].replace(";", ",").split(",") if part.strip()]
        edges = [part.replace("–", "-").split("-") for part in parts]
        if any(len(pair) != 2 for pair in edges):
            raise forms.ValidationError(_("Hãy ghi từng khoảng như 7:30-11:30, cách nhau bằng dấu phẩy."))
        read = [read_hour(edge.strip()) for edge in chain.from_iterable(edges)]
        return list(zip(read[::2], read[1::2], strict=True))

    def clean(self) -> dict[str, Any]:
        """Without hours there is nothing general to go back to."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("agency") and not data.get("spans") and "spans" not in self.errors:
            self.add_error("spans", _("Hãy ghi giờ làm việc, hoặc chọn cơ quan trở lại giờ nói chung."))
        return data

    def change(self) -> HoursChange:
        """What is entered."""
        data = self.cleaned_data
        since: date = data["since"]
        return HoursChange(
            agency=Agency.objects.get(pk=data["agency"]) if data["agency"] else None,
            weekdays=[int(one) for one in data["weekdays"]],
            spans=data["spans"],
            since=since,
            source=data["source"],
            mark=Mark.READ,
        )
