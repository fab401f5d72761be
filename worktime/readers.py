"""Who may read which terms. This app knows no subjects: each app above says it for its own."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

# What a person reads of the terms about one kind of subject: all, none, or those that the condition on Term holds for.
Reach = Callable[[Any], "Q | bool"]

_reaches: dict[str, Reach] = {}


def declare(subject_types: Iterable[str], reach: Reach) -> None:
    """Open terms about these kinds of subject as far as `reach` says; called from `AppConfig.ready()`."""
    _reaches.update(dict.fromkeys(subject_types, reach))


def declared() -> frozenset[str]:
    """Every kind of subject with a reach."""
    return frozenset(_reaches)


def reach_of(user: Any) -> Q | None:
    """A condition on Term that holds for what this person reads; None: nothing at all."""
    found: Q | None = None
    for kind, reach in _reaches.items():
        narrowed = reach(user)
        if narrowed is False:
            continue
        own = Q(subject_type=kind) & (Q() if narrowed is True else narrowed)
        found = own if found is None else found | own
    return found
