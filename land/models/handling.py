"""What was decided about a plot, and how it passed from one body to another."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from uuid6 import uuid7

from accounts.models import Agency
from land.models.documents import Document
from land.models.plot import Plot
from land.record_querysets import OfPlotQuerySet
from land.workflow import HandlingPlan


def _document() -> Any:
    return models.ForeignKey(
        Document, verbose_name="tài liệu", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


def _agency(label: str, **kwargs: Any) -> Any:
    return models.ForeignKey(Agency, verbose_name=label, on_delete=models.PROTECT, related_name="+", **kwargs)


class Paper(models.Model):
    """A paper that changed its plot. Appended; one entered by mistake is taken back with a reason, nothing else."""

    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField("lý do rút lại", blank=True, editable=False)

    class Meta:
        abstract = True


def _reasoned(name: str) -> models.CheckConstraint:
    standing = Q(withdrawn_at=None, withdrawn_reason="")
    return models.CheckConstraint(
        name=name, condition=standing | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""))
    )


class HandlingDecision(Paper):
    """Decision on what becomes of a plot. In Vietnamese: quyết định phê duyệt phương án xử lý."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plot = models.ForeignKey(Plot, verbose_name="khu đất", on_delete=models.PROTECT, related_name="handling_decisions")
    plan = models.CharField("phương án", max_length=20, choices=HandlingPlan)
    number = models.CharField("số quyết định", max_length=80)
    decided_on = models.DateField("ngày")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    document = _document()
    version = models.PositiveIntegerField("phiên bản khu đất", editable=False)

    objects = OfPlotQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định phương án xử lý"
        verbose_name_plural = "quyết định phương án xử lý"
        ordering = ["plot", "-decided_on", "-id"]
        constraints = [_reasoned("decision_taken_back_with_a_reason")]

    def __str__(self) -> str:
        return self.number


class HandoverMinute(Paper):
    """Handover of a plot between bodies. In Vietnamese: biên bản bàn giao."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plot = models.ForeignKey(Plot, verbose_name="khu đất", on_delete=models.PROTECT, related_name="handovers")
    number = models.CharField("số biên bản", max_length=80)
    handed_on = models.DateField("ngày bàn giao")
    from_agency = _agency("bên giao", null=True, blank=True)
    to_agency = _agency("bên nhận")
    using_agency = _agency("đơn vị sử dụng sau bàn giao", null=True, blank=True)
    document = _document()
    version = models.PositiveIntegerField("phiên bản khu đất", editable=False)

    objects = OfPlotQuerySet.as_manager()

    class Meta:
        verbose_name = "biên bản bàn giao"
        verbose_name_plural = "biên bản bàn giao"
        ordering = ["plot", "-handed_on", "-id"]
        constraints = [
            _reasoned("handover_taken_back_with_a_reason"),
            models.CheckConstraint(
                name="handover_between_two", condition=Q(from_agency=None) | ~Q(from_agency=F("to_agency"))
            ),
        ]

    def __str__(self) -> str:
        return self.number
