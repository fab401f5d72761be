"""Files that people load into the register and its reference layers through the browser."""

from django.conf import settings
from django.contrib.gis.db import models
from uuid6 import uuid7

from gis.work.models import Work
from land.import_querysets import ImportJobQuerySet, ImportQuerySet
from land.workflow import IMPORT_RUNNING, ImportState, ImportTarget, ReferenceKind


class ImportJob(Work):
    """Uploaded file on its way into the register. In Vietnamese: lần nhập tệp.

    `options` say how it is to be read; of a reference layer also which one and its decision.
    """

    RUNNING = IMPORT_RUNNING

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    target = models.CharField("nơi nhận", max_length=12, choices=ImportTarget, default=ImportTarget.PLOTS)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người tải lên", on_delete=models.PROTECT, related_name="+"
    )
    # Who asked for the step under way: its rights and its name stand in the versions.
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thực hiện", on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("tên tệp", max_length=255)
    stored_name = models.CharField(max_length=200, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False)
    state = models.CharField("tình trạng", max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    options = models.JSONField("cách đọc", default=dict)
    report = models.JSONField("báo cáo", null=True)
    error = models.JSONField("lỗi", null=True)
    uploaded_at = models.DateTimeField("tải lên lúc", editable=False)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập tệp"
        verbose_name_plural = "lần nhập tệp"
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(name="known_import_state", condition=models.Q(state__in=ImportState.values)),
            models.CheckConstraint(name="known_import_target", condition=models.Q(target__in=ImportTarget.values)),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportProfile(models.Model):
    """Saved mapping of columns, for files that come again. In Vietnamese: hồ sơ ánh xạ cột.

    `kind` is the reference layer that it was made for; plans of every kind have the same fields and share mappings.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    target = models.CharField("nơi nhận", max_length=12, choices=ImportTarget, default=ImportTarget.PLOTS)
    kind = models.CharField("loại lớp", max_length=24, choices=ReferenceKind, blank=True)
    name = models.CharField("tên", max_length=80)
    mapping = models.JSONField("ánh xạ")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField("cập nhật lúc", editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ ánh xạ cột"
        verbose_name_plural = "hồ sơ ánh xạ cột"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "target", "name"], name="one_profile_of_a_name"),
            models.CheckConstraint(
                name="profile_of_plots_or_of_a_layer",
                condition=models.Q(target=ImportTarget.PLOTS, kind="")
                | models.Q(target=ImportTarget.REFERENCE, kind__in=ReferenceKind.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name
