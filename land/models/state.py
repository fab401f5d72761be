"""What the register says of a plot at one time: the fields shared by the plot and its versions."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField

from accounts.models import Agency
from gis import crs
from gis.db.expressions import ArrayIntersection, ToMercator
from land.models.land_use import LandUse
from land.workflow import (
    PUBLIC_FLAGS,
    AreaMethod,
    Confidence,
    FlagKind,
    HandlingPlan,
    LegalStatus,
    LocationBasis,
    Origin,
    PlotStatus,
    PublishLevel,
    ReviewState,
    UseState,
)
from territory.models import AdminUnit


def _of(model: type[models.Model], label: str, **options: Any) -> Any:
    # No index unasked: with them a new plot and its version entered fifty, and nothing read by the twenty.
    return models.ForeignKey(
        model, verbose_name=label, on_delete=models.PROTECT, related_name="+", db_index=False, **options
    )


def _unit(label: str, **options: Any) -> Any:
    return _of(AdminUnit, label, **options)


def _agency(label: str) -> Any:
    return _of(Agency, label, null=True, blank=True)


def _land_use(label: str) -> Any:
    return _of(LandUse, label, null=True, blank=True)


def _area(label: str) -> Any:
    return models.DecimalField(label, max_digits=14, decimal_places=1, null=True, blank=True)


class PlotState(models.Model):
    """State of a plot. In Vietnamese: thông tin khu đất."""

    status = models.CharField("tình trạng trong sổ", max_length=10, choices=PlotStatus, default=PlotStatus.ACTIVE)
    name = models.CharField("tên khu đất", max_length=200, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    unit = _unit("phường, xã hiện nay")
    unit_at_record = _unit("đơn vị hành chính khi lập", null=True, blank=True)
    sheet_number = models.CharField("số tờ bản đồ", max_length=20, blank=True)
    parcel_number = models.CharField("số thửa", max_length=60, blank=True)
    parcel_uid = models.CharField("mã định danh thửa đất", max_length=12, blank=True)
    parcel_uid_provisional = models.BooleanField("mã định danh tạm tính", default=True)

    area_m2 = _area("diện tích (m²)")
    area_method = models.CharField("căn cứ diện tích", max_length=10, choices=AreaMethod, blank=True)
    area_legal_m2 = _area("diện tích pháp lý (m²)")
    area_surveyed_m2 = _area("diện tích đo đạc (m²)")
    area_planar_m2 = _area("diện tích trên bản đồ (m²)")
    area_geodesic_m2 = _area("diện tích trên mặt elip (m²)")

    land_use = _land_use("loại đất theo hồ sơ")
    land_use_current = _land_use("loại đất hiện trạng")
    origin = models.CharField("nguồn gốc", max_length=24, choices=Origin, blank=True)
    managing_agency = _agency("đơn vị quản lý")
    using_agency = _agency("đơn vị sử dụng")
    decision_number = models.CharField("số quyết định giao quản lý", max_length=80, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision_issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    use_state = models.CharField("hiện trạng", max_length=16, choices=UseState, blank=True)
    flags: Any = ArrayField(models.CharField(max_length=20, choices=FlagKind), default=list, blank=True)
    # The part of `flags` that anyone may know (workflow.PUBLIC_FLAGS); the rest points at people or open cases.
    public_flags: Any = models.GeneratedField(
        expression=ArrayIntersection("flags", PUBLIC_FLAGS),
        output_field=ArrayField(models.CharField(max_length=20)),
        db_persist=True,
    )
    legal_status = models.CharField("pháp lý", max_length=16, choices=LegalStatus, blank=True)
    handling_plan = models.CharField("phương án xử lý", max_length=20, choices=HandlingPlan, blank=True)
    publish_level = models.CharField(
        "mức công khai", max_length=10, choices=PublishLevel, default=PublishLevel.INTERNAL
    )
    published_on = models.DateField("ngày công khai", null=True, blank=True)
    review_state = models.CharField(
        "tình trạng rà soát", max_length=14, choices=ReviewState, default=ReviewState.CHECKED
    )
    review_notes: Any = models.JSONField("nội dung cần rà soát", default=list, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    surveyed_on = models.DateField("ngày đo đạc", null=True, blank=True)
    confidence = models.CharField("độ tin cậy", max_length=8, choices=Confidence, blank=True)
    note = models.TextField("ghi chú nội bộ", blank=True)

    location_basis = models.CharField("căn cứ vị trí", max_length=10, choices=LocationBasis)
    geom = models.MultiPolygonField("ranh giới", srid=crs.LEGAL.srid, null=True, blank=True)
    point = models.PointField("điểm đại diện", srid=crs.LEGAL.srid, null=True, blank=True, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=ToMercator("geom"),
        output_field=models.MultiPolygonField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )
    anchor_3857 = models.GeneratedField(
        expression=ToMercator("point"),
        output_field=models.PointField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )

    class Meta:
        abstract = True

    @classmethod
    def state_fields(cls) -> tuple[str, ...]:
        """Column-backed field names that make up a state, without the generated ones."""
        return tuple(field.attname for field in PlotState._meta.get_fields() if field.concrete and not field.generated)
