"""Sums that the database keeps beside the plots (land/sql/tallies_v1.sql); nobody else writes them."""

from django.contrib.gis.db import models
from django.db.models import Q

# Facet fields whose numbers are for people of the offices; the public view of the sums leaves them out.
INTERNAL_TALLIES = ("confidence", "flags", "publish_level", "review_state")


class _Sum(models.Model):
    """Rows are added up: `n` plots and their area may be negative where plots left."""

    level = models.CharField(max_length=10)
    n = models.BigIntegerField()
    area_m2 = models.DecimalField(max_digits=20, decimal_places=1)
    settled = models.BooleanField()

    class Meta:
        abstract = True


class PlotTally(_Sum):
    """Number and area of active plots by publication level and value of a facet field; field "" is the total."""

    field = models.CharField(max_length=40, blank=True)
    held = models.CharField(max_length=40, null=True)

    class Meta:
        verbose_name = "số đếm khu đất"
        verbose_name_plural = "số đếm khu đất"
        indexes = [models.Index(fields=["settled"], condition=Q(settled=False), name="plottally_added")]

    def __str__(self) -> str:
        return f"{self.level} {self.field}={self.held}: {self.n}"


class PlotCell(_Sum):
    """Number, area and sum of coordinates (EPSG:3857, m) of active plots in a cell of the zoom-14 tile grid."""

    ZOOM = 14

    x = models.IntegerField()
    y = models.IntegerField()
    land_use = models.CharField(max_length=5, null=True)
    use_state = models.CharField(max_length=16, blank=True)
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        verbose_name = "ô đếm khu đất"
        verbose_name_plural = "ô đếm khu đất"
        indexes = [
            models.Index(fields=["x", "y"], name="plotcell_place"),
            models.Index(fields=["settled"], condition=Q(settled=False), name="plotcell_added"),
        ]

    def __str__(self) -> str:
        return f"{self.x}/{self.y} {self.level}: {self.n}"
