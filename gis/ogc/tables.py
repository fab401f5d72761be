"""Rows of a question as plain values, for CSV and for files of geometry."""

from collections.abc import Iterator
from typing import Any

from django.db import DataError, connections

from gis.ogc.rows import Page, geometry_sql
from gis.query.compiled import aliased, compiled, out_of_range, raw
from gis.query.question import Question

BATCH = 2_000
Batch = list[tuple[Any, ...]]


def batches(question: Question, page: Page, shape: str = "ST_AsBinary({})") -> Iterator[Batch]:
    """Rows in batches: the shape first (None where it is not wanted or not there), then the page's fields in order.

    Args:
        question: which rows.
        page: which fields, system and page; a limit of 0 is none.
        shape: SQL that writes a geometry, with {} for it.

    Raises:
        QueryError: a reader's arithmetic left its range.
    """
    rows = question.in_order(page.after)
    column, moved = geometry_sql(question.layer, page.crs, turned=False) if page.geometry else ("", "")
    columns = {field.name: question.layer.value(question.user, field) for field in page.fields}
    geometry = {"_geom": raw(column)} if page.geometry else {}
    chosen = aliased(rows, {**geometry, **columns})
    inner = compiled(chosen[: page.limit] if page.limit else chosen)
    if inner is None:
        return
    # Names come from the declaration of the layer, never from a request.
    names = "".join(f', q."c_{field.name}"' for field in page.fields)
    drawn = shape.format(moved.format("q.c__geom")) if page.geometry else "NULL"
    yield from _fetched(rows.db, f"SELECT {drawn}{names} FROM ({inner[0]}) q", inner[1])  # noqa: S608


def _fetched(using: str, sql: str, params: tuple[Any, ...]) -> Iterator[Batch]:
    with connections[using].chunked_cursor() as cursor:
        try:
            cursor.execute(sql, params)
        except DataError:
            raise out_of_range() from None
        while batch := cursor.fetchmany(BATCH):
            yield batch
