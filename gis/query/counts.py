"""Exact numbers of a question, remembered for the public as long as the data stay the same."""

import threading
from collections import OrderedDict
from typing import Any

from django.db import connections
from django.db.models import Sum

from gis.db.wall import database_of, is_known
from gis.layers import Rows, Tally
from gis.query.compiled import aliased, compiled, fetch
from gis.query.doors import data_version
from gis.query.question import Question

_MOST = 2_000
_kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = threading.Lock()


def remembered(question: Question, what: str, make: Any) -> Any:
    """The answer of `make()`, kept for public readers by data version and parameters."""
    using = database_of(question.user)
    if is_known(question.user) or connections[using].in_atomic_block:
        return make()
    version = data_version(question.layer, using)
    layer = question.layer
    key = (using, layer.name, layer.dialect, version, what, question.signature, question.day, question.moment)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Empty the memory of this process (tests)."""
    with _lock:
        _kept.clear()


def matched(question: Question) -> int:
    """How many rows match, exactly."""
    return int(remembered(question, "count", lambda: _count(question)))


def tally_of(question: Question) -> Tally | None:
    """The sums that answer this question, where there are some."""
    return question.layer.tally(question.user) if question.is_plain else None


def mixes_of(question: Question) -> Rows | None:
    """The sums of combinations that a question by coded values leaves, where there are some."""
    tally = None if question.day or question.moment else question.layer.tally(question.user)
    coded = {field.name for field in question.layer.fields_for(question.user) if field.facet}
    if tally is None or tally.mixes is None or not question.conditions.keys() <= coded:
        return None
    rows = tally.mixes
    for condition in question.conditions.values():
        rows = rows.filter(condition)
    return rows.order_by()


def _count(question: Question) -> int:
    if tally := tally_of(question):
        return _added(tally.values.filter(field=""))
    if (mixes := mixes_of(question)) is not None:
        return _added(mixes)
    rows = question.rows()
    inner = compiled(aliased(rows, {"_key": question.layer.key}))
    if inner is None:
        return 0
    return int(fetch(rows.db, f"SELECT count(*) FROM ({inner[0]}) q", inner[1])[0][0])  # noqa: S608


def _added(sums: Rows) -> int:
    return int(sums.aggregate(total=Sum("n"))["total"] or 0)
