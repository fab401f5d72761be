"""What the public asks, reports and proposes, each with a dated answer."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from auctions.inquiry_states import InquiryKind, InquiryState
from auctions.models.lot import Lot
from auctions.querysets import InquiryQuerySet
from land.models import Plot
from notices.models import Contact


class Inquiry(models.Model):
    """Question, report or proposal of the public about a lot or plot. In Vietnamese: câu hỏi, phản ánh.

    Public only once answered; what was not answered yet is counted in public, not shown: it may name people.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("loại", max_length=10, choices=InquiryKind)
    lot: Any = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    plot: Any = models.ForeignKey(Plot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("nội dung")
    # What the public sees: the moderator takes names and numbers out.
    public_text = models.TextField("nội dung công bố", blank=True)
    asked_at = models.DateTimeField("gửi lúc")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("tình trạng", max_length=10, choices=InquiryState, default=InquiryState.WAITING)
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("lý do không công bố", max_length=300, blank=True)
    sample = models.BooleanField("dữ liệu mẫu", default=False, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "câu hỏi, phản ánh"
        verbose_name_plural = "câu hỏi, phản ánh"
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["state", "asked_at"], name="inquiry_waiting")]
        constraints = [
            models.CheckConstraint(
                name="inquiry_is_about_a_lot_or_a_plot",
                condition=Q(lot__isnull=False, plot=None) | Q(lot=None, plot__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_inquiry_has_a_dated_answer",
                condition=~Q(state=InquiryState.ANSWERED)
                | Q(answer__gt="", public_text__gt="", answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_inquiry_says_why", condition=~Q(state=InquiryState.REFUSED) | Q(reason__gt="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def about(self) -> str:
        """Code of the lot or plot."""
        return str(self.lot.code if self.lot is not None else self.plot.code)
