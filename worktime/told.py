"""Who is told when the end of a term moves without an act of its own: a notice of days off, other office hours."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class TermMoved:
    """A running term whose end has moved.

    Attributes:
        term: as it is now.
        before, after: its ends.
        notice: what moved it; None where office hours did.
    """

    term: Any
    before: datetime
    after: datetime
    notice: Any = None


Hook = Callable[[Sequence[TermMoved]], None]

_hooks: dict[str, list[Hook]] = defaultdict(list)


def declare(subject_type: str, hook: Hook) -> None:
    """Have a function called, in the transaction, with the terms about this kind of subject that moved.

    Called from `AppConfig.ready()`. What the hook raises undoes the notice.
    """
    _hooks[subject_type].append(hook)


def tell(moved: Iterable[TermMoved]) -> None:
    """Call every hook once with what is its own."""
    by_type: dict[str, list[TermMoved]] = defaultdict(list)
    for one in moved:
        by_type[one.term.subject_type].append(one)
    for subject_type, own in by_type.items():
        for hook in _hooks[subject_type]:
            hook(own)
