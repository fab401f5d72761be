"""Fields that are the code of a row in another table: counted by the key that points there, named afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model

from gis.db.wall import on_public
from gis.layers import Field, Layer


@dataclass(frozen=True)
class Related:
    """A table whose rows have a code.

    Attributes:
        key: the column that points to a row there.
        model: that table.
        code: the unique attribute that the field shows.
    """

    key: F
    model: type[Model]
    code: str

    def codes(self, user: Any) -> Mapping[str, str]:
        """Keys as text with the codes, as far as the reader's connection knows them."""
        rows = on_public(self.model._default_manager.all(), user)
        return {str(pk): code for pk, code in rows.values_list("pk", self.code)}


def related(layer: Layer, user: Any, field: Field) -> Related | None:
    """How to count a field without joining the table of its codes to every row; None for other fields.

    Not where only part of the rows shows the field: what is hidden there is the code, not the key.
    """
    if not isinstance(field.source, str) or "__" not in field.source:
        return None
    if layer.reach(user).of(field.audience) is not True:
        return None
    path, _, code = field.source.rpartition("__")
    model: Any = layer.rows(user).model
    try:
        for step in path.split("__"):
            model = model._meta.get_field(step).related_model
        unique = model is not None and model._meta.get_field(code).unique
    except FieldDoesNotExist:
        return None
    return Related(F(path), model, code) if unique else None
