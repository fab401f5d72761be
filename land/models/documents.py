"""Documents and photos of a plot; the bytes lie in DATA_DIR/media under their hash."""

from typing import Any

from django.contrib.gis.db import models
from django.db.models import Q
from uuid6 import uuid7

from gis import crs
from land.models.plot import Plot
from land.record_querysets import PublishedQuerySet
from land.workflow import DocumentKind, PublishLevel


class StoredFile(models.Model):
    """What documents and photos share: a file by its hash, a level, who attached it. In Vietnamese: tệp đính kèm.

    Withdrawn with a reason, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plot: Any = models.ForeignKey(Plot, verbose_name="khu đất", on_delete=models.PROTECT, related_name="%(class)ss")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False)
    media_type = models.CharField("định dạng", max_length=100, editable=False)
    file_name = models.CharField("tên tệp gốc", max_length=200, blank=True)
    publish_level = models.CharField(
        "mức công khai", max_length=10, choices=PublishLevel, default=PublishLevel.INTERNAL
    )
    attached_at = models.DateTimeField("đính kèm lúc")
    attached_by = models.CharField("người đính kèm", max_length=200)
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    withdrawn_reason = models.TextField("lý do thu hồi", blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True


class Document(StoredFile):
    """Document of a plot. In Vietnamese: hồ sơ, tài liệu của khu đất. LADM: LA_AdministrativeSource."""

    kind = models.CharField("loại", max_length=12, choices=DocumentKind)
    number = models.CharField("số", max_length=80, blank=True)
    issued_on = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.CharField("trích yếu", max_length=300)

    class Meta:
        verbose_name = "tài liệu"
        verbose_name_plural = "tài liệu"
        ordering = ["plot", "-issued_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plot", "sha256"], condition=Q(withdrawn_at=None), name="one_document_of_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Photo(StoredFile):
    """Photo of a plot. In Vietnamese: ảnh thực địa của khu đất.

    The original keeps its EXIF as evidence and stays inside; `view` and `thumb` are made without any.
    """

    caption = models.CharField("chú thích", max_length=300, blank=True)
    taken_at = models.DateTimeField("chụp lúc", null=True, blank=True)
    point = models.PointField("nơi chụp", srid=crs.LEGAL.srid, null=True, blank=True)
    heading = models.PositiveSmallIntegerField("hướng chụp (độ)", null=True, blank=True)
    width = models.PositiveIntegerField("rộng (px)", editable=False)
    height = models.PositiveIntegerField("cao (px)", editable=False)
    view_sha256 = models.CharField("ảnh xem", max_length=64, editable=False)
    thumb_sha256 = models.CharField("ảnh nhỏ", max_length=64, editable=False)

    class Meta:
        verbose_name = "ảnh thực địa"
        verbose_name_plural = "ảnh thực địa"
        ordering = ["plot", "-taken_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plot", "sha256"], condition=Q(withdrawn_at=None), name="one_photo_of_a_file"
            ),
            models.CheckConstraint(name="heading_in_degrees", condition=Q(heading=None) | Q(heading__lt=360)),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.id)
