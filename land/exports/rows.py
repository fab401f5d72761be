"""A layer's rows as tables take them: the columns a reader may see, their headings and labels, values in chunks."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Literal

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis import crs
from gis.layers import Field, Layer, Rows
from gis.text.numbers import format_number

CHUNK = 2000
SEPARATOR = ", "


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        field: what the layer declares.
        heading: its title in the reader's language.
        labels: code -> label; None for fields without codes.
        named_elsewhere: another field of the layer spells the code out, so no label column is needed.
        words: English for values that are words themselves, where people read them; tables keep the record's own.
    """

    field: Field
    heading: str
    labels: Mapping[str, str] | None
    named_elsewhere: bool = False
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def name(self) -> str:
        """The outward field name."""
        return self.field.name

    def label(self, value: Any) -> str:
        """The label of a code, or of several; an unknown code stands for itself."""
        labels = self.labels or {}
        if isinstance(value, (list, tuple)):
            return SEPARATOR.join(labels.get(code, code) for code in value)
        return "" if value is None else labels.get(value, str(value))


@dataclass(frozen=True)
class Chunk:
    """Some rows.

    Attributes:
        values: one tuple per row, in the order of the columns.
        shapes: boundary per row (object array of shapely geometries or None).
        anchors: point per row, for rows without a boundary too.
    """

    values: Sequence[tuple[Any, ...]]
    shapes: Any
    anchors: Any

    def placed(self) -> Any:
        """The boundary, or the point of rows that have none."""
        return np.where(shapely.is_missing(self.shapes), self.anchors, self.shapes)


def number_lang() -> Literal["vi", "en"]:
    """The language in which numbers and headings are written."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def columns(layer: Layer, user: Any) -> tuple[Column, ...]:
    """The columns this reader sees, in declared order."""
    english = number_lang() == "en"
    names = {item.name for item in layer.fields}
    return tuple(_column(item, f"{item.name}_name" in names, english) for item in layer.fields_for(user))


def _column(item: Field, named: bool, english: bool) -> Column:
    in_english = item.codes_en() if english and item.codes_en is not None else {}
    labels = None
    if item.codes is not None:
        labels = dict(item.codes()) | {code: label for code, label in in_english.items() if label}
    heading = str(item.title_en) if english and item.title_en else str(item.title)
    return Column(item, heading, labels, named, in_english)


def read(
    layer: Layer, queryset: Rows, user: Any, target: crs.Crs | None, chosen: Sequence[Column], size: int = CHUNK
) -> Iterator[Chunk]:
    """The rows in chunks, in the queryset's order; memory holds one chunk.

    Args:
        layer: whose declaration decides what this reader sees of each row.
        queryset: rows of the layer (today's or as of a day), already narrowed to what the reader may know of.
        user: the reader.
        target: system of the geometries; None leaves geometry out.
        chosen: from `columns`, or some of them.
    """
    expressions: list[Any] = [layer.value(user, column.field) for column in chosen]
    located = 0
    if target is not None:
        expressions.append(AsWKB(F(layer.shape.column)))
        expressions.extend([AsWKB(F(layer.shape.anchor))] if layer.shape.anchor else [])
        located = 2 if layer.shape.anchor else 1
    rows = iter(queryset.values_list(*expressions).iterator(chunk_size=size))
    while batch := list(islice(rows, size)):
        yield _chunk(batch, located, target)


def _chunk(batch: list[tuple[Any, ...]], located: int, target: crs.Crs | None) -> Chunk:
    nothing = np.full(len(batch), None, dtype=object)
    if not located or target is None:
        return Chunk(batch, nothing, nothing)
    shapes = _geometries([row[-located] for row in batch], crs.LEGAL, target)
    anchors = _geometries([row[-1] for row in batch], crs.WEB_MERCATOR, target) if located == 2 else nothing
    return Chunk([row[:-located] for row in batch], shapes, anchors)


def _geometries(blobs: Sequence[Any], source: crs.Crs, target: crs.Crs) -> Any:
    raw = np.array([None if blob is None else bytes(blob) for blob in blobs], dtype=object)
    shapes: Any = shapely.from_wkb(raw)
    return shapes if source.srid == target.srid else crs.transform(shapes, source, target)


def written(column: Column, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "" or value == []:
        return ""
    if column.labels is not None:
        return column.label(value)
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, (datetime, date)):
        return day_text(value)
    if column.field.kind == "number":
        return format_number(value, number_lang(), 1 if column.field.unit == "m2" else None)
    return column.words.get(str(value), str(value))


def day_text(value: date) -> str:
    """22/11/2026, with the time of day where there is one."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%d/%m/%Y %H:%M")
    return value.strftime("%d/%m/%Y")


def plain(value: Any) -> Any:
    """A value as JSON has it: Decimals become numbers, dates ISO text."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, (bool, int, float, str, list)) else str(value)


def has_sample(queryset: Rows) -> bool:
    """Whether made-up data is among the rows; files must say so."""
    if _has_field(queryset.model, "sample"):
        return bool(queryset.filter(sample=True).exists())
    owner = next((name for name in ("plot", "lot") if _has_field(queryset.model, name)), None)
    return owner is not None and bool(queryset.filter(**{f"{owner}__sample": True}).exists())


def _has_field(model: Any, name: str) -> bool:
    return any(item.name == name for item in model._meta.get_fields())
