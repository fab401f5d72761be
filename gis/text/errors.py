"""Errors of reading text, with one table of sentences in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Lang = Literal["vi", "en"]

MESSAGES: Final[dict[str, dict[Lang, str]]] = {
    "text.number_unreadable": {
        "vi": "Không đọc được số từ “{text}”.",
        "en": "“{text}” cannot be read as a number.",
    },
    "text.number_grouping": {
        "vi": "Dấu phân cách hàng nghìn trong “{text}” không hợp lệ.",
        "en": "The digits of “{text}” are not grouped as a number.",
    },
    "text.unit_unknown": {
        "vi": "Không hiểu đơn vị “{unit}” trong “{text}”.",
        "en": "The unit “{unit}” in “{text}” is unknown.",
    },
    "text.unit_unexpected": {
        "vi": "“{text}” không phải là {expected_vi}.",
        "en": "“{text}” is not {expected_en}.",
    },
    "text.money_fraction": {
        "vi": "Số tiền “{text}” không tròn đồng.",
        "en": "The amount “{text}” is not a whole number of đồng.",
    },
    "text.number_too_large": {
        "vi": "Số “{text}” quá lớn, không viết được thành chữ.",
        "en": "“{text}” is too large to be written in words.",
    },
    "text.area_not_positive": {
        "vi": "Diện tích “{text}” phải lớn hơn 0.",
        "en": "The area “{text}” must be above 0.",
    },
    "text.date_unreadable": {
        "vi": "Không đọc được ngày từ “{text}”. Hãy viết dạng ngày/tháng/năm, ví dụ 03/07/2026.",
        "en": "“{text}” cannot be read as a date. Write day/month/year, for example 03/07/2026.",
    },
    "text.date_impossible": {
        "vi": "Ngày “{text}” không có trong lịch.",
        "en": "The day “{text}” is not in the calendar.",
    },
    "text.date_day_first": {
        "vi": "“{text}” có vẻ viết tháng trước ngày. Hãy viết ngày/tháng/năm.",
        "en": "“{text}” seems to put the month before the day. Write day/month/year.",
    },
    "text.date_short_year": {
        "vi": "Năm trong “{text}” phải có đủ bốn chữ số.",
        "en": "The year in “{text}” needs four digits.",
    },
    "text.date_out_of_range": {
        "vi": "Ngày “{text}” nằm ngoài khoảng từ năm {first} đến năm {last}.",
        "en": "The date “{text}” is outside the years {first} to {last}.",
    },
}


@dataclass(eq=False)
class TextError(ValueError):
    """A text that could not be read. `code` is stable, `params` fill the sentence of `MESSAGES` for that code."""

    code: str
    params: dict[str, str] = field(default_factory=dict)

    def message(self, lang: Lang = "vi") -> str:
        """The sentence for people, in Vietnamese or English."""
        return MESSAGES[self.code][lang].format(**self.params)

    def __str__(self) -> str:
        return self.message("en")


class NumberError(TextError):
    """A number, area or amount of money that could not be read."""


class DateError(TextError):
    """A date that could not be read."""
