"""Scenes as the catalogue reads them: one page, with what an item is written from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, TextField

from gis.crs import CRS84
from gis.layers import Field, Rows
from gis.ogc.rows import geojson_sql, geometry_sql
from gis.query.paging import objects
from gis.query.question import Question
from gis.query.sql import Sql
from imagery.models import Scene
from imagery.sources import hidden_sources
from imagery.stac.names import CATALOGUE

_VALUE: Final = "value_"
_SHAPE: Final = "footprint_json"
_FIRST, _LAST = "first_moment", "last_moment"


@dataclass(frozen=True)
class Row:
    """A scene and what its reader sees of it.

    Attributes:
        values: by the names of STAC, without those that are hidden or say nothing.
        shape: GeoJSON text.
        first, last: when it was taken.
        hidden: ids of the scenes that it is made of and that its reader may not know of.
    """

    scene: Scene
    values: dict[str, Any]
    shape: str
    first: Any
    last: Any
    hidden: frozenset[str] = frozenset()


def rows_of(question: Question, limit: int, after: Sequence[Any] | None = None) -> tuple[list[Row], str]:
    """The rows of a page, and the token of the next."""
    fields = CATALOGUE.fields_for(question.user)
    found, token = objects(question, limit, after, prepare=lambda rows: _read(rows, fields, question.user))
    hidden = hidden_sources(found, question.user)
    return [_row(scene, fields, hidden) for scene in found], token


def _read(rows: Rows, fields: Sequence[Field], user: Any) -> Rows:
    column, moved = geometry_sql(CATALOGUE, CRS84)
    shape = Sql(geojson_sql(moved.format("{0}"), CRS84), F(column), output_field=TextField())
    values = {f"{_VALUE}{index}": CATALOGUE.value(user, field) for index, field in enumerate(fields)}
    span = CATALOGUE.happened
    assert span is not None  # scenes happen
    rows = rows.annotate(**{_SHAPE: shape, _FIRST: span.first, _LAST: span.last}, **values)
    return rows.select_related("collection").prefetch_related("bands").defer("footprint")


def _row(scene: Any, fields: Sequence[Field], hidden: frozenset[str]) -> Row:
    told = {field.name: getattr(scene, f"{_VALUE}{index}") for index, field in enumerate(fields)}
    values = {name: value for name, value in told.items() if value not in (None, "", [])}
    return Row(scene, values, getattr(scene, _SHAPE), getattr(scene, _FIRST), getattr(scene, _LAST), hidden)
