"""Administrative units as they were and are."""

from datetime import timedelta
from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gis import crs
from gis.db.expressions import ToMercator
from territory.querysets import UnitQuerySet


class Level(models.TextChoices):
    """Level of an administrative unit. In Vietnamese: cấp đơn vị hành chính."""

    PROVINCE = "province", _("Tỉnh, thành phố trực thuộc trung ương")
    DISTRICT = "district", _("Quận, huyện, thị xã, thành phố")
    COMMUNE = "commune", _("Phường, xã, thị trấn, đặc khu")


class AdminUnit(models.Model):
    """Administrative unit during one period. In Vietnamese: đơn vị hành chính.

    Codes are reused for units of another extent (26536 was Phường 10 and is Phường Rạch Dừa), so the key is
    (code, start); where the start is unknown the period has no lower end.
    """

    uid = models.CharField("khóa", max_length=24, primary_key=True)
    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=100)
    short_name = models.CharField("tên ngắn", max_length=80)
    unit_type = models.CharField("loại đơn vị", max_length=30)
    level = models.CharField("cấp", max_length=10, choices=Level)
    valid = DateRangeField("thời gian tồn tại")
    parent_code = models.CharField("mã đơn vị cấp trên", max_length=5, blank=True)
    legal_start = models.CharField("văn bản lập", max_length=200, blank=True)
    legal_end = models.CharField("văn bản chấm dứt", max_length=200, blank=True)
    area_official_ha = models.DecimalField(
        "diện tích công bố (ha)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    search_text = models.TextField("chữ để tìm", blank=True, editable=False)
    geom = models.MultiPolygonField("ranh giới", srid=crs.LEGAL.srid, null=True, blank=True)
    geometry_source = models.CharField("nguồn ranh giới", max_length=200, blank=True)
    illustrative = models.BooleanField("ranh giới minh họa", default=False)
    geom_3857 = models.GeneratedField(
        expression=ToMercator("geom"),
        output_field=models.MultiPolygonField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )
    geom_low = models.GeneratedField(
        expression=ToMercator("geom", simplify=120),
        output_field=models.GeometryField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )
    successors: Any = models.ManyToManyField(
        "self", through="UnitSuccession", symmetrical=False, related_name="predecessors"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị hành chính"
        verbose_name_plural = "đơn vị hành chính"
        ordering = ["level", "code"]
        constraints = [
            ExclusionConstraint(
                name="one_unit_per_code_and_day",
                expressions=[
                    (F("level"), RangeOperators.EQUAL),
                    (F("code"), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            GistIndex(fields=["geom_3857"], name="unit_geom_3857"),
            GistIndex(fields=["geom_low"], name="unit_geom_low"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="unit_search"),
        ]

    def __str__(self) -> str:
        """The name; one that has ended says so, for names and codes are used again."""
        if self.valid.upper is None:
            return self.name
        last = self.valid.upper - timedelta(days=1)
        return gettext("%(name)s (đến %(day)s)") % {"name": self.name, "day": f"{last:%d/%m/%Y}"}


class UnitSuccession(models.Model):
    """One unit's land passing to another. In Vietnamese: sáp nhập, chia tách đơn vị hành chính."""

    predecessor = models.ForeignKey(AdminUnit, on_delete=models.CASCADE, related_name="+")
    successor = models.ForeignKey(AdminUnit, on_delete=models.CASCADE, related_name="+")
    on_date = models.DateField("ngày")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
