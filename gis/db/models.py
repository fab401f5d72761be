"""Number series and data versions."""

from django.db import models


class NumberSeries(models.Model):
    """Running number of a series of codes. In Vietnamese: dãy số."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class DataVersion(models.Model):
    """When a layer's data last changed, for all of it and for each touched cell of zoom 12."""

    layer = models.CharField(max_length=60)
    x = models.IntegerField(default=-1)
    y = models.IntegerField(default=-1)
    version = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["layer", "x", "y"], name="one_version_per_cell")]

    def __str__(self) -> str:
        return f"{self.layer} {self.x}/{self.y}: {self.version}"
