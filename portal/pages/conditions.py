"""The conditions of a request in words, so that a paper or file says what it left out."""

import re
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from gis.layers import Field, heading
from gis.query.facets import labels_of, nothing_label
from gis.query.params import Params
from gis.query.question import Question
from gis.query.simple import NOTHING, can_be_nothing
from gis.query.terms import NUMBERS
from gis.text.numbers import format_number
from land.exports.rows import day_text, number_lang

_RANGE = re.compile(r"(.*?)\.\.(.*)")
MOST_VALUES = 6  # of one condition; a sentence with more is not read


def in_words(question: Question, params: Params) -> str:
    """All conditions, the day and the moment, "" where there is none.

    Args:
        question: read from `params`.
        params: the values as they came.
    """
    fields = {field.name: field for field in question.layer.fields_for(question.user)}
    parts = [_condition(name, fields.get(name), params.one(name)) for name in question.conditions]
    if question.day:
        parts.append(_("tại ngày %(day)s") % {"day": day_text(question.day)})
    if question.moment:
        known = timezone.localtime(question.moment)
        parts.append(_("theo sổ ghi đến %(moment)s") % {"moment": f"{known:%d/%m/%Y %H:%M}"})
    return "; ".join(parts)


def _condition(name: str, field: Field | None, text: str) -> str:
    title = title_of(name, field)
    if field is None:
        return f"{title}: {text}"
    span = _RANGE.fullmatch(text) if field.kind in (*NUMBERS, "date", "date-time") else None
    return f"{title}: {_span(field, span[1], span[2]) if span else _values(field, text)}"


def title_of(name: str, field: Field | None) -> str:
    """The name of a condition in the reader's language; without a field it is one of the fixed parameters."""
    titles = {"q": _("Từ khóa"), "bbox": _("Trong khung"), "filter": _("Biểu thức"), "recorded": _("Thời điểm sổ ghi")}
    return heading(field) if field else titles.get(name, name)


def _values(field: Field, text: str) -> str:
    labels = labels_of(field)
    if not labels:
        return _plain(field, text)
    if can_be_nothing(field):
        labels[NOTHING] = nothing_label(field)
    codes = text.split(",")
    shown = [_coded(code, labels.get(code, "")) for code in codes[:MOST_VALUES]]
    rest = len(codes) - MOST_VALUES
    if rest > 0:
        shown.append(_("và %(count)d giá trị khác") % {"count": rest})
    return ", ".join(shown)


def _coded(code: str, label: str) -> str:
    """A label, after its code where people know the thing by its code: ODT Đất ở tại đô thị."""
    return f"{code} {label}" if label and code.isupper() else label or code


def _span(field: Field, low: str, high: str) -> str:
    low, high = _plain(field, low), _plain(field, high)
    if low and high:
        return _("từ %(low)s đến %(high)s") % {"low": low, "high": high}
    return _("từ %(low)s") % {"low": low} if low else _("đến %(high)s") % {"high": high}


def _plain(field: Field, text: str) -> str:
    """Numbers and days as people write them; anything else as it is."""
    try:
        if text and field.kind in NUMBERS:
            return format_number(float(text), number_lang())
        if text and field.kind == "date":
            return day_text(date.fromisoformat(text))
    except ValueError:
        pass
    return text
