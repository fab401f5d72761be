"""What the signed minutes say, entered after the session by one person and confirmed by another."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from auctions.models.auction import Auction
from auctions.models.lot import Lot
from auctions.querysets import OfLotQuerySet, ResultQuerySet, WinnerQuerySet
from auctions.workflow import BidderKind, Failure


class ResultState(models.TextChoices):
    """Where an entered result stands. In Vietnamese: tình trạng kết quả đã nhập."""

    ENTERED = "entered", _("Đã nhập, chờ người thứ hai xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    REJECTED = "rejected", _("Đã trả lại")


RESULT_AFTER = {
    ResultState.ENTERED: frozenset({ResultState.CONFIRMED, ResultState.REJECTED}),
    ResultState.CONFIRMED: frozenset[ResultState](),
    ResultState.REJECTED: frozenset[ResultState](),
}


class AuctionResult(models.Model):
    """Result of one lot as the minutes have it. In Vietnamese: kết quả đấu giá theo biên bản.

    A trigger refuses a row while the lot still takes files: nobody's number may be known before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lot = models.ForeignKey(Lot, verbose_name="lô", on_delete=models.PROTECT, related_name="results")
    auction = models.ForeignKey(Auction, verbose_name="cuộc đấu giá", on_delete=models.PROTECT, related_name="results")
    attempt = models.PositiveSmallIntegerField("lần đấu giá")
    minutes_number = models.CharField("số biên bản", max_length=80)
    minutes_on = models.DateField("ngày biên bản")
    registrants = models.PositiveIntegerField("số người đăng ký hợp lệ")
    participants = models.PositiveIntegerField("số người tham gia")
    failure = models.CharField("lý do không thành", max_length=20, choices=Failure, blank=True)
    winner = models.PositiveIntegerField("số thứ tự người trúng", null=True, blank=True)
    price_amount = models.PositiveBigIntegerField("giá trúng (đồng)", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=ResultState, default=ResultState.ENTERED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhập", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("nhập lúc")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người xác nhận", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    reason = models.TextField("lý do trả lại", blank=True)
    minutes_sha256 = models.CharField("SHA-256 của biên bản", max_length=64, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả đấu giá"
        verbose_name_plural = "kết quả đấu giá"
        ordering = ["lot", "attempt", "entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "attempt"], condition=~Q(state=ResultState.REJECTED), name="one_result_of_an_attempt"
            ),
            # Four eyes: whoever entered it does not confirm it.
            models.CheckConstraint(
                name="result_seen_by_two_people",
                condition=~Q(state=ResultState.CONFIRMED)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="result_is_sale_or_failure",
                condition=Q(failure="", winner__isnull=False, price_amount__gt=0)
                | Q(failure__gt="", winner=None, price_amount=None),
            ),
            models.CheckConstraint(
                name="no_more_participants_than_registrants", condition=Q(participants__lte=F("registrants"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.minutes_number}"


class Bid(models.Model):
    """One price of the minutes. In Vietnamese: lượt trả giá. The bidder is a number of the minutes, not a person."""

    result = models.ForeignKey(AuctionResult, on_delete=models.PROTECT, related_name="bids")
    ordinal = models.PositiveIntegerField("thứ tự")
    round = models.PositiveSmallIntegerField("vòng", default=1)
    bidder = models.PositiveIntegerField("số thứ tự người trả")
    amount = models.PositiveBigIntegerField("giá trả (đồng)")
    withdrawn = models.BooleanField("rút lại giá đã trả", default=False)
    invalid = models.BooleanField("không hợp lệ theo biên bản", default=False)

    objects = models.Manager()

    class Meta:
        verbose_name = "lượt trả giá"
        verbose_name_plural = "lượt trả giá"
        ordering = ["result", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["result", "ordinal"], name="one_bid_of_an_ordinal")]

    def __str__(self) -> str:
        return f"{self.ordinal}: {self.amount}"


class Winner(models.Model):
    """Who won. In Vietnamese: người trúng đấu giá. LADM: LA_Party. Entered with the result, after the session.

    The name of an organisation is published with the recognition; that of a person stands in WinnerPerson alone.
    """

    result = models.ForeignKey(AuctionResult, on_delete=models.PROTECT, related_name="winners")
    bidder = models.PositiveIntegerField("số thứ tự trong biên bản")
    refused_at = models.DateTimeField("từ chối lúc", null=True, blank=True)
    kind = models.CharField("đối tượng", max_length=16, choices=BidderKind)
    organisation = models.CharField("tên tổ chức", max_length=200, blank=True)

    objects = WinnerQuerySet.as_manager()

    class Meta:
        verbose_name = "người trúng đấu giá"
        verbose_name_plural = "người trúng đấu giá"
        constraints = [
            models.CheckConstraint(
                name="person_is_not_named_in_the_result", condition=~Q(kind=BidderKind.PERSON) | Q(organisation="")
            ),
            models.UniqueConstraint(fields=["result"], condition=Q(refused_at=None), name="one_standing_winner"),
        ]

    def __str__(self) -> str:
        return self.kind


class WinnerPerson(models.Model):
    """The person who won. In Vietnamese: cá nhân trúng đấu giá. Personal data (Law 91/2025), never public."""

    winner = models.OneToOneField(Winner, on_delete=models.PROTECT, primary_key=True, related_name="person")
    name = models.CharField("họ tên", max_length=200)

    objects = models.Manager()

    class Meta:
        verbose_name = "cá nhân trúng đấu giá"
        verbose_name_plural = "cá nhân trúng đấu giá"

    def __str__(self) -> str:
        return "người trúng đấu giá"


class LotPayment(models.Model):
    """Money that the tax office confirmed. In Vietnamese: số tiền đã nộp theo xác nhận của cơ quan thuế."""

    lot: Any = models.ForeignKey(Lot, verbose_name="lô", on_delete=models.PROTECT, related_name="payments")
    attempt = models.PositiveSmallIntegerField("lần đấu giá")
    paid_on = models.DateField("ngày nộp")
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    receipt = models.CharField("số chứng từ", max_length=80)
    recorded_at = models.DateTimeField("ghi lúc")

    objects = OfLotQuerySet.as_manager()

    class Meta:
        verbose_name = "khoản đã nộp"
        verbose_name_plural = "khoản đã nộp"
        ordering = ["lot", "paid_on", "id"]
        constraints = [
            models.CheckConstraint(name="payment_is_positive", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["lot", "receipt"], name="one_payment_of_a_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on}: {self.amount}"


class TaxNotice(models.Model):
    """Notice of what is to be paid. In Vietnamese: thông báo nộp tiền của cơ quan thuế. Terms of payment begin here."""

    lot: Any = models.ForeignKey(Lot, verbose_name="lô", on_delete=models.PROTECT, related_name="tax_notices")
    attempt = models.PositiveSmallIntegerField("lần đấu giá")
    number = models.CharField("số thông báo", max_length=80)
    issued_on = models.DateField("ngày thông báo")
    amount = models.PositiveBigIntegerField("số tiền phải nộp (đồng)")
    recorded_at = models.DateTimeField("ghi lúc")

    objects = OfLotQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo nộp tiền"
        verbose_name_plural = "thông báo nộp tiền"
        ordering = ["lot", "issued_on"]
        constraints = [models.UniqueConstraint(fields=["lot", "attempt"], name="one_tax_notice_of_an_attempt")]

    def __str__(self) -> str:
        return self.number
