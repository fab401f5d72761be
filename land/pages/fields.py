"""Form fields that read what Vietnamese offices write: `22/11/2026`, `5.000.000`, `3,2 ha`; what is typed stays."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gis.text.dates import parse_day
from gis.text.errors import Lang, TextError
from gis.text.numbers import format_number, parse_area, parse_money

# More than the territory and more than its land is worth; beyond, somebody held a key down.
MOST_M2 = Decimal(10) ** 11
MOST_DONG = 10**15
_HOURS = ("%H:%M", "%Hh%M", "%H:%M:%S")


def language() -> Lang:
    """Language of numbers and sentences."""
    return "en" if get_language() == "en" else "vi"


class ReadField(forms.Field):
    """A text line that `read` turns into a value; its errors are the reader's own sentences."""

    read: Callable[[str], Any]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", gettext_lazy("Hãy điền ô này."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The value read from the text.

        Raises:
            ValidationError: with the sentence that says how to write it.
        """
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return type(self).read(text)
        except TextError as error:
            raise forms.ValidationError(error.message(language())) from error


class DayField(ReadField):
    """A day, written day/month/year. No date picker: browsers show it month first on machines set up in English."""

    read = staticmethod(parse_day)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "day", "maxlength": 40}))
        kwargs.setdefault("help_text", gettext_lazy("Ngày/tháng/năm, ví dụ 22/11/2026."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def read_hour(text: str) -> time:
    """An hour as people write it: `14:30`, `14h30`.

    Raises:
        ValidationError: it is none.
    """
    for form in _HOURS:
        try:
            return datetime.strptime(text.replace("giờ", "h").replace(" ", ""), form).time()  # noqa: DTZ007 - an hour
        except ValueError:
            continue
    raise forms.ValidationError(_("Hãy viết giờ:phút, ví dụ 14:30."))


def money(text: str) -> int:
    """An amount in đồng.

    Raises:
        TextError: it is none.
        ValidationError: nobody pays so much, and the register could not hold it.
    """
    amount = parse_money(text)
    if abs(amount) > MOST_DONG:
        raise forms.ValidationError(_("Số tiền quá lớn. Hãy kiểm tra lại."))
    return amount


class MoneyField(ReadField):
    """An amount in đồng."""

    read = staticmethod(money)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "number", "maxlength": 40}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return format_number(value, language(), 0) if isinstance(value, int) else value


class AreaField(ReadField):
    """An area in square metres; `ha` may be written behind the number."""

    read = staticmethod(parse_area)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "number", "maxlength": 40}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Square metres with one decimal, as the register keeps them.

        Raises:
            ValidationError: it is no area, or not a positive one.
        """
        area: Decimal | None = super().to_python(value)
        if area is not None and area <= 0:
            raise forms.ValidationError(_("Diện tích phải lớn hơn 0 m²."))
        if area is not None and area > MOST_M2:
            raise forms.ValidationError(_("Diện tích quá lớn. Hãy kiểm tra lại số và đơn vị."))
        return None if area is None else area.quantize(Decimal("0.1"))

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return format_number(value, language(), 1) if isinstance(value, Decimal) else value


class LineField(forms.CharField):
    """A line of text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", gettext_lazy("Hãy điền ô này."))
        super().__init__(**kwargs)


class ChoiceField(forms.ChoiceField):
    """One of several."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", gettext_lazy("Hãy chọn một mục."))
        super().__init__(**kwargs)
