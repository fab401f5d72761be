"""The attempts of a lot that came to an end: what results are made of."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast, Round
from django.utils.translation import gettext_lazy as _

from auctions.models.auction import Auction
from auctions.models.lot import Lot
from auctions.querysets import OfLotQuerySet
from auctions.workflow import Failure


class AttemptOutcome(models.TextChoices):
    """What came of an attempt. In Vietnamese: kết quả của lần đấu giá."""

    SOLD = "sold", _("Đấu giá thành")
    FAILED = "failed", _("Đấu giá không thành")
    CANCELLED = "cancelled", _("Đã hủy, rút trước phiên")
    DEFAULTED = "defaulted", _("Bỏ kết quả trúng")


# Somebody had won: the failure is the winner's, not the market's.
DEFAULTS = (Failure.WINNER_REFUSED, Failure.NOT_PAID)


def _share(part: str, whole: str) -> Cast:
    """Growth in percent, one decimal, halves away from zero as round(numeric) has it."""
    number = models.DecimalField(max_digits=24, decimal_places=4)
    grown = (Cast(F(part), number) - Cast(F(whole), number)) * Value(100)
    return Cast(Round(grown / Cast(F(whole), number), 1), models.DecimalField(max_digits=12, decimal_places=1))


class Attempt(models.Model):
    """An attempt to auction a lot that came to an end. In Vietnamese: lần đấu giá của lô.

    Counts are of people and bids, never who; they are entered after the session alone. An attempt that was stopped
    after the posting has none. A sale that came to nothing later is a failure from then on.
    """

    lot = models.ForeignKey(Lot, verbose_name="lô", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField("lần thứ")
    code = models.CharField("mã lần đấu giá", max_length=26, unique=True, editable=False)
    auction = models.ForeignKey(Auction, verbose_name="cuộc đấu giá", on_delete=models.PROTECT, related_name="attempts")
    area_m2 = models.DecimalField("diện tích (m²)", max_digits=14, decimal_places=1)
    start_price_amount = models.PositiveBigIntegerField("giá khởi điểm (đồng)")
    session_at = models.DateTimeField("thời điểm đấu giá")
    ended_at = models.DateTimeField("kết thúc lúc")
    sold = models.BooleanField("đấu giá thành")
    stopped = models.BooleanField("hủy, rút trước phiên", default=False)
    failure = models.CharField("lý do không thành", max_length=20, choices=Failure, blank=True)
    price_amount = models.PositiveBigIntegerField("giá trúng (đồng)", null=True, blank=True)
    # What the minutes were signed at: it stays when the win is refused or not paid, so that it is seen what was bid.
    minutes_price_amount = models.PositiveBigIntegerField("giá trúng theo biên bản (đồng)", null=True, blank=True)
    refusals = models.PositiveSmallIntegerField("số lần từ chối kết quả trúng", default=0)
    registrants = models.PositiveIntegerField("số người đăng ký", null=True, blank=True)
    participants = models.PositiveIntegerField("số người tham gia", null=True, blank=True)
    bid_count = models.PositiveIntegerField("số lượt trả giá", null=True, blank=True)
    outcome = models.GeneratedField(
        expression=Case(
            When(sold=True, then=Value(AttemptOutcome.SOLD.value)),
            When(stopped=True, then=Value(AttemptOutcome.CANCELLED.value)),
            When(failure__in=[failure.value for failure in DEFAULTS], then=Value(AttemptOutcome.DEFAULTED.value)),
            default=Value(AttemptOutcome.FAILED.value),
        ),
        output_field=models.CharField(max_length=10, choices=AttemptOutcome),
        db_persist=True,
    )
    uplift_percent = models.GeneratedField(
        expression=_share("price_amount", "start_price_amount"),
        output_field=models.DecimalField("chênh lệch (%)", max_digits=12, decimal_places=1, null=True),
        db_persist=True,
    )
    unit_price_amount = models.GeneratedField(
        expression=Cast(
            Round(Cast(F("price_amount"), models.DecimalField(max_digits=20, decimal_places=1)) / F("area_m2")),
            models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField("giá trúng mỗi m² (đồng)", null=True),
        db_persist=True,
    )

    objects = OfLotQuerySet.as_manager()

    class Meta:
        verbose_name = "lần đấu giá"
        verbose_name_plural = "lần đấu giá"
        ordering = ["lot", "number"]
        indexes = [models.Index(fields=["-session_at", "code"], name="attempt_session")]
        constraints = [
            models.UniqueConstraint(fields=["lot", "number"], name="one_attempt_of_a_number"),
            models.CheckConstraint(
                name="attempt_that_did_not_sell_says_why",
                condition=Q(sold=True, stopped=False, failure="")
                | Q(sold=False, stopped=True, failure="")
                | Q(sold=False, stopped=False, failure__gt=""),
            ),
            models.CheckConstraint(
                name="price_of_a_sold_attempt_alone",
                condition=Q(sold=True, price_amount__isnull=False) | Q(sold=False, price_amount=None),
            ),
            models.CheckConstraint(name="attempt_has_a_start_price", condition=Q(start_price_amount__gt=0)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def given_up_amount(self) -> int | None:
        """The price of the minutes where the one who offered it gave it up; None where it stood, or nobody won."""
        signed = self.minutes_price_amount
        return None if signed == self.price_amount else signed

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return str(AttemptOutcome(self.outcome).label)
