"""Sums that the database keeps beside the lots (auctions/sql/tallies_v1.sql); nobody else writes them."""

from django.db import models
from django.db.models import Q

from gis.db.sums import SumRow

# Facet fields whose numbers are for people of the offices; the public view of the sums leaves them out.
INTERNAL_TALLIES = ("publish_level",)


class LotTally(SumRow):
    """Number and area of lots by publication level and value of a facet field; field "" is the total."""

    level = models.CharField(max_length=10)
    field = models.CharField(max_length=40, blank=True)
    held = models.CharField(max_length=40, null=True)

    class Meta:
        verbose_name = "số đếm lô đấu giá"
        verbose_name_plural = "số đếm lô đấu giá"
        indexes = [models.Index(fields=["settled"], condition=Q(settled=False), name="lottally_added")]

    def __str__(self) -> str:
        return f"{self.level} {self.field}={self.held}: {self.n}"


class LotCell(SumRow):
    """Number, area and sum of coordinates (EPSG:3857, m) of lots in a cell of the zoom-14 tile grid."""

    ZOOM = 14

    level = models.CharField(max_length=10)
    x = models.IntegerField()
    y = models.IntegerField()
    stage = models.CharField(max_length=12)
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        verbose_name = "ô đếm lô đấu giá"
        verbose_name_plural = "ô đếm lô đấu giá"
        indexes = [
            models.Index(fields=["x", "y"], name="lotcell_place"),
            models.Index(fields=["settled"], condition=Q(settled=False), name="lotcell_added"),
        ]

    def __str__(self) -> str:
        return f"{self.x}/{self.y} {self.level}: {self.n}"
