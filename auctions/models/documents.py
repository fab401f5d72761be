"""Documents of lots and auctions; the bytes are kept by land/files.py under their hash."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from auctions.models.auction import Auction
from auctions.models.lot import Lot
from auctions.querysets import DocumentQuerySet
from land.workflow import PublishLevel


class PaperKind(models.TextChoices):
    """Kind of document. In Vietnamese: loại văn bản đấu giá."""

    PLAN = "plan", _("Quyết định phê duyệt phương án")
    PRICE = "price", _("Quyết định giá khởi điểm")
    DECISION = "decision", _("Quyết định đấu giá")
    CONTRACT = "contract", _("Hợp đồng dịch vụ đấu giá")
    NOTICE = "notice", _("Thông báo đấu giá")
    RULES = "rules", _("Quy chế cuộc đấu giá")
    PLANNING = "planning", _("Quy hoạch chi tiết")
    MINUTES = "minutes", _("Biên bản đấu giá")
    RESULT = "result", _("Quyết định công nhận kết quả")
    OTHER = "other", _("Văn bản khác")


class AuctionDocument(models.Model):
    """Document of a lot or of a whole auction. In Vietnamese: văn bản đấu giá. LADM: LA_AdministrativeSource.

    Withdrawn with a reason, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lot: Any = models.ForeignKey(
        Lot, verbose_name="lô", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    auction: Any = models.ForeignKey(
        Auction, verbose_name="cuộc đấu giá", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField("loại", max_length=12, choices=PaperKind)
    title = models.CharField("trích yếu", max_length=300)
    number = models.CharField("số", max_length=80, blank=True)
    issued_on = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("dung lượng (byte)", editable=False)
    media_type = models.CharField("định dạng", max_length=100, editable=False)
    publish_level = models.CharField(
        "mức công khai", max_length=10, choices=PublishLevel, default=PublishLevel.INTERNAL
    )
    attached_at = models.DateTimeField("đính kèm lúc")
    attached_by = models.CharField("người đính kèm", max_length=200)
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    withdrawn_reason = models.TextField("lý do thu hồi", blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đấu giá"
        verbose_name_plural = "văn bản đấu giá"
        ordering = ["-issued_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="paper_of_a_lot_or_an_auction",
                condition=Q(lot=None, auction__isnull=False) | Q(lot__isnull=False, auction=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title
