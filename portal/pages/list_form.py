"""The filters of a list as a plain form: choices with their counts, ranges as two boxes, no script."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext

from gis.layers import Field, heading
from gis.query.facets import FacetValue, facets, labels_of, nothing_label
from gis.query.params import Params
from gis.query.question import Question
from gis.query.simple import NOTHING, can_be_nothing
from gis.text.fold import fold
from gis.text.numbers import format_number
from land.exports.rows import number_lang


@dataclass(frozen=True)
class Filters:
    """What the form of one list offers.

    Attributes:
        choices: coded fields in their order.
        ranges: a range is one parameter, but two boxes of a form without script: parameter -> (from, to, type of box).
        named: fields that are headed by the field of their names, their own heading being that of a code.
    """

    choices: tuple[str, ...]
    ranges: Mapping[str, tuple[str, str, str]]
    named: frozenset[str] = frozenset()

    @property
    def boxes(self) -> frozenset[str]:
        """Names of the boxes."""
        return frozenset(box for low, high, _type in self.ranges.values() for box in (low, high))


@dataclass(frozen=True)
class Option:
    """One value that can be chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """A field whose values are chosen from."""

    name: str
    title: str
    options: list[Option]


@dataclass(frozen=True)
class Span:
    """A range in two boxes."""

    title: str
    kind: str
    ends: tuple[tuple[str, str], tuple[str, str]]


def tidy(filters: Filters, params: Params) -> list[tuple[str, str]]:
    """The parameters as an address keeps them: two boxes as one range, nothing that is empty."""
    pairs = {name: params.one(name) for name in params.names() if name not in filters.boxes}
    for name, (low, high, _type) in filters.ranges.items():
        ends = params.one(low), params.one(high)
        if any(ends):
            pairs[name] = "..".join(ends)
    return [(name, text) for name, text in pairs.items() if text]


def given_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The parameters of an address but the place in the list."""
    return [(name, str(value)) for name, value in request.GET.items() if name != "token"]


def ways(given: list[tuple[str, str]], params: Params, own: Collection[str], next_token: str) -> dict[str, Any]:
    """What the template needs to send the rest along and to turn pages: queries without their `?`.

    Args:
        own: names of the parameters that the forms of the page send themselves.
    """
    return {
        "kept": [(name, value) for name, value in given if name not in own],
        "next": urlencode([*given, ("token", next_token)]) if next_token else "",
        "first": urlencode(given) if params.one("token") else None,
        "parameters": urlencode([(name, value) for name, value in given if name != "f"]),
    }


def tabs(
    question: Question, params: Params, given: list[tuple[str, str]], name: str, choices: type[TextChoices]
) -> list[tuple[str, str, str, bool]]:
    """One tab for each value of a field, and one for all: query, name, count under the other filters, chosen."""
    ((_field, values),) = facets(question, [name]).values.items()
    counts, lang = {value.value: value.count for value in values}, number_lang()
    rest, chosen = [pair for pair in given if pair[0] != name], params.one(name)
    found = [(urlencode(rest), gettext("Tất cả"), format_number(sum(counts.values()), lang), not chosen)]
    for value, label in choices.choices:
        count = format_number(counts.get(value, 0), lang)
        found.append((urlencode([*rest, (name, value)]), str(label), count, chosen == value))
    return found


def form(filters: Filters, question: Question, params: Params) -> dict[str, Any]:
    """What the template draws; `names` are the parameters that the form sends itself, `used` those that narrow."""
    fields = {field.name: field for field in question.layer.fields_for(question.user)}
    names = [name for name in filters.choices if name in fields]
    found = facets(question, names)
    by_name = {
        field.name: _choice(field, _title(filters, fields, field), values, params.one(field.name))
        for field, values in found.values.items()
    }
    own = [*names, *filters.ranges]
    return {
        "choices": [by_name[name] for name in names],
        "spans": [_span(fields[name], *boxes, params.one(name)) for name, boxes in filters.ranges.items()],
        "names": {*own, "q", "sortby"},
        "used": sum(name in question.conditions for name in own),
    }


def _title(filters: Filters, fields: dict[str, Field], field: Field) -> str:
    return heading(fields[f"{field.name}_name"] if field.name in filters.named else field)


def _choice(field: Field, title: str, values: list[FacetValue], given: str) -> Choice:
    """The values that occur, by name, none last; what is given stays chosen, also if it is several or is not there."""
    lang = number_lang()
    shown = [value for value in values if value.value or can_be_nothing(field)]
    options = []
    for value in sorted(shown, key=lambda value: (not value.value, fold(_named(field, value)))):
        code = value.value or NOTHING
        options.append(Option(code, f"{_named(field, value)} ({format_number(value.count, lang)})", code == given))
    if given and not any(option.chosen for option in options):
        labels = {**labels_of(field), NOTHING: nothing_label(field)}
        options.insert(0, Option(given, ", ".join(labels.get(code, code) for code in given.split(",")), True))
    return Choice(field.name, title, options)


def _named(field: Field, value: FacetValue) -> str:
    return f"{value.value} {value.label}" if field.name.startswith("land_use") and value.value else value.label


def _span(field: Field, low: str, high: str, kind: str, given: str) -> Span:
    first, dots, last = given.partition("..")
    return Span(heading(field), kind, ((low, first), (high, last if dots else first)))
