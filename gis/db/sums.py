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


class ValueSum(SumRow):
    """Number and area by publication level and value of a facet field; field "" is the total."""

    level = models.CharField(max_length=10)
    field = models.CharField(max_length=40, blank=True)
    held = models.CharField(max_length=40, null=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["settled"], condition=models.Q(settled=False), name="%(class)s_added")]

    def __str__(self) -> str:
        return f"{self.level} {self.field}={self.held}: {self.n}"


class CellSum(SumRow):
    """Number, area and sum of coordinates (EPSG:3857, m) in a cell of the zoom-14 tile grid."""

    ZOOM = 14

    level = models.CharField(max_length=10)
    x = models.IntegerField()
    y = models.IntegerField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["x", "y"], name="%(class)s_place"),
            models.Index(fields=["settled"], condition=models.Q(settled=False), name="%(class)s_added"),
        ]

    def __str__(self) -> str:
        return f"{self.x}/{self.y} {self.level}: {self.n}"


def fold(function: str) -> None:
    """Fold appended sums by the function that does so; readers see the same sums before, meanwhile and after."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()")


def fold_when_many(function: str, *sums: type[SumRow]) -> None:
    """The same once enough was appended to slow readers down."""
    if any(model._default_manager.filter(settled=False)[_MANY:].exists() for model in sums):
        fold(function)
