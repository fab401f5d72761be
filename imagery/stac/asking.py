"""What a request asks of the catalogue, from an address or from a body; read by the machinery of every layer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gis.query.bodies import NUMBERS, TEXT, TEXTS, TREE, WHOLE, Member, params_of, read_body
from gis.query.errors import QueryError
from gis.query.order import read_token
from gis.query.params import Params
from gis.query.parser import read_json
from gis.query.question import Question, read_question
from gis.query.times import OPEN
from imagery.stac.fields import ALL, Wanted, wanted_of
from imagery.stac.names import CATALOGUE

MOST: Final = 1_000
DEFAULT: Final = 10
NEWEST_FIRST: Final = "-datetime"
_MOST_NAMED: Final = 1_000
_IN_PROPERTIES = "properties."


def _sorts(value: Any) -> list[str] | None:
    """[{"field": ..., "direction": "asc" or "desc"}] as the address writes it."""
    if not isinstance(value, list):
        return None
    parts = []
    for one in value:
        if not isinstance(one, dict) or not isinstance(one.get("field"), str) or "," in one["field"]:
            return None
        if one.get("direction", "asc") not in ("asc", "desc") or not set(one) <= {"field", "direction"}:
            return None
        parts.append(("-" if one.get("direction") == "desc" else "+") + one["field"])
    return [",".join(parts)]


def _filter(value: Any) -> list[str] | None:
    return [value] if isinstance(value, str) else [json.dumps(value)] if isinstance(value, dict) else None


KNOWN: Final[Mapping[str, Member]] = {
    "limit": WHOLE,
    "token": TEXT,
    "bbox": NUMBERS,
    "datetime": TEXT,
    "filter": Member("CQL2", _filter),
    "filter-lang": TEXT,
    "filter-crs": TEXT,
    "sortby": Member('[{"field": "datetime", "direction": "desc"}]', _sorts),
    "fields": TREE,
    "intersects": TREE,
    "ids": TEXTS,
    "collections": TEXTS,
}
_LISTS = ("ids", "collections")


@dataclass(frozen=True)
class Asked:
    """A page of the catalogue.

    Attributes:
        after: sort values of the last item of the page before.
        wanted: which parts of the items.
    """

    question: Question
    limit: int
    after: list[Any] | None
    wanted: Wanted


def read_search(request: HttpRequest, user: Any) -> Asked:
    """What a search asks.

    Raises:
        QueryError: a parameter is wrong.
    """
    if request.method == "POST":
        body = read_body(request.body)
        params = params_of(body, KNOWN)
        if isinstance(body.get("filter"), dict) and "filter-lang" not in body:
            params = _with(params, "filter-lang", ["cql2-json"])
        return _asked(user, params, wanted_of(body["fields"]) if "fields" in body else ALL)
    return _of_address(request, user)


def read_items(request: HttpRequest, user: Any, collection: str) -> Asked:
    """What a list of a collection's items asks: all that a search can, of which clients make use.

    Raises:
        QueryError: a parameter is wrong.
    """
    asked = _of_address(request, user)
    return replace(asked, question=asked.question.where("collection", _is("collection", collection)))


def everything(user: Any, collection: str = "", key: str = "") -> Question:
    """The items of a collection, or one of them; of the whole catalogue where none is named."""
    question = read_question(CATALOGUE, user, Params({"sortby": [NEWEST_FIRST]}), by_name=False)
    for name, value in (("collection", collection), ("id", key)):
        if value:
            question = question.where(name, _is(name, value))
    return question


def _is(name: str, value: str) -> dict[str, Any]:
    return {"op": "=", "args": [{"property": name}, value]}


def _of_address(request: HttpRequest, user: Any) -> Asked:
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown({*KNOWN, "f"})
    for name in _LISTS:
        if text := params.one(name):
            params = _with(params, name, [part.strip() for part in text.split(",") if part.strip()])
    return _asked(user, params, _wanted(params))


def _wanted(params: Params) -> Wanted:
    if "fields" not in params.values:
        return ALL
    parts = [part.strip() for part in params.one("fields").split(",") if part.strip()]
    left_out = [part[1:] for part in parts if part.startswith("-")]
    kept = [part.lstrip("+ ") for part in parts if not part.startswith("-")]
    return wanted_of({"exclude": left_out, **({"include": kept} if kept or not left_out else {})})


def _asked(user: Any, params: Params, wanted: Wanted) -> Asked:
    _refuse_days(params.one("datetime"))
    question = read_question(CATALOGUE, user, _sorted(params), by_name=False)
    if text := params.one("intersects"):
        if params.one("bbox"):
            raise QueryError(_("Chỉ dùng một trong hai: bbox hoặc intersects."), parameter="intersects", mend="bbox")
        shape = read_json(text, "intersects")
        question = question.where("intersects", {"op": "s_intersects", "args": [{"property": "geometry"}, shape]})
    for name, of in (("ids", "id"), ("collections", "collection")):
        if values := _named(params, name):
            question = question.where(name, {"op": "in", "args": [{"property": of}, values]})
    limit = params.whole("limit", DEFAULT, 1, MOST)
    token = params.one("token")
    return Asked(question, limit, read_token(question.order, token) if token else None, wanted)


def _named(params: Params, name: str) -> list[str]:
    values = list(params.values.get(name, ()))
    if len(values) > _MOST_NAMED:
        raise QueryError(_("Quá %(limit)d giá trị.") % {"limit": _MOST_NAMED}, parameter=name)
    return values


def _sorted(params: Params) -> Params:
    parts = [part.strip() for part in params.one("sortby").split(",") if part.strip()]
    signs = ["-" if part.startswith("-") else "+" for part in parts]
    names = [part.lstrip("+-").removeprefix(_IN_PROPERTIES) for part in parts]
    written = ",".join(sign + name for sign, name in zip(signs, names, strict=True))
    return _with(params, "sortby", [written or NEWEST_FIRST])


def _refuse_days(text: str) -> None:
    """A day alone is no moment of RFC 3339, which the standard wants here: clients write its first and last one."""
    for end in text.split("/"):
        if end not in OPEN and len(end) == 10:
            detail = _("“%(text)s” không phải là thời điểm.") % {"text": end}
            raise QueryError(detail, parameter="datetime", mend="YYYY-MM-DDThh:mm:ssZ")


def _with(params: Params, name: str, values: list[str]) -> Params:
    return replace(params, values={**params.values, name: values})
