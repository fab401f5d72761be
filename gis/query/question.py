"""What a request asks of a layer: filter, box, day, words, order; one reading for every door."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Expression

from gis.layers import Layer, Rows
from gis.query.conditions import translate
from gis.query.doors import digest
from gis.query.errors import QueryError
from gis.query.happened import read_happened
from gis.query.order import SortKey, behind, read_order
from gis.query.params import Params
from gis.query.parser import Node, check_language, parse_filter
from gis.query.place import read_bbox
from gis.query.simple import simple_conditions
from gis.query.terms import Context
from gis.query.times import local_day, read_day, read_moment
from gis.query.words import words_condition

FILTERING = frozenset({"filter", "filter-lang", "filter-crs", "bbox", "bbox-crs", "q"})
ORDERING = frozenset({"sortby"})


@dataclass(frozen=True)
class Question:
    """A layer narrowed for one reader.

    Attributes:
        conditions: parameter name -> condition; a facet leaves its own out.
        day: the day whose state is asked, None for today's register.
        moment: the moment whose knowledge of that day is asked, None for what the register knows now.
        order: sort keys, the layer's key last.
        signature: equal for requests that narrow alike, for caches.
    """

    layer: Layer
    user: Any
    conditions: Mapping[str, Expression]
    day: date | None = None
    order: tuple[SortKey, ...] = ()
    signature: str = ""
    moment: datetime | None = None

    @property
    def is_plain(self) -> bool:
        """All rows of today."""
        return not self.conditions and self.day is None and self.moment is None

    def rows(self, without: str = "") -> Rows:
        """The matching rows, unordered.

        Args:
            without: parameter whose condition is left out.
        """
        rows = _known(self.layer, self.user, self.day, self.moment)
        for name, condition in self.conditions.items():
            if name != without:
                rows = rows.filter(condition)
        return rows.order_by()

    def in_order(self, after: Sequence[Any] | None = None) -> Rows:
        """The matching rows in the order asked for.

        Args:
            after: sort values of the row behind which they begin.
        """
        rows = self.rows() if after is None else self.rows().filter(behind(self.order, after))
        return rows.order_by(*(key.order_by() for key in self.order))

    def narrowed(self, name: str, condition: Expression, said: Any) -> "Question":
        """The question with one more condition.

        Args:
            name: parameter that it comes from.
            said: what stands for the condition in caches.
        """
        signature = digest(self.signature, name, said)
        return replace(self, conditions={**self.conditions, name: condition}, signature=signature)

    def where(self, name: str, node: Node) -> "Question":
        """The question narrowed by CQL2 that a door wrote for a parameter of its own.

        Raises:
            QueryError: what was asked for makes no condition.
        """
        try:
            return self.narrowed(name, translate(Context(self.layer, self.user), node), json.dumps(node))
        except QueryError as error:
            raise error.within(name) from None


def read_question(layer: Layer, user: Any, params: Params, *, by_name: bool = True) -> Question:
    """The question in a request's parameters.

    Args:
        layer: asked layer.
        user: the reader; names that are hidden from them are unknown.
        params: already checked for unknown names by the door (`Params.refuse_unknown`).
        by_name: a field's name is a parameter, too.

    Raises:
        QueryError: a parameter is wrong.
    """
    day, moment = read_day(layer, params.one("datetime")), read_moment(layer, params.one("recorded"))
    if moment is not None and day is None:
        day = local_day(moment)  # "what did it say on 1 March" means about 1 March
    # Read whether or not what they speak of is given: a wrong one must not pass unnoticed.
    lang, filter_crs, bbox_crs = _filter_lang(params), params.crs("filter-crs"), params.crs("bbox-crs")
    conditions: dict[str, Expression] = {}
    if text := params.one("filter"):
        conditions["filter"] = _filter(Context(layer, user, filter_crs), lang, text)
    if text := params.one("bbox"):
        conditions["bbox"] = read_bbox(layer, text, bbox_crs)
    if text := params.one("q"):
        words = words_condition(layer, user, text, _columns(_known(layer, user, day, moment)))
        if words is not None:
            conditions["q"] = words
    if (met := read_happened(layer, params.one("datetime"))) is not None:
        conditions["datetime"] = met
    if by_name:
        conditions.update(simple_conditions(layer, user, params))
    order = read_order(layer, user, params.one("sortby"))
    return Question(layer, user, conditions, day, order, params.signature(_narrowing(layer, user)), moment)


def filter_names(layer: Layer, user: Any) -> frozenset[str]:
    """Parameters that narrow a layer for this reader: the fixed ones and one for each field."""
    return _narrowing(layer, user) | ORDERING


def _narrowing(layer: Layer, user: Any) -> frozenset[str]:
    return FILTERING | clocks(layer) | {field.name for field in layer.fields_for(user)}


def clocks(layer: Layer) -> frozenset[str]:
    """The clocks that can be set for a layer; `datetime` is taken by every one, as OGC API - Features says."""
    return frozenset({"datetime", "recorded"} if layer.said else {"datetime"})


def _known(layer: Layer, user: Any, day: date | None, moment: datetime | None) -> Rows:
    if moment and day and layer.said:
        return layer.said(user, moment, day)
    return layer.as_of(user, day) if day and layer.as_of else layer.rows(user)


def _columns(rows: Rows) -> frozenset[str]:
    return frozenset(field.name for field in rows.model._meta.get_fields())


def _filter(context: Context, lang: str, text: str) -> Expression:
    node = parse_filter(text, lang)
    try:
        return translate(context, node)
    except QueryError as error:
        raise error.within("filter", text) from None


def _filter_lang(params: Params) -> str:
    lang = params.one("filter-lang") or "cql2-text"
    check_language(lang)
    return lang
