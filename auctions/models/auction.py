"""The session at which lots are auctioned."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from uuid6 import uuid7

from accounts.models import Agency
from auctions.models.organisation import AuctionOrganisation
from auctions.querysets import AuctionQuerySet
from auctions.workflow import AuctionForm, AuctionMethod
from land.workflow import PublishLevel


class Timetable(models.Model):
    """When and where. In Vietnamese: lịch và địa điểm. Moments are in UTC, shown in Asia/Ho_Chi_Minh."""

    files_from = models.DateTimeField("bán hồ sơ từ", null=True, blank=True)
    files_until = models.DateTimeField("bán, nhận hồ sơ đến", null=True, blank=True)
    deposit_until = models.DateTimeField("nhận tiền đặt trước đến", null=True, blank=True)
    view_from = models.DateTimeField("xem đất từ", null=True, blank=True)
    view_until = models.DateTimeField("xem đất đến", null=True, blank=True)
    session_at = models.DateTimeField("thời điểm đấu giá", null=True, blank=True)
    venue = models.CharField("nơi đấu giá", max_length=300, blank=True)
    view_note = models.CharField("cách xem đất", max_length=500, blank=True)
    form = models.CharField("hình thức đấu giá", max_length=16, choices=AuctionForm, blank=True)
    method = models.CharField("phương thức đấu giá", max_length=12, choices=AuctionMethod, blank=True)
    notice_code = models.CharField("mã thông báo trên Cổng đấu giá quốc gia", max_length=80, blank=True)
    notice_url = models.URLField("thông báo trên Cổng đấu giá quốc gia", max_length=300, blank=True)
    posted_at = models.DateTimeField("niêm yết lúc", null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def timetable_fields(cls) -> tuple[str, ...]:
        """What an auction tells its lots, as far as it concerns them."""
        return tuple(field.attname for field in Timetable._meta.get_fields() if field.concrete)


class Auction(Timetable):
    """Auction session. In Vietnamese: cuộc đấu giá quyền sử dụng đất."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField("số", unique=True, editable=False)
    code = models.CharField("mã cuộc đấu giá", max_length=20, unique=True, editable=False)
    title = models.CharField("tên cuộc đấu giá", max_length=300)
    owner: Any = models.ForeignKey(
        Agency, verbose_name="người có tài sản", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation: Any = models.ForeignKey(
        AuctionOrganisation,
        verbose_name="tổ chức đấu giá",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="auctions",
    )
    publish_level = models.CharField(
        "mức công khai", max_length=10, choices=PublishLevel, default=PublishLevel.INTERNAL
    )
    shortened = models.BooleanField("thủ tục rút gọn", default=False)
    sample = models.BooleanField("dữ liệu mẫu", default=False, editable=False)
    updated_at = models.DateTimeField("cập nhật lúc", editable=False)

    objects = AuctionQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc đấu giá"
        verbose_name_plural = "cuộc đấu giá"
        ordering = ["-number"]
        indexes = [models.Index(fields=["session_at"], name="auction_session")]
        constraints = [
            models.CheckConstraint(
                name="files_are_sold_before_the_session",
                condition=Q(files_until=None)
                | Q(session_at=None)
                | Q(files_until__lt=F("session_at")) & (Q(files_from=None) | Q(files_from__lt=F("files_until"))),
            ),
            models.CheckConstraint(
                name="posted_auction_has_a_timetable",
                condition=Q(posted_at=None)
                | Q(files_until__isnull=False, session_at__isnull=False, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code
