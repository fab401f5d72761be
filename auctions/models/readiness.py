"""What has to be in order before a lot is posted, and the numbers that the law may change."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from auctions.models.lot import Lot
from auctions.querysets import BoundQuerySet, OfLotQuerySet
from auctions.workflow import Readiness, ReadinessState


class ReadinessItem(models.Model):
    """One condition of a lot. In Vietnamese: điều kiện sẵn sàng của lô. An exception says why, in public."""

    lot = models.ForeignKey(Lot, verbose_name="lô", on_delete=models.PROTECT, related_name="readiness")
    kind = models.CharField("điều kiện", max_length=16, choices=Readiness)
    state = models.CharField("kết quả", max_length=10, choices=ReadinessState)
    since = models.DateField("ngày", help_text="ngày của căn cứ: quyết định, biên bản, ảnh")
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    reason = models.TextField("lý do ngoại lệ", blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.CharField("người ghi", max_length=200, blank=True)

    objects = OfLotQuerySet.as_manager()

    class Meta:
        verbose_name = "điều kiện sẵn sàng"
        verbose_name_plural = "điều kiện sẵn sàng"
        ordering = ["lot", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "kind"], name="one_readiness_of_a_kind"),
            models.CheckConstraint(
                name="exception_says_why", condition=~Q(state=ReadinessState.EXCEPTED) | Q(reason__gt="")
            ),
            models.CheckConstraint(
                name="condition_met_says_by_what", condition=~Q(state=ReadinessState.MET) | Q(basis__gt="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.kind} {self.state}"


class AuctionBound(models.Model):
    """Least and most that the law allows of a term, by date. In Vietnamese: khung pháp luật của điều khoản đấu giá.

    `source` names the article, `mark` how well it is known: V read, v weaker source, U to be confirmed by an official.
    """

    code = models.CharField("điều khoản", max_length=40)
    sale_by = models.CharField("đấu giá theo", max_length=8, blank=True)
    least = models.DecimalField("ít nhất", max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField("nhiều nhất", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=20)
    period = DateRangeField("hiệu lực")
    source = models.CharField("căn cứ", max_length=300)
    mark = models.CharField("độ chắc", max_length=1, choices=[("V", "V"), ("v", "v"), ("U", "U")])

    objects = BoundQuerySet.as_manager()

    class Meta:
        verbose_name = "khung điều khoản đấu giá"
        verbose_name_plural = "khung điều khoản đấu giá"
        ordering = ["code", "sale_by", "period"]
        constraints = [
            ExclusionConstraint(
                name="one_auction_bound_at_a_time",
                expressions=[
                    (F("code"), RangeOperators.EQUAL),
                    (F("sale_by"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.least}–{self.most} {self.unit}"
