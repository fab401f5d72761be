"""Files on their way to a scene."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from uuid6 import uuid7

from gis.work.models import Work
from imagery.models.scene import Scene
from imagery.querysets import SceneJobQuerySet
from imagery.workflow import JOB_RUNNING, JobState


class SceneJob(Work):
    """Files on their way to a scene. In Vietnamese: lần nạp ảnh.

    `files` lists name, size and SHA-256 of each as it came; `digest` stands for all of them. `options` are what the
    person said of them (`imagery.loading.said_of`); of a composite they name series and year.
    """

    RUNNING = JOB_RUNNING

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nạp", on_delete=models.PROTECT, null=True, related_name="+"
    )
    title = models.CharField("tên", max_length=255)
    files = models.JSONField("tệp", default=list)
    digest = models.CharField(max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False)
    options = models.JSONField("cách đọc", default=dict)
    state = models.CharField("tình trạng", max_length=12, choices=JobState, default=JobState.RUNNING)
    error = models.JSONField("lỗi", null=True)
    scene = models.ForeignKey(Scene, verbose_name="cảnh", on_delete=models.PROTECT, null=True, related_name="jobs")
    received_at = models.DateTimeField("nhận lúc", editable=False)

    objects = SceneJobQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nạp ảnh"
        verbose_name_plural = "lần nạp ảnh"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(name="known_job_state", condition=Q(state__in=JobState.values)),
            models.CheckConstraint(
                name="done_job_has_a_scene", condition=~Q(state=JobState.DONE) | Q(scene__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_composite(self) -> bool:
        """Whether its files are scenes of the store, to be composed (imagery.actions.composites)."""
        return "composite" in self.options
