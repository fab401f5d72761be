"""Sums that the database keeps beside the plots (land/sql/tallies_v2.sql); nobody else writes them."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q

from accounts.models import Agency
from gis.db.sums import CellSum, SumRow, ValueSum
from land.models.land_use import LandUse
from territory.models import AdminUnit

# Facet fields whose numbers are for people of the offices; the public view of the sums leaves them out.
INTERNAL_TALLIES = ("confidence", "flags", "publish_level", "review_state")


class PlotTally(ValueSum):
    """Of active plots."""

    class Meta(ValueSum.Meta):
        verbose_name = "số đếm khu đất"
        verbose_name_plural = "số đếm khu đất"


class PlotCell(CellSum):
    """Of active plots, by land use and use state."""

    land_use = models.CharField(max_length=5, null=True)
    use_state = models.CharField(max_length=16, blank=True)

    class Meta(CellSum.Meta):
        verbose_name = "ô đếm khu đất"
        verbose_name_plural = "ô đếm khu đất"


def _of(model: type[models.Model], **options: Any) -> Any:
    """A key as the plot has it. The plot's own constraint holds it; the trigger must not wait for a second one."""
    return models.ForeignKey(
        model, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False, **options
    )


class PlotMix(SumRow):
    """Number and area of active plots by publication level and all facet fields at once.

    Columns are named as those of the plot, so that one condition on coded values reads both.
    """

    publish_level = models.CharField(max_length=10)
    unit = _of(AdminUnit)
    unit_at_record = _of(AdminUnit, null=True)
    area_method = models.CharField(max_length=10, blank=True)
    land_use = _of(LandUse, null=True)
    land_use_current = _of(LandUse, null=True)
    origin = models.CharField(max_length=24, blank=True)
    managing_agency = _of(Agency, null=True)
    use_state = models.CharField(max_length=16, blank=True)
    legal_status = models.CharField(max_length=16, blank=True)
    handling_plan = models.CharField(max_length=20, blank=True)
    location_basis = models.CharField(max_length=10)
    review_state = models.CharField(max_length=14)
    confidence = models.CharField(max_length=8, blank=True)
    public_flags: Any = ArrayField(models.CharField(max_length=20))
    flags: Any = ArrayField(models.CharField(max_length=20))

    class Meta:
        verbose_name = "tổ hợp đếm khu đất"
        verbose_name_plural = "tổ hợp đếm khu đất"
        indexes = [
            models.Index(fields=["unit"], name="plotmix_unit"),
            models.Index(fields=["settled"], condition=Q(settled=False), name="plotmix_added"),
        ]

    def __str__(self) -> str:
        return f"{self.publish_level} {self.unit_id} {self.land_use_id} {self.use_state}: {self.n}"
