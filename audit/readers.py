"""Who may read which events. The log imports no app: each app says it for the kinds of subject that it records."""

from collections.abc import Callable, Iterable
from typing import Any

Rule = Callable[[Any], bool]

_rules: dict[str, Rule] = {}


def declare(subject_types: Iterable[str], may_read: Rule) -> None:
    """Open events about these kinds of subject to whom the rule lets in; called from `AppConfig.ready()`."""
    _rules.update(dict.fromkeys(subject_types, may_read))


def declared() -> frozenset[str]:
    """Every kind of subject with a rule."""
    return frozenset(_rules)


def kinds_for(user: Any) -> frozenset[str]:
    """Kinds of subject whose events this person reads; a kind without a rule is read by nobody."""
    return frozenset(kind for kind, may_read in _rules.items() if may_read(user))
