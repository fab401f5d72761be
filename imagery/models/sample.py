"""The making of the sample's pictures."""

from django.db import models
from django.db.models import Q

from gis.work.models import Work
from imagery.workflow import JOB_RUNNING, JobState


class SampleRun(Work):
    """The making of the sample series. In Vietnamese: lần sinh ảnh mẫu. One row; `done` of `total` scenes are there."""

    RUNNING = JOB_RUNNING

    state = models.CharField("tình trạng", max_length=12, choices=JobState, default=JobState.RUNNING)
    error = models.JSONField("lỗi", null=True)

    class Meta:
        verbose_name = "lần sinh ảnh mẫu"
        verbose_name_plural = "lần sinh ảnh mẫu"
        constraints = [models.CheckConstraint(name="known_sample_state", condition=Q(state__in=JobState.values))]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
