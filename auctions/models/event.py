"""What happened to a lot."""

from typing import Any

from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from auctions.models.auction import Auction
from auctions.models.documents import AuctionDocument, PaperKind
from auctions.models.lot import Lot
from auctions.querysets import OfLotQuerySet
from auctions.workflow import Duty, LotState, Readiness, Verb

_KINDS = {
    Verb.READINESS: Readiness,
    Verb.PAPER: PaperKind,
    Verb.PAPER_WITHDRAWN: PaperKind,
    Verb.FULFIL: Duty,
}


class LotEvent(models.Model):
    """One act on a lot. In Vietnamese: việc đã làm đối với lô. Appended; a trigger allows no change.

    `public` acts stand on the lot's page; `actor_label` never does. `details` holds what the act said, in plain values
    without persons.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lot = models.ForeignKey(Lot, verbose_name="lô", on_delete=models.PROTECT, related_name="events")
    auction = models.ForeignKey(
        Auction, verbose_name="cuộc đấu giá", on_delete=models.PROTECT, null=True, related_name="events"
    )
    attempt = models.PositiveSmallIntegerField("lần đấu giá")
    verb = models.CharField("việc", max_length=40, choices=Verb)
    before = models.CharField("từ tình trạng", max_length=24, choices=LotState, blank=True)
    after = models.CharField("đến tình trạng", max_length=24, choices=LotState)
    at = models.DateTimeField("lúc")
    decision_number = models.CharField("số văn bản", max_length=80, blank=True)
    decision_on = models.DateField("ngày văn bản", null=True, blank=True)
    decision_issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    signer = models.CharField("người ký", max_length=200, blank=True)
    document: Any = models.ForeignKey(
        AuctionDocument, verbose_name="văn bản", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField("lý do", blank=True)
    details: Any = models.JSONField("nội dung", default=dict, blank=True)
    lot_version = models.PositiveIntegerField("phiên bản của lô")
    actor_label = models.CharField("người ghi", max_length=200, blank=True)

    objects = OfLotQuerySet.as_manager()

    class Meta:
        verbose_name = "việc đã làm đối với lô"
        verbose_name_plural = "việc đã làm đối với lô"
        ordering = ["lot", "at", "id"]
        indexes = [
            models.Index(fields=["lot", "at"], name="lot_event_of_lot"),
            models.Index(fields=["auction", "at"], name="lot_event_of_auction"),
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_is_whole_or_absent",
                condition=Q(decision_number="", decision_on=None)
                | Q(decision_number__gt="", decision_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.verb}"

    @property
    def kind_label(self) -> str:
        """Which condition of the checklist, kind of document or duty the act is about; "" for other acts."""
        kinds = _KINDS.get(Verb(self.verb))
        kind = self.details.get("kind", "")
        return str(kinds(kind).label) if kinds is not None and kind in kinds.values else ""
