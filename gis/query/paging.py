"""Pages of a question as objects of the model, for doors that write more of a row than its fields."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DataError

from gis.layers import Rows
from gis.query.compiled import out_of_range
from gis.query.order import write_token
from gis.query.question import Question

_SORT = "sort_"


def objects(
    question: Question,
    limit: int,
    after: Sequence[Any] | None = None,
    *,
    prepare: Callable[[Rows], Rows] = lambda rows: rows,
) -> tuple[list[Any], str]:
    """The rows of a page, and the token of the next one; "" where there is none.

    Args:
        question: which rows, in which order.
        limit: most rows.
        after: sort values of the last row of the page before.
        prepare: what the door reads beside the rows.

    Raises:
        QueryError: a reader's arithmetic left its range.
    """
    names = [f"{_SORT}{index}" for index in range(len(question.order))]
    sorted_by = {name: key.value for name, key in zip(names, question.order, strict=True)}
    rows = prepare(question.in_order(after).annotate(**sorted_by))
    try:
        found = list(rows[: limit + 1])
    except DataError:
        raise out_of_range() from None
    if len(found) <= limit:
        return found, ""
    last = found[limit - 1]
    return found[:limit], write_token(question.order, [getattr(last, name) for name in names])
