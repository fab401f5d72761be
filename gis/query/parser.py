"""CQL2 text or JSON to CQL2 JSON, behind guards: the parser is native code whose stack a deep text would overrun."""

import json
import re
from typing import Any

import cql2
from django.utils.translation import gettext as _

from gis.query.errors import QueryError

MAX_BYTES = 20_000
MAX_DEPTH = 40  # a text of 10,000 brackets ends the process (measured); 40 runs on a stack of 256 KB
MAX_ARITHMETIC = 150
LANGUAGES = ("cql2-text", "cql2-json")
Node = Any

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_NUMBER = re.compile(r"(?<=[\s,(])[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_ARITHMETIC = re.compile(r"[-+*/%^]|\bdiv\b", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b", re.IGNORECASE)
_AT = re.compile(r"--> (\d+):(\d+)")


def check_language(lang: str) -> None:
    """Refuse a language that no filter can be written in here.

    Raises:
        QueryError: it is none of LANGUAGES.
    """
    if lang not in LANGUAGES:
        raise QueryError(
            _("Ngôn ngữ lọc không được hỗ trợ."), parameter="filter-lang", name=lang, mend=", ".join(LANGUAGES)
        )


def parse_filter(text: str, lang: str = "cql2-text") -> Node:
    """The filter as CQL2 JSON.

    Args:
        text: what the reader wrote.
        lang: "cql2-text" or "cql2-json".

    Raises:
        QueryError: not CQL2, too long or too deep.
    """
    check_language(lang)
    guard_text(text, "filter")
    if len(text.encode()) > MAX_BYTES:
        raise QueryError(_("Bộ lọc dài quá %(limit)d byte.") % {"limit": MAX_BYTES}, parameter="filter")
    return _from_text(text) if lang == "cql2-text" else read_json(text, "filter")


def guard_text(text: str, parameter: str) -> None:
    """Refuse what no database text can hold.

    Raises:
        QueryError: NUL or half of a surrogate pair.
    """
    bad = next((i for i, c in enumerate(text) if c == "\x00" or "\ud800" <= c <= "\udfff"), None)
    if bad is not None:
        raise QueryError(_("Có ký tự không hợp lệ."), parameter=parameter, position=bad + 1)


def _from_text(text: str) -> Node:
    plain = _QUOTED.sub("''", text)
    _guard_depth(plain, "(", ")")
    if len(_NOT.findall(plain)) > MAX_DEPTH or len(_ARITHMETIC.findall(_NUMBER.sub("0", plain))) > MAX_ARITHMETIC:
        raise QueryError(_("Bộ lọc có quá nhiều phép tính."), parameter="filter")
    try:
        return cql2.parse_text(text).to_json()
    except Exception as error:
        raise _syntax_error(text, str(error)) from None


def _syntax_error(text: str, message: str) -> QueryError:
    place = _AT.search(message)
    position = None
    if place:
        lines = text.split("\n")[: int(place[1]) - 1]
        position = sum(len(line) + 1 for line in lines) + int(place[2])
    reason = message.rsplit("= ", 1)[-1].strip()[:300] if place else message[:300]
    return QueryError(_("Bộ lọc không đúng cú pháp CQL2."), parameter="filter", position=position, mend=reason)


def read_json(text: str, parameter: str) -> Node:
    """A JSON document that a reader wrote.

    Raises:
        QueryError: it is none, is too deep, or holds what no database text can.
    """
    _guard_depth(_JSON_STRING.sub('""', text), "[{", "]}", parameter)
    try:
        node = json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        position = error.pos + 1 if isinstance(error, json.JSONDecodeError) else None
        detail = _("“%(name)s” không đúng cú pháp JSON.") % {"name": parameter}
        raise QueryError(detail, parameter=parameter, position=position) from None
    guard_strings(node, parameter)
    return node


def _no_constant(name: str) -> float:
    raise ValueError(name)


def guard_strings(node: Node, parameter: str) -> None:
    """Check the strings of a JSON document, whose escapes can hide what `guard_text` looks for."""
    if isinstance(node, str):
        guard_text(node, parameter)
    elif isinstance(node, list):
        for item in node:
            guard_strings(item, parameter)
    elif isinstance(node, dict):
        guard_strings(list(node), parameter)
        guard_strings(list(node.values()), parameter)


def _guard_depth(text: str, opening: str, closing: str, parameter: str = "filter") -> None:
    depth = 0
    limit = MAX_DEPTH if opening == "(" else MAX_DEPTH * 2  # an operator in JSON is an object and a list
    for index, letter in enumerate(text):
        depth += (letter in opening) - (letter in closing)
        if depth > limit:
            raise QueryError(_("Bộ lọc lồng nhau quá sâu."), parameter=parameter, position=index + 1)
