"""Saved mappings of columns of reference layers: what is kept of one reading, and how it serves the next."""

from collections.abc import Mapping
from typing import Any

from land.loading_reference.columns import FAMILY
from land.workflow import ReferenceKind

_KEPT = ("srid", "encoding", "swap_axes")


def mapping_of(given: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """The mapping of a file that was read, to be kept under a name.

    Args:
        given: how a person said it is to be read, as `reference_runs` takes it.
        fields: field -> heading, as it was understood.
    """
    switched_off = {field: "" for field, heading in (given.get("columns") or {}).items() if not heading}
    return {"columns": switched_off | dict(fields)} | {name: given[name] for name in _KEPT if given.get(name)}


def applied(given: Mapping[str, Any], saved: Mapping[str, Any]) -> dict[str, Any]:
    """How a file is to be read by a saved mapping; what a person says this time stands over it."""
    columns = {**saved.get("columns", {}), **(given.get("columns") or {})}
    kept = {name: saved[name] for name in _KEPT if saved.get(name) and given.get(name) in (None, "")}
    return {**given, **kept, "columns": columns}


def suits(kind: str, other: str) -> bool:
    """Whether two layers have the same fields."""
    return FAMILY[ReferenceKind(kind)] == FAMILY[ReferenceKind(other)]
