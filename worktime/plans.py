"""What a term is started with."""

from dataclasses import dataclass

from worktime.lengths import Length
from worktime.workflow import Direction


@dataclass(frozen=True)
class Subject:
    """What a term is about: kind, id and words, without a foreign key upward."""

    type: str
    id: str
    label: str = ""


@dataclass(frozen=True)
class TermPlan:
    """How a term is counted.

    Attributes:
        kind: code of the rule, or of the step of a procedure.
        name: in the words of the law, for desks.
        direction: backward: until so long before something.
        roll: a last day off moves the end, away from the beginning.
    """

    kind: str
    name: str
    length: Length
    direction: Direction = Direction.FORWARD
    roll: bool = True
