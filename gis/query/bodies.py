"""Questions too long for an address: the parameters as members of a JSON object."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gis.query.errors import QueryError
from gis.query.params import Params
from gis.query.parser import read_json


@dataclass(frozen=True)
class Member:
    """One member of a body.

    Attributes:
        wanted: what it has to be, for whoever got it wrong.
        values: the member -> values of the parameter that it stands for; None where it is something else.
    """

    wanted: str
    values: Callable[[Any], list[str] | None]


def _text(value: Any) -> list[str] | None:
    return [value] if isinstance(value, str) else None


def _texts(value: Any) -> list[str] | None:
    if isinstance(value, str):
        return [value]  # a list of one, as clients write it
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None


def _numbers(value: Any) -> list[str] | None:
    if isinstance(value, list) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        return [",".join(repr(one) for one in value)]
    return None


def _whole(value: Any) -> list[str] | None:
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else None


def _tree(value: Any) -> list[str] | None:
    return [json.dumps(value)] if isinstance(value, dict) else None


TEXT = Member('"..."', _text)
TEXTS = Member('["...", "..."]', _texts)
NUMBERS = Member("[1, 2, 3, 4]", _numbers)
WHOLE = Member("10", _whole)
TREE = Member("{...}", _tree)


def read_body(content: bytes) -> dict[str, Any]:
    """The object in a request's body; no body asks nothing.

    Raises:
        QueryError: no JSON object.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise QueryError(_("Nội dung gửi lên phải là UTF-8."), parameter="body") from None
    body = read_json(text, "body") if text.strip() else {}
    if not isinstance(body, dict):
        raise QueryError(_("Nội dung gửi lên phải là một đối tượng JSON."), parameter="body", mend="{...}")
    return body


def params_of(body: Mapping[str, Any], known: Mapping[str, Member]) -> Params:
    """The parameters that an object stands for.

    Raises:
        QueryError: a member is unknown or of the wrong kind.
    """
    Params({name: () for name in body}).refuse_unknown(known)
    values: dict[str, list[str]] = {}
    for name, value in body.items():
        found = known[name].values(value)
        if found is None:
            detail = _("“%(name)s” không đúng kiểu.") % {"name": name}
            raise QueryError(detail, parameter=name, mend=known[name].wanted)
        values[name] = found
    return Params(values)
