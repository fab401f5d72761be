"""The calculator of the calendar: a question in a form that needs no script, and the answer in words, day by day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency
from gis.text.numbers import format_number
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, DayField, LineField, language, read_hour
from worktime.answers import Answer, Question, Told
from worktime.lengths import Length, Unit
from worktime.reasons import Part

_MOST: Final = 2000  # days or hours; longer terms leave the calendar anyway
_FORWARD, _BACKWARD = "forward", "backward"


class TermForm(DeskForm):
    """Start, length, direction, agency."""

    sometimes = frozenset({"hour", "agency"})
    day = DayField(label=gettext_lazy("Ngày bắt đầu, hoặc ngày của mốc"))
    hour = LineField(
        label=gettext_lazy("Giờ"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Chỉ cần khi tính theo giờ, ví dụ 14:30. Để trống: tính từ ngày sau."),
    )
    amount = LineField(
        label=gettext_lazy("Thời hạn"),
        max_length=8,
        widget=forms.TextInput(attrs={"class": "number", "inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = ChoiceField(
        label=gettext_lazy("Đơn vị"),
        choices=(
            (Unit.WORKING_DAYS.value, gettext_lazy("ngày làm việc")),
            (Unit.CALENDAR_DAYS.value, gettext_lazy("ngày (kể cả ngày nghỉ)")),
            (Unit.WORKING_HOURS.value, gettext_lazy("giờ làm việc")),
        ),
        widget=forms.Select(attrs={"class": "short"}),
    )
    direction = ChoiceField(
        label=gettext_lazy("Chiều tính"),
        choices=(
            (_FORWARD, gettext_lazy("kể từ ngày đó (tính tới)")),
            (_BACKWARD, gettext_lazy("chậm nhất trước ngày đó (tính lùi)")),
        ),
        widget=forms.Select(attrs={"class": "short"}),
    )
    roll = ChoiceField(
        label=gettext_lazy("Ngày cuối là ngày nghỉ thì"),
        choices=(
            ("move", gettext_lazy("dời sang ngày làm việc")),
            ("stay", gettext_lazy("giữ nguyên")),
        ),
        widget=forms.Select(attrs={"class": "short"}),
    )
    agency = ChoiceField(
        label=gettext_lazy("Giờ làm việc của"), required=False, widget=forms.Select(attrs={"class": "short"})
    )

    def __init__(self, data: Any = None, *, agencies: Sequence[Agency], now: datetime) -> None:
        super().__init__(data, initial={"day": timezone.localdate(now), "amount": "3"}, auto_id="term-%s")
        own = [(one.code, one.local_name) for one in agencies]
        self.fields["agency"].choices = [("", _("các cơ quan nói chung")), *own]  # type: ignore[attr-defined]
        self._keys = {one.code: one.pk for one in agencies}

    def clean_hour(self) -> time | None:
        """The hour, where one was given."""
        text = self.cleaned_data["hour"].strip()
        return read_hour(text) if text else None

    def clean_amount(self) -> Decimal:
        """A number, with a decimal comma where there is one."""
        text = self.cleaned_data["amount"].strip().replace(",", ".")
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(_("Hãy ghi một số, ví dụ 3 hoặc 1,5.")) from error
        if not amount.is_finite() or not 0 < amount <= _MOST:
            raise forms.ValidationError(_("Thời hạn phải lớn hơn 0 và không quá %(most)d.") % {"most": _MOST})
        return amount

    def clean(self) -> dict[str, Any]:
        """The length, which not every unit has."""
        data: dict[str, Any] = super().clean() or {}
        if "amount" in data and "unit" in data:
            try:
                data["length"] = Length(_whole(data["amount"]), Unit(data["unit"]))
            except ValueError:
                self.add_error("amount", _("Đơn vị này chỉ tính số nguyên; giờ làm việc thì tròn phút."))
        return data

    def question(self) -> Question:
        """What is asked, once the form is valid."""
        data = self.cleaned_data
        day: date = data["day"]
        hour: time | None = data["hour"]
        return Question(
            anchor=day if hour is None else datetime.combine(day, hour, timezone.get_default_timezone()),
            length=data["length"],
            backward=data["direction"] == _BACKWARD,
            roll=data["roll"] == "move",
            agency_id=self._keys.get(data["agency"]),
        )


def _whole(amount: Decimal) -> int | Decimal:
    return int(amount) if amount == int(amount) else amount


def told(asked: Question, answer: Answer) -> dict[str, Any]:
    """The answer for a template."""
    return {
        "question": asked,
        "answer": answer,
        "by_the_hour": asked.length.by_the_hour,
        "days": [{"told": one, "why": why(one, asked)} for one in answer.days],
        "left_out": list(_left_out(answer.days, asked)),
        "counted": _counted(answer, asked),
    }


def _counted(answer: Answer, asked: Question) -> str:
    if asked.length.by_the_hour:
        minutes = sum(one.reckoned.count for one in answer.days)
        return _("%(hours)s giờ làm việc") % {"hours": format_number(Decimal(minutes) / 60, language())}
    return _("%(days)d ngày") % {"days": max(one.reckoned.count for one in answer.days)}


def why(one: Told, asked: Question) -> str:
    """Whether a day is counted, and why not."""
    day = one.reckoned
    if day.part == Part.ANCHOR:
        return _("không tính: ngày của mốc") if asked.backward else _("không tính: ngày bắt đầu")
    if day.part == Part.COUNTED:
        if asked.length.by_the_hour:
            hours = _("%(hours)d giờ %(minutes)02d phút") % {"hours": day.count // 60, "minutes": day.count % 60}
            return _("tính %(hours)s") % {"hours": hours}
        counted = _("tính, ngày thứ %(number)d") % {"number": day.count}
        return f"{counted} ({name_of(one)})" if not day.works or one.row is not None else counted
    if day.part == Part.REACHED:
        return _("ngày làm việc gần nhất: hết hạn")
    if day.part == Part.ROLLED:
        return _("đã đủ thời hạn nhưng là ngày nghỉ (%(name)s): dời") % {"name": name_of(one)}
    if day.part == Part.CLOSED:
        return _("không tính: ngoài giờ làm việc")
    return _("không tính: %(name)s") % {"name": name_of(one)}


def name_of(one: Told) -> str:
    """What makes the day what it is."""
    if one.row is not None:
        kind = str(one.row.get_kind_display()).lower()
        return f"{kind}: {one.row.local_name}"
    return _("cuối tuần") if not one.reckoned.works else _("ngày làm việc")


def _left_out(days: Iterable[Told], asked: Question) -> Iterable[dict[str, Any]]:
    """Days that are not counted, or moved the end; neighbours with one reason in one line."""
    away = [one for one in days if one.reckoned.part not in {Part.COUNTED, Part.REACHED}]
    for number_and_words, own in groupby(enumerate(away), key=lambda item: _place(item, asked)):
        same = sorted(one.reckoned.day for _number, one in own)
        yield {"first": same[0], "last": same[-1], "why": number_and_words[1]}


def _place(item: tuple[int, Told], asked: Question) -> tuple[int, str]:
    number, one = item
    ordinal = one.reckoned.day.toordinal()
    return (ordinal + number if asked.backward else ordinal - number), why(one, asked)
