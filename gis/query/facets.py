"""Counts for the filter panel: every value of every facet field with its number of rows and sum of area."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum, TextField, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.layers import Audience, Field, Tally
from gis.query.cells import Part, parted
from gis.query.compiled import aliased, compiled, fetch
from gis.query.counts import mixes_of, remembered, tally_of
from gis.query.question import Question
from gis.query.related import Related, related
from gis.query.sql import Sql

Row = tuple[Any, int, Decimal | None]
TOTAL = ""
# Fields are grouped by three and parted here: of 50,000 plots twelve fields take 44 ms instead of 84 one by one; all
# twelve together 40 with twenty times as many rows (measured).
_TOGETHER = 3


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet; None stands for rows without one."""

    value: str | None
    label: str
    count: int
    area_m2: float | None


@dataclass(frozen=True)
class Facets:
    """All facets of a question.

    Attributes:
        matched: rows that match every condition.
        area_m2: their area; None where the layer has no area.
        values: field -> values, most frequent first.
    """

    matched: int
    area_m2: float | None
    values: dict[Field, list[FacetValue]]


def facets(question: Question, names: Iterable[str] = ()) -> Facets:
    """The facets of the reader's fields (or of those named).

    A facet whose own field is a parameter of the question is counted without that parameter, so that further values
    can be chosen beside it. A condition inside `filter` counts for every facet.
    """
    wanted = set(names)
    fields = [
        field
        for field in question.layer.fields_for(question.user)
        if field.facet and (not wanted or field.name in wanted)
    ]
    what = "facets:" + ",".join(field.name for field in fields)
    numbers = remembered(question, what, lambda: _numbers(question, fields))
    matched, area = next(iter(numbers[TOTAL]))[1:] if numbers[TOTAL] else (0, None)
    labels: dict[tuple[Any, Any], dict[str, str]] = {}  # several fields share the units or the land uses
    values = {}
    for field in fields:
        source = (field.codes, field.codes_en)
        if source not in labels:
            labels[source] = labels_of(field)
        values[field] = _labelled(question, field, numbers[field.name], labels[source])
    return Facets(int(matched), _metres(question, area), values)


def _numbers(question: Question, fields: list[Field]) -> dict[str, list[Row]]:
    if tally := tally_of(question):
        return _tallied(tally, fields)
    own = [field for field in fields if field.name in question.conditions]
    numbers = _grouped(question, [field for field in fields if field not in own])
    for field in own:
        rest = _without(question, field.name)
        tally = tally_of(rest)
        numbers[field.name] = (_tallied(tally, [field]) if tally else _grouped(rest, [field]))[field.name]
    return numbers


def _tallied(tally: Tally, fields: list[Field]) -> dict[str, list[Row]]:
    numbers: dict[str, list[Row]] = {TOTAL: [], **{field.name: [] for field in fields}}
    summed = tally.values.filter(field__in=list(numbers)).values_list("field", "value")
    for name, value, count, area in summed.annotate(rows=Sum("n"), area=Sum("area_m2")).filter(rows__gt=0).order_by():
        numbers[name].append((value, count, area))
    return numbers


def _without(question: Question, name: str) -> Question:
    conditions = {key: value for key, value in question.conditions.items() if key != name}
    return replace(question, conditions=conditions)


def _inner(
    question: Question, fields: list[Field], elsewhere: Mapping[str, Related]
) -> tuple[str, str, tuple[Any, ...]] | None:
    """Rows with the fields, their area, and for how many plots each stands."""
    layer, user = question.layer, question.user
    columns: dict[str, Any] = {field.name: layer.value(user, field) for field in fields}
    columns |= {name: one.key for name, one in elsewhere.items()}
    area = [field for field in layer.fields_for(user) if field.name == layer.area]
    land = layer.value(user, area[0]) if area else Value(None)
    mixes = mixes_of(question)
    parts = [Part(mixes)] if mixes is not None else parted(question) or [Part(question.rows())]
    number = Value(1) if mixes is None else F("n")
    found = []
    for part in parts:
        counted = {"_n": _where(part.only, number, Value(0)), "_area": _where(part.only, land, Value(None))}
        if inner := compiled(aliased(part.rows, {**columns, **counted})):
            found.append(inner)
    if not found:
        return None
    statement = " UNION ALL ".join(sql for sql, _ in found)
    return parts[0].rows.db, statement, tuple(value for _, values in found for value in values)


