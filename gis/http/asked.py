"""What a list is narrowed to by the parameters of an address."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Asked:
    """Texts by parameter; "" asks nothing.

    Attributes:
        after: place of the last row of the page before.
    """

    after: str = ""

    @classmethod
    def texts(cls, asked: Any, most: int) -> dict[str, str]:
        """The parameters of this list, each at most so many characters; no NUL, which PostgreSQL refuses."""
        return {item.name: str(asked.get(item.name, "")).replace("\x00", "").strip()[:most] for item in fields(cls)}

    def given(self) -> dict[str, str]:
        """Parameters that ask for something, the place in the list aside."""
        named = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "after"}
        return {name: value for name, value in named.items() if value}
