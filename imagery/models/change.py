"""What seems to have changed on plots, and which plots could be looked at."""

from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from uuid6 import uuid7

from gis import crs
from imagery.change_querysets import ChangeCandidateQuerySet, ChangeLookQuerySet
from imagery.models.scene import Collection, Scene
from imagery.workflow import CHANGE_DECIDED, CandidateKind, ChangeState, Sight
from land.models import Plot


class ChangeCandidate(models.Model):
    """A lasting change that may have happened on a plot. In Vietnamese: nghi vấn biến động.

    It names ground and days, never a person. `extent` are the squares of the changed pixels, of an encroachment on both
    sides of the border; `area_m2` and `inside_m2` count what is not blurred. `evidence` holds the curve of the changed
    ground and the numbers that the confidence was made of.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plot = models.ForeignKey(Plot, verbose_name="khu đất", on_delete=models.PROTECT, related_name="change_candidates")
    collection = models.ForeignKey(
        Collection, verbose_name="bộ ảnh", on_delete=models.PROTECT, related_name="change_candidates"
    )
    kind = models.CharField("loại biến động", max_length=14, choices=CandidateKind)
    last_clear_on = models.DateField("ngày quang mây cuối cùng trước biến động")
    seen_on = models.DateField("ngày đầu tiên thấy biến động")
    scene_before = models.ForeignKey(Scene, verbose_name="ảnh trước", on_delete=models.PROTECT, related_name="+")
    scene_after = models.ForeignKey(Scene, verbose_name="ảnh sau", on_delete=models.PROTECT, related_name="+")
    extent = models.MultiPolygonField("phạm vi", srid=crs.LEGAL.srid)
    area_m2 = models.FloatField("diện tích biến động (m²)")
    inside_m2 = models.FloatField("diện tích trong khu đất (m²)")
    confidence = models.FloatField("độ tin cậy")
    method = models.CharField("phiên bản phương pháp", max_length=20)
    evidence: Any = models.JSONField("bằng chứng", default=dict)
    state = models.CharField("tình trạng", max_length=10, choices=ChangeState, default=ChangeState.CANDIDATE)
    decided_kind = models.CharField("loại theo người xem", max_length=14, choices=CandidateKind, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người quyết định", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    reason = models.TextField("lý do, ghi chú", blank=True)
    created_at = models.DateTimeField("phát hiện lúc", editable=False)
    updated_at = models.DateTimeField("cập nhật lúc", editable=False)

    objects = ChangeCandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "nghi vấn biến động"
        verbose_name_plural = "nghi vấn biến động"
        ordering = ["-confidence", "-inside_m2", "id"]
        indexes = [models.Index(fields=["state", "-confidence", "-inside_m2"], name="change_waiting")]
        constraints = [
            models.CheckConstraint(
                name="known_words_of_change",
                condition=Q(state__in=ChangeState.values, kind__in=CandidateKind.values)
                & (Q(decided_kind="") | Q(decided_kind__in=CandidateKind.values)),
            ),
            models.CheckConstraint(name="change_lies_between_two_days", condition=Q(last_clear_on__lt=F("seen_on"))),
            models.CheckConstraint(name="confidence_is_a_share", condition=Q(confidence__range=(0, 1))),
            models.CheckConstraint(
                name="decided_change_says_by_whom",
                condition=~Q(state__in=CHANGE_DECIDED) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dismissed_change_says_why", condition=~Q(state=ChangeState.DISMISSED) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plot_id} {self.kind} {self.seen_on}"

    @property
    def caveat(self) -> str:
        """What stands beside it wherever it is shown, until a person has checked it."""
        if self.state in CHANGE_DECIDED:
            return ""
        return _("Ảnh %(size)s m, chưa kiểm tra thực địa") % {"size": f"{self.scene_after.gsd_m:.0f}"}


class ChangeLook(models.Model):
    """Whether pictures of a series can show changes on a plot. In Vietnamese: kết quả soát biến động của khu đất."""

    plot = models.ForeignKey(Plot, verbose_name="khu đất", on_delete=models.CASCADE, related_name="change_looks")
    collection = models.ForeignKey(
        Collection, verbose_name="bộ ảnh", on_delete=models.CASCADE, related_name="change_looks"
    )
    sight = models.CharField("khả năng soát", max_length=14, choices=Sight)
    clear_days = models.PositiveIntegerField("số ngày quang mây")
    last_on = models.DateField("ảnh mới nhất")
    method = models.CharField("phiên bản phương pháp", max_length=20)
    looked_at = models.DateTimeField("soát lúc")

    objects = ChangeLookQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả soát biến động"
        verbose_name_plural = "kết quả soát biến động"
        constraints = [
            models.UniqueConstraint(fields=["plot", "collection"], name="one_look_at_a_plot"),
            models.CheckConstraint(name="known_sight", condition=Q(sight__in=Sight.values)),
        ]

    def __str__(self) -> str:
        return f"{self.plot_id} {self.sight}"
