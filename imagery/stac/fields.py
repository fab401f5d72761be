"""Which parts of an item are wanted (STAC API, Fields Extension)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from gis.query.errors import QueryError

Json = dict[str, Any]
# Without these an item cannot be told from another; they go along whatever is asked for.
_ALWAYS: Final = ("type", "stac_version", "id", "collection")
_PLAIN: Final = (
    *("geometry", "bbox", "links", "assets"),
    *("properties.datetime", "properties.start_datetime", "properties.end_datetime"),
)
_MOST: Final = 200


@dataclass(frozen=True)
class Wanted:
    """Parts of an item by their paths.

    Attributes:
        kept: nothing but these; None for everything.
        left_out: not these, unless `kept` names them.
    """

    kept: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()

    def of(self, item: Json) -> Json:
        """The parts of an item that are wanted."""
        if self.kept is None:
            found = item
        else:
            found = {}
            for path in (*_ALWAYS, *self.kept):
                _copy(item, found, path.split("."))
        for path in self.left_out:
            if path not in _ALWAYS:
                found = _without(found, path.split("."))
        return found


ALL: Final = Wanted()


def wanted_of(asked: Any) -> Wanted:
    """The parts that `{"include": [...], "exclude": [...]}` wants.

    Without `include` only what is excluded is missing; with an empty one a small valid item is left, as the standard
    recommends.

    Raises:
        QueryError: it is something else.
    """
    if not isinstance(asked, dict) or not set(asked) <= {"include", "exclude"}:
        raise _wrong()
    kept, left_out = _paths(asked, "include"), _paths(asked, "exclude")
    if kept:
        return Wanted(kept, tuple(path for path in left_out if path not in kept and not _holds_one(path, kept)))
    if "include" in asked or not asked:
        return Wanted(_PLAIN, left_out)
    return Wanted(None, left_out)


def _holds_one(path: str, kept: Sequence[str]) -> bool:
    return any(one.startswith(f"{path}.") for one in kept)


def _paths(asked: Json, name: str) -> tuple[str, ...]:
    found = asked.get(name) or []
    if not isinstance(found, list) or len(found) > _MOST or not all(isinstance(one, str) for one in found):
        raise _wrong()
    return tuple(found)


def _wrong() -> QueryError:
    mend = '{"include": ["id"], "exclude": ["geometry"]}'
    return QueryError(_("“%(name)s” không đúng kiểu.") % {"name": "fields"}, parameter="fields", mend=mend)


def _copy(source: Json, target: Json, path: Sequence[str]) -> None:
    name, rest = path[0], path[1:]
    if name not in source:
        return
    if not rest:
        target[name] = source[name]
    elif isinstance(source[name], dict):
        inner = target.setdefault(name, {})
        if inner is not source[name]:  # else the whole of it is wanted already
            _copy(source[name], inner, rest)


def _without(item: Json, path: Sequence[str]) -> Json:
    name, rest = path[0], path[1:]
    if name not in item:
        return item
    if not rest:
        return {key: value for key, value in item.items() if key != name}
    inner = item[name]
    return {**item, name: _without(inner, rest)} if isinstance(inner, dict) else item
