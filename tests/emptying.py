"""Emptying the tables after a test that committed its rows."""

from typing import Any

from django.db import connections, transaction

# The rows of migrations: Django's own way empties these too and makes them anew, 1,600 statements a test.
_KEPT = frozenset({"django_content_type", "auth_permission"})
_WITH_TRIGGERS = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


def empty_tables(using: str) -> None:
    """Delete the rows of all tables that have any.

    Django truncates all of a hundred tables and their indexes, which are new files for each: that took longer than
    most tests. Triggers that forbid deleting are off meanwhile.
    """
    connection = connections[using]
    names = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in _KEPT]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute(_WITH_TRIGGERS)
        guarded = {name for (name,) in cursor.fetchall()} & set(filled)
        for name in guarded:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        for name in filled:
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
        for name in guarded:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def empty_after(test_case: Any) -> None:
    """What a test case that commits ends with, in the place of Django's own emptying."""
    for name in test_case._databases_names(include_mirrors=False):
        empty_tables(name)
