"""Sums that the database keeps beside the lots (auctions/sql/tallies_v1.sql); nobody else writes them."""

from django.db import models

from gis.db.sums import CellSum, ValueSum

# Facet fields whose numbers are for people of the offices; the public view of the sums leaves them out.
INTERNAL_TALLIES = ("publish_level",)


class LotTally(ValueSum):
    """Of lots."""

    class Meta(ValueSum.Meta):
        verbose_name = "số đếm lô đấu giá"
        verbose_name_plural = "số đếm lô đấu giá"


class LotCell(CellSum):
    """Of lots, by stage."""

    stage = models.CharField(max_length=12)

    class Meta(CellSum.Meta):
        verbose_name = "ô đếm lô đấu giá"
        verbose_name_plural = "ô đếm lô đấu giá"
