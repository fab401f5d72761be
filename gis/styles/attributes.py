"""Fields as a desktop program shows them: heading and labels of codes in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from gis.layers import Field, Layer, heading
from gis.query.facets import labels_of


class Titled(Protocol):
    """A column with a heading and, where it is coded, labels."""

    @property
    def field(self) -> Field: ...
    @property
    def name(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str] | None: ...


@dataclass(frozen=True)
class Attribute:
    """A field of a layer for one reader."""

    field: Field
    heading: str
    labels: Mapping[str, str] | None

    @property
    def name(self) -> str:
        """The outward field name."""
        return self.field.name


def attributes(layer: Layer, user: Any) -> tuple[Attribute, ...]:
    """The fields that this reader sees, in declared order."""
    return tuple(Attribute(field, heading(field), labels_of(field) or None) for field in layer.fields_for(user))
