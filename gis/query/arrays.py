"""Array predicates on fields that hold several codes."""

from django.db.models import TextField, Value
from django.utils.translation import gettext as _

from gis.query.errors import QueryError
from gis.query.parser import Node
from gis.query.sql import Sql, condition
from gis.query.terms import Context, arguments, described, property_name

# As sets, as the standard says: order and repetition do not count.
FUNCTIONS = {
    "a_contains": "({0} @> {1})",
    "a_containedby": "({0} <@ {1})",
    "a_equals": "({0} @> {1} AND {0} <@ {1})",
    "a_overlaps": "({0} && {1})",
}


def array(ctx: Context, op: str, args: list[Node]) -> Sql:
    """The condition of an array operator.

    Raises:
        QueryError: an operand is no array of strings.
    """
    first, second = (_operand(ctx, op, node) for node in arguments(op, args, 2))
    return condition(FUNCTIONS[op], first, second)


def _operand(ctx: Context, op: str, node: Node) -> Sql:
    name = property_name(node)
    if name is not None:
        field = ctx.field(name)
        if field.kind != "string-array":
            text = _("“%(name)s” không phải là danh sách.") % {"name": name}
            raise QueryError(text, name=name, mend="=, IN")
        return Sql("({0})::varchar[]", ctx.value(field), output_field=TextField())
    if not isinstance(node, list) or not all(isinstance(item, str) for item in node):
        raise QueryError(_("Phép %(op)s cần danh sách chữ.") % {"op": op}, name=described(node), mend="('a', 'b')")
    return strings(node)


def strings(items: list[str]) -> Sql:
    """An array of the database, of the columns' own type: a cast hides from the planner how common a value is."""
    places = ", ".join(f"{{{index}}}" for index in range(len(items)))
    values = [Value(item, output_field=TextField()) for item in items]
    return Sql(f"ARRAY[{places}]::varchar[]", *values, output_field=TextField())
