"""SQL that Django has no expression for, written as a template over expressions."""

import re
from typing import Any

from django.db.models import BooleanField, Expression, Field, Func

_PLACE = re.compile(r"\{(\d+)\}")


class Sql(Func):
    """`template` with {0}, {1} ... standing for the expressions, each as often as needed.

    Templates are written in code; whatever a request brings goes in as an expression and so as a parameter.
    """

    def __init__(self, template: str, *expressions: Any, output_field: "Field[Any, Any]") -> None:
        self.text = template
        super().__init__(*expressions, output_field=output_field)

    def as_sql(self, compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Fill the template and repeat parameters as often as their place appears."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        params: list[Any] = []

        def fill(match: re.Match[str]) -> str:
            sql, its_params = parts[int(match[1])]
            params.extend(its_params)
            return str(sql)

        return _PLACE.sub(fill, self.text), params


def condition(template: str, *expressions: Any) -> Sql:
    """A yes/no/unknown expression, fit for `filter()`."""
    return Sql(template, *expressions, output_field=BooleanField())


def every(conditions: list[Expression]) -> Sql:
    """All of them hold."""
    return condition("(" + " AND ".join(f"{{{i}}}" for i in range(len(conditions))) + ")", *conditions)


def either(conditions: list[Expression]) -> Sql:
    """At least one holds."""
    return condition("(" + " OR ".join(f"{{{i}}}" for i in range(len(conditions))) + ")", *conditions)


def negation(term: Expression) -> Sql:
    """SQL's NOT: unknown stays unknown, as CQL2 wants (Django's ~Q would make it true)."""
    return condition("(NOT {0})", term)