def _where(condition: Any, value: Any, other: Any) -> Any:
    if condition is None:
        return value
    return Sql("CASE WHEN {0} THEN {1} ELSE {2} END", condition, value, other, output_field=TextField())


def _grouped(question: Question, fields: list[Field]) -> dict[str, list[Row]]:
    """Every field in one pass over the rows, and the total."""
    numbers: dict[str, list[Row]] = {TOTAL: [], **{field.name: [] for field in fields}}
    found_elsewhere = ((field.name, related(question.layer, question.user, field)) for field in fields)
    elsewhere = {name: one for name, one in found_elsewhere if one is not None}
    inner = _inner(question, fields, elsewhere)
    if inner is None:
        return numbers
    using, sql, params = inner
    chunks = [fields[first : first + _TOGETHER] for first in range(0, len(fields), _TOGETHER)] or [[]]
    sets = [f"({', '.join(map(_column, chunk))})" for chunk in chunks]
    which = " ".join(f"WHEN GROUPING({_column(chunk[0])}) = 0 THEN {at}" for at, chunk in enumerate(chunks[1:], 1))
    values = "".join(f"{_column(field)}::text, " for field in fields)
    # Names come from the declaration of the layer, never from a request.
    statement = (
        f"SELECT {values}{f'CASE {which} ELSE 0 END' if which else '0'}, sum(c__n)::bigint, sum(c__area::numeric) "  # noqa: S608
        f"FROM ({sql}) q GROUP BY GROUPING SETS ({', '.join(sets)}) HAVING sum(c__n) > 0"
    )
    for *found, at, count, area in fetch(using, statement, params):
        for field, value in zip(chunks[at], found[at * _TOGETHER :], strict=False):
            numbers[field.name].append((value, count, area))
        if at == 0:
            numbers[TOTAL].append((None, count, area))
    for name, one in elsewhere.items():
        codes = one.codes(question.user)
        numbers[name] = [(codes.get(key), count, area) for key, count, area in numbers[name]]
    return {name: _added(rows, by_element=name in _arrays(fields)) for name, rows in numbers.items()}


def _column(field: Field) -> str:
    return f'"c_{field.name}"'


def _arrays(fields: list[Field]) -> set[str]:
    return {field.name for field in fields if field.kind == "string-array"}


def _added(rows: list[Row], *, by_element: bool) -> list[Row]:
    """One row for each value; those of whole arrays, of which there are few, count for each of their elements."""
    found: dict[Any, tuple[int, Decimal | None]] = {}
    for value, count, area in rows:
        for one in _elements(value) if by_element else [value]:
            held, land = found.get(one, (0, None))
            found[one] = held + count, area if land is None else land + (area or 0)
    return [(value, *sums) for value, sums in found.items()]


def _elements(array: str | None) -> list[str]:
    """Of an array as PostgreSQL writes it: `{a,b}`."""
    return [element for element in (array or "").strip("{}").split(",") if element]


def _labelled(question: Question, field: Field, rows: list[Row], labels: dict[str, str]) -> list[FacetValue]:
    # Where only part of the rows shows an internal field, "none" would count the hidden ones.
    shown = [row for row in rows if row[0] is not None or field.audience == Audience.PUBLIC]
    values = []
    for value, count, area in _together(shown):
        label = labels.get(value) or value if value else nothing_label(field)
        values.append(FacetValue(value, label, count, _metres(question, area)))
    return sorted(values, key=lambda one: (-one.count, one.value is None, one.value or ""))


def _together(rows: list[Row]) -> list[Row]:
    """An empty text and no text at all are one value: none."""
    empty = [row for row in rows if not row[0]]
    if not empty:
        return rows
    areas = [area for _value, _count, area in empty if area is not None]
    whole: Row = (None, sum(count for _value, count, _area in empty), sum(areas, Decimal(0)) if areas else None)
    return [*(row for row in rows if row[0]), whole]


def nothing_label(field: Field) -> str:
    """What rows without a value of a field are called."""
    return str(field.missing or _("Chưa có thông tin"))


def labels_of(field: Field) -> dict[str, str]:
    """Code -> label in the language of the request."""
    english = (get_language() or "").startswith("en")
    codes = field.codes_en if english and field.codes_en else field.codes
    return {str(code): str(label) for code, label in codes().items()} if codes else {}


def _metres(question: Question, area: Decimal | None) -> float | None:
    if not question.layer.area:
        return None
    return round(float(area or 0), 1)
