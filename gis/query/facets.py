"""Counts for the filter panel: every value of every facet field with its number of rows and sum of area."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.layers import Audience, Field, Tally
from gis.query.compiled import aliased, compiled, fetch
from gis.query.counts import mixes_of, remembered, tally_of
from gis.query.question import Question

Row = tuple[Any, int, Decimal | None]
TOTAL = ""


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
        numbers[field.name] = _grouped(_without(question, field.name), [field])[field.name]
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


def _inner(question: Question, fields: list[Field]) -> tuple[str, str, tuple[Any, ...]] | None:
    """Rows with the fields, their area, and for how many plots each stands."""
    layer, user = question.layer, question.user
    columns = {field.name: layer.value(user, field) for field in fields}
    area = [field for field in layer.fields_for(user) if field.name == layer.area]
    mixes = mixes_of(question)
    rows = question.rows() if mixes is None else mixes
    columns["_n"] = Value(1) if mixes is None else F("n")
    inner = compiled(aliased(rows, {**columns, "_area": layer.value(user, area[0]) if area else Value(None)}))
    return (rows.db, *inner) if inner else None


def _grouped(question: Question, fields: list[Field]) -> dict[str, list[Row]]:
    """Every field in one pass over the rows, and the total."""
    numbers: dict[str, list[Row]] = {TOTAL: [], **{field.name: [] for field in fields}}
    inner = _inner(question, fields)
    if inner is None:
        return numbers
    using, sql, params = inner
    names = [f'"c_{field.name}"' for field in fields]
    which = " ".join(f"WHEN GROUPING({name}) = 0 THEN {index}" for index, name in enumerate(names))
    chosen = f"CASE {which} ELSE -1 END" if names else "-1"
    value = f"COALESCE({', '.join(f'{name}::text' for name in names)})" if names else "NULL"
    sets = "".join(f"({name}), " for name in names)
    # Names come from the declaration of the layer, never from a request.
    statement = (
        f"SELECT {chosen}, {value}, sum(c__n)::bigint, sum(c__area::numeric) FROM ({sql}) q "  # noqa: S608
        f"GROUP BY GROUPING SETS ({sets}()) HAVING sum(c__n) > 0"
    )
    for index, found, count, area in fetch(using, statement, params):
        numbers[TOTAL if index < 0 else fields[index].name].append((found, count, area))
    for field in fields:
        if field.kind == "string-array":
            numbers[field.name] = _by_element(numbers[field.name])
    return numbers


def _by_element(rows: list[Row]) -> list[Row]:
    """Numbers of elements out of those of whole arrays, of which there are few: `{a,b}` counts for a and for b."""
    found: dict[str, list[Any]] = {}
    for value, count, area in rows:
        for element in (value or "").strip("{}").split(","):
            if element:
                total = found.setdefault(element, [0, Decimal(0)])
                total[0] += count
                total[1] += area or 0
    return [(element, count, area) for element, (count, area) in found.items()]


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
