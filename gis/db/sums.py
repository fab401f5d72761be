"""Sums that the database keeps beside a table: changes are appended, and folded into one row a key now and then
(docs/adr/0021)."""

from django.db import connection, models

_MANY = 5_000


class SumRow(models.Model):
    """Rows are added up: `n` and the area may be negative where something left."""

    n = models.BigIntegerField()
    area_m2 = models.DecimalField(max_digits=20, decimal_places=1)
    settled = models.BooleanField()

    class Meta:
        abstract = True


def fold(function: str) -> None:
    """Fold appended sums by the function that does so; readers see the same sums before, meanwhile and after."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()")


def fold_when_many(function: str, *sums: type[SumRow]) -> None:
    """The same once enough was appended to slow readers down."""
    if any(model._default_manager.filter(settled=False)[_MANY:].exists() for model in sums):
        fold(function)
