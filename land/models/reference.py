"""Layers beside the plots: sets with their decision and validity, and the rows of each kind."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q
from django.utils.translation import gettext_lazy
from uuid6 import uuid7

from gis import crs
from gis.db.expressions import ToMercator
from land.models.land_use import LandUse
from land.models.plot import Plot
from land.record_querysets import PlannedUseQuerySet
from land.reference_querysets import ParcelQuerySet, ReferenceRowQuerySet, ReferenceSetQuerySet
from land.workflow import ReferenceKind
from territory.models import AdminUnit

_OTHERS_IN_USE = Q(withdrawn_at=None)


def _mercator(kind: Any) -> Any:
    return models.GeneratedField(
        expression=ToMercator("geom"), output_field=kind(srid=crs.WEB_MERCATOR.srid, null=True), db_persist=True
    )


def _unit(label: str = "đơn vị", **kwargs: Any) -> Any:
    return models.ForeignKey(AdminUnit, verbose_name=label, on_delete=models.PROTECT, related_name="+", **kwargs)


class ReferenceSet(models.Model):
    """One loaded version of a reference layer, with its decision. In Vietnamese: bộ dữ liệu tham chiếu.

    Sets of one `series` follow each other by `period`; a new one ends its predecessor and overwrites nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("mã", max_length=20, unique=True, editable=False)
    kind = models.CharField("loại", max_length=24, choices=ReferenceKind)
    series = models.CharField("chuỗi phiên bản", max_length=120)
    title = models.CharField("tên", max_length=300)
    decision_number = models.CharField("số quyết định", max_length=80)
    decision_on = models.DateField("ngày quyết định")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    scale = models.PositiveIntegerField("mẫu số tỷ lệ", null=True, blank=True)
    unit = _unit("địa bàn", null=True, blank=True)
    period = DateRangeField("hiệu lực")
    source = models.CharField("nguồn", max_length=300)
    file_sha256 = models.CharField("SHA-256 của tệp", max_length=64, blank=True)
    row_count = models.PositiveIntegerField("số đối tượng", default=0)
    sample = models.BooleanField("dữ liệu mẫu", default=False)
    loaded_at = models.DateTimeField("nạp lúc")
    loaded_by = models.CharField("người nạp", max_length=200)
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    withdrawn_reason = models.TextField("lý do thu hồi", blank=True)

    objects = ReferenceSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ dữ liệu tham chiếu"
        verbose_name_plural = "bộ dữ liệu tham chiếu"
        ordering = ["kind", "series", "period"]
        constraints = [
            ExclusionConstraint(
                name="one_reference_set_at_a_time",
                expressions=[(F("series"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                condition=_OTHERS_IN_USE,
            ),
            models.CheckConstraint(name="known_reference_kind", condition=Q(kind__in=ReferenceKind.values)),
            models.CheckConstraint(name="reference_period_is_not_empty", condition=Q(period__isempty=False)),
        ]
        indexes = [models.Index(fields=["kind", "unit"], name="reference_kind_unit")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ReferenceRow(models.Model):
    """What rows of every kind share. In Vietnamese: đối tượng của lớp tham chiếu. Rows are appended, never changed."""

    set = models.ForeignKey(ReferenceSet, verbose_name="bộ dữ liệu", on_delete=models.PROTECT, related_name="+")
    code = models.CharField("mã", max_length=32, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class CadastralParcel(ReferenceRow):
    """Cadastral parcel of a loaded map. In Vietnamese: thửa đất. LADM: LA_SpatialUnit. Names no person, by design."""

    unit = _unit()
    sheet_number = models.CharField("số tờ", max_length=20)
    parcel_number = models.CharField("số thửa", max_length=20)
    identifier = models.CharField("mã định danh thửa đất", max_length=12, blank=True)
    identifier_provisional = models.BooleanField("mã định danh tạm tính", default=True)
    land_use = models.ForeignKey(
        LandUse, verbose_name="loại đất", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    land_use_text = models.CharField("loại đất ghi trên bản đồ", max_length=60, blank=True)
    area_legal_m2 = models.DecimalField(
        "diện tích pháp lý (m²)", max_digits=14, decimal_places=1, null=True, blank=True
    )
    area_planar_m2 = models.DecimalField("diện tích trên bản đồ (m²)", max_digits=14, decimal_places=1)
    geom = models.MultiPolygonField("ranh giới", srid=crs.LEGAL.srid)
    geom_3857 = _mercator(models.MultiPolygonField)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = "thửa đất"
        verbose_name_plural = "thửa đất"
        ordering = ["set", "id"]
        # No unique number: real sheets repeat some (463 of 195,152 in one file); a search then says so.
        indexes = [
            models.Index(fields=["sheet_number", "parcel_number"], name="cadastral_number"),
            GistIndex(fields=["geom_3857"], name="cadastral_geom_3857"),
        ]


class PlanZone(ReferenceRow):
    """Zone of a plan. In Vietnamese: ô quy hoạch. LADM Part 5: SP_PlanUnit."""

    land_use_code = models.CharField("mã loại đất quy hoạch", max_length=20)
    land_use = models.ForeignKey(
        LandUse, verbose_name="loại đất", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    label = models.CharField("tên ô", max_length=200, blank=True)
    area_planar_m2 = models.DecimalField("diện tích trên bản đồ (m²)", max_digits=16, decimal_places=1)
    geom = models.MultiPolygonField("ranh giới", srid=crs.LEGAL.srid)
    geom_3857 = _mercator(models.MultiPolygonField)

    objects = ReferenceRowQuerySet.as_manager()

    class Meta:
        verbose_name = "ô quy hoạch"
        verbose_name_plural = "ô quy hoạch"
        ordering = ["set", "id"]
        indexes = [GistIndex(fields=["geom_3857"], name="plan_zone_geom_3857")]


class RoadLine(ReferenceRow):
    """Road with its planned width. In Vietnamese: tuyến đường và lộ giới."""

    name = models.CharField("tên đường", max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    width_m = models.DecimalField("lộ giới (m)", max_digits=6, decimal_places=2, null=True, blank=True)
    segment = models.CharField("đoạn", max_length=300, blank=True)
    geom = models.MultiLineStringField("tim đường", srid=crs.LEGAL.srid)
    geom_3857 = _mercator(models.MultiLineStringField)

    objects = ReferenceRowQuerySet.as_manager()

    class Meta:
        verbose_name = "tuyến đường"
        verbose_name_plural = "tuyến đường"
        ordering = ["set", "id"]
        indexes = [
            GistIndex(fields=["geom_3857"], name="road_line_geom_3857"),
            models.Index(fields=["name_key"], name="road_line_name"),
        ]
        constraints = [
            models.CheckConstraint(name="road_width_is_positive", condition=Q(width_m=None) | Q(width_m__gt=0))
        ]


class LandPrice(ReferenceRow):
    """One line of a land-price table, in đồng per m². In Vietnamese: giá đất trong bảng giá."""

    unit = _unit(null=True, blank=True)
    street = models.CharField("tên đường, khu vực", max_length=300, blank=True)
    street_key = models.CharField(max_length=300, blank=True, editable=False)
    segment_from = models.CharField("từ", max_length=300, blank=True)
    segment_to = models.CharField("đến", max_length=300, blank=True)
    segment_key = models.CharField(max_length=610, blank=True, editable=False)
    position = models.PositiveSmallIntegerField("vị trí", null=True, blank=True)
    zone = models.CharField("khu vực", max_length=80, blank=True)
    zone_key = models.CharField(max_length=80, blank=True, editable=False)
    land_use_code = models.CharField("mã loại đất", max_length=20)
    price = models.PositiveBigIntegerField("giá (đồng/m²)")

    objects = ReferenceRowQuerySet.as_manager()

    class Meta:
        verbose_name = "giá đất"
        verbose_name_plural = "giá đất"
        ordering = ["set", "id"]
        indexes = [models.Index(fields=["street_key", "set"], name="land_price_street")]
        constraints = [
            models.CheckConstraint(name="price_is_positive", condition=Q(price__gt=0)),
            models.CheckConstraint(
                name="price_of_a_position_or_a_zone",
                condition=Q(position__range=(1, 4), zone="") & ~Q(street="") | Q(position=None) & ~Q(zone=""),
            ),
            models.UniqueConstraint(
                name="one_price_of_a_place",
                fields=["set", "unit", "street_key", "segment_key", "position", "zone_key", "land_use_code"],
                nulls_distinct=False,
            ),
        ]


class PlannedUse(models.Model):
    """Share of a plot under one code of one plan. In Vietnamese: loại đất theo quy hoạch của khu đất.

    Computed by overlay and never typed in; rows are made anew when the boundary or the plan changes.
    """

    COVERED, UNCOVERED, CONTESTED = "covered", "uncovered", "contested"
    PARTS = (
        (COVERED, gettext_lazy("Trong ô quy hoạch")),
        (UNCOVERED, gettext_lazy("Ngoài ranh giới quy hoạch")),
        (CONTESTED, gettext_lazy("Các ô quy hoạch chồng nhau")),
    )

    # No constraint in the database: its check would lock the plot's row, and a plan being loaded would wait for an
    # editor who waits for the plan (actions/overlay.py). Plots are never deleted.
    plot = models.ForeignKey(Plot, on_delete=models.DO_NOTHING, db_constraint=False, related_name="planned_uses")
    set = models.ForeignKey(ReferenceSet, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(
        max_length=10,
        choices=PARTS,
    )
    land_use_code = models.CharField("mã loại đất", max_length=120, blank=True)
    label = models.CharField("tên", max_length=300, blank=True)
    area_m2 = models.DecimalField("diện tích (m²)", max_digits=16, decimal_places=3)
    share = models.FloatField("tỷ lệ")

    objects = PlannedUseQuerySet.as_manager()

    class Meta:
        verbose_name = "loại đất theo quy hoạch"
        verbose_name_plural = "loại đất theo quy hoạch"
        ordering = ["plot", "set", "-area_m2"]
        constraints = [
            models.UniqueConstraint(fields=["plot", "set", "part", "land_use_code"], name="one_planned_use"),
            models.CheckConstraint(name="planned_area_is_positive", condition=Q(area_m2__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.plot_id} {self.land_use_code or self.part}"


class PricePlace(models.Model):
    """Where a plot stands in the price table, as an official said. In Vietnamese: đường, đoạn, vị trí của khu đất."""

    plot = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="price_places")
    street = models.CharField("tên đường", max_length=300, blank=True)
    segment_from = models.CharField("từ", max_length=300, blank=True)
    segment_to = models.CharField("đến", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("vị trí", null=True, blank=True)
    zone = models.CharField("khu vực", max_length=80, blank=True)
    recorded = DateTimeRangeField("ghi nhận")

    class Meta:
        verbose_name = "vị trí trong bảng giá"
        verbose_name_plural = "vị trí trong bảng giá"
        ordering = ["plot", "recorded"]
        constraints = [
            ExclusionConstraint(
                name="one_price_place_at_a_time",
                expressions=[(F("plot"), RangeOperators.EQUAL), (F("recorded"), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(name="place_names_street_or_zone", condition=~Q(street="") | ~Q(zone="")),
            models.CheckConstraint(
                name="place_position_in_table", condition=Q(position=None) | Q(position__range=(1, 4))
            ),
        ]

    def __str__(self) -> str:
        return self.street or self.zone
