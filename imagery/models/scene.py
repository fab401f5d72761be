"""Scenes, the series they belong to, and their bands."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from uuid6 import uuid7

from gis import crs
from gis.db.expressions import ToMercator
from imagery.querysets import CollectionQuerySet, ScenePartQuerySet, SceneQuerySet
from imagery.workflow import BandRole, SceneFault
from land.workflow import PublishLevel


class Collection(models.Model):
    """Series of scenes of one kind. In Vietnamese: bộ ảnh. STAC: Collection.

    `stretch` holds role -> [low, high] in physical values, made of the first scenes and then kept: one for the whole
    series, so that two days side by side differ by what happened on the ground and not by how they were drawn. A series
    without `common_stretch` draws each scene by its own statistics.
    """

    code = models.CharField("mã", max_length=60, primary_key=True)
    title = models.CharField("tên", max_length=120)
    title_en = models.CharField("tên tiếng Anh", max_length=120, blank=True)
    description = models.TextField("mô tả", blank=True)
    description_en = models.TextField("mô tả tiếng Anh", blank=True)
    licence = models.CharField("giấy phép", max_length=60, help_text="Mã SPDX, hoặc “other”")
    licence_url = models.URLField("liên kết giấy phép", blank=True)
    attribution = models.CharField("ghi nguồn", max_length=200, blank=True)
    provider = models.CharField("nơi cung cấp", max_length=120, blank=True)
    provider_url = models.URLField("trang của nơi cung cấp", blank=True)
    common_stretch = models.BooleanField("hiển thị chung một dải", default=False)
    stretch = models.JSONField("dải hiển thị", default=dict)
    sample = models.BooleanField("dữ liệu mẫu", default=False)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ ảnh"
        verbose_name_plural = "bộ ảnh"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Scene(models.Model):
    """One picture of the ground at one moment. In Vietnamese: cảnh ảnh. STAC: Item.

    A row exists only when its files are in the store. Pixels never change; another version of a picture is another
    scene. `zoom`, `column`, `row` place the file on the grid WebMercatorQuad in tiles of 512 pixels. A composite stands
    for the time from `starts_at` to `ends_at`, which are empty otherwise; `lineage` names the scenes it is made of.
    Quality masks that came before November 2026 have neither digest nor size.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("mã", max_length=100, unique=True)
    collection = models.ForeignKey(Collection, verbose_name="bộ ảnh", on_delete=models.PROTECT, related_name="scenes")
    title = models.CharField("tên", max_length=200, blank=True)
    acquired_at = models.DateTimeField("chụp lúc")
    acquired_on = models.DateField("ngày chụp", db_index=True)
    time_known = models.BooleanField("biết giờ chụp", default=True)
    starts_at = models.DateTimeField("từ lúc", null=True)
    ends_at = models.DateTimeField("đến lúc", null=True)
    platform = models.CharField("vệ tinh, thiết bị bay", max_length=60, blank=True)
    instrument = models.CharField("cảm biến", max_length=60, blank=True)
    gsd_m = models.FloatField("cỡ điểm ảnh (m)")
    footprint = models.MultiPolygonField("phạm vi có ảnh", srid=crs.WGS84.srid)
    footprint_3857 = models.GeneratedField(
        expression=ToMercator("footprint"),
        output_field=models.MultiPolygonField(srid=crs.WEB_MERCATOR.srid),
        db_persist=True,
    )
    units = ArrayField(models.CharField(max_length=24), verbose_name="đơn vị hành chính", default=list)
    sun_azimuth = models.FloatField("phương vị mặt trời (°)", null=True)
    sun_elevation = models.FloatField("độ cao mặt trời (°)", null=True)
    off_nadir = models.FloatField("góc lệch thiên để (°)", null=True)
    cloud_percent = models.FloatField("mây (%)", null=True)
    valid_percent = models.FloatField("có dữ liệu (%)")
    publish_level = models.CharField(
        "mức công khai", max_length=10, choices=PublishLevel, default=PublishLevel.INTERNAL
    )
    sample = models.BooleanField("dữ liệu mẫu", default=False)
    licence = models.CharField("giấy phép", max_length=60)
    attribution = models.CharField("ghi nguồn", max_length=200, blank=True)
    lineage = models.JSONField("nguồn gốc", default=dict)
    source_digest = models.CharField("dấu vết tệp gốc", max_length=64, editable=False)
    data_type = models.CharField("kiểu số", max_length=10, editable=False)
    data_key = models.CharField(max_length=200, editable=False)
    data_sha256 = models.CharField(max_length=64, editable=False)
    data_size = models.BigIntegerField("dung lượng (byte)", editable=False)
    quality_key = models.CharField(max_length=200, blank=True, editable=False)
    quality_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    quality_size = models.BigIntegerField(default=0, editable=False)
    zoom = models.PositiveSmallIntegerField(editable=False)
    column = models.PositiveIntegerField(editable=False)
    row = models.PositiveIntegerField(editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    registered_at = models.DateTimeField("vào kho lúc", editable=False)
    fault = models.CharField("lỗi tệp", max_length=10, choices=SceneFault, blank=True, editable=False)
    fault_since = models.DateTimeField("lỗi tệp từ", null=True, editable=False)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, editable=False)

    objects = SceneQuerySet.as_manager()

    class Meta:
        verbose_name = "cảnh ảnh"
        verbose_name_plural = "cảnh ảnh"
        ordering = ["-acquired_at", "code"]
        indexes = [
            GistIndex(fields=["footprint_3857"], name="scene_footprint_3857"),
            GistIndex(fields=["footprint"], name="scene_footprint"),
        ]
        constraints = [
            models.CheckConstraint(
                name="known_level_of_scene", condition=models.Q(publish_level__in=PublishLevel.values)
            ),
            models.CheckConstraint(
                name="scene_shares_are_percent",
                condition=Q(valid_percent__range=(0, 100)) & (Q(cloud_percent=None) | Q(cloud_percent__range=(0, 100))),
            ),
            models.CheckConstraint(
                name="moment_of_scene_in_its_period",
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__lte=models.F("acquired_at"), ends_at__gte=models.F("acquired_at"), ends_at__isnull=False)
                & Q(starts_at__isnull=False),
            ),
            models.CheckConstraint(
                name="faulty_scene_says_since_when",
                condition=Q(fault="", fault_since=None) | Q(fault__in=SceneFault.values, fault_since__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["source_digest"], condition=Q(withdrawn_at=None), name="one_scene_of_these_files"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_composite(self) -> bool:
        """Whether it stands for a period instead of a moment."""
        return self.starts_at is not None

    @property
    def bounds_3857(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the footprint in EPSG:3857 metres."""
        box: Any = self.footprint_3857.extent
        return tuple(box)


class SceneBand(models.Model):
    """One band of a scene. In Vietnamese: kênh phổ. STAC: band.

    A physical value is `stored * scale + offset`. Statistics are of stored values where the sky is clear.
    """

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="bands")
    index = models.PositiveSmallIntegerField("thứ tự trong tệp")
    name = models.CharField("tên", max_length=40)
    role = models.CharField("vai trò", max_length=10, choices=BandRole)
    scale = models.FloatField("hệ số", default=1.0)
    offset = models.FloatField("số cộng", default=0.0)
    statistics = models.JSONField("thống kê", default=dict)

    objects = ScenePartQuerySet.as_manager()

    class Meta:
        verbose_name = "kênh phổ"
        verbose_name_plural = "kênh phổ"
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["scene", "index"], name="one_band_of_an_index"),
            models.UniqueConstraint(
                fields=["scene", "role"], condition=~Q(role=BandRole.OTHER), name="one_band_of_a_role"
            ),
            models.CheckConstraint(name="known_band_role", condition=Q(role__in=BandRole.values)),
        ]

    def __str__(self) -> str:
        return self.name
