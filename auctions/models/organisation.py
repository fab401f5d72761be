"""Who runs auctions, and the yearly plans they come from."""

from typing import Any

from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from accounts.models import Agency
from auctions.querysets import PlanQuerySet


class AuctionOrganisation(models.Model):
    """Auction organisation. In Vietnamese: tổ chức hành nghề đấu giá tài sản.

    It sells the files and takes the deposits; its account is where deposits go, never one of ours.
    """

    agency = models.OneToOneField(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, primary_key=True, related_name="auction_organisation"
    )
    address = models.CharField("địa chỉ", max_length=300)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    website = models.URLField("trang thông tin", blank=True)
    hours = models.CharField("giờ bán hồ sơ", max_length=200, blank=True)
    bank_bin = models.CharField("mã ngân hàng (BIN)", max_length=6, blank=True)
    account_number = models.CharField("số tài khoản nhận tiền đặt trước", max_length=19, blank=True)
    account_holder = models.CharField("chủ tài khoản", max_length=200, blank=True)
    licence = models.CharField("số đăng ký hoạt động", max_length=80, blank=True)

    class Meta:
        verbose_name = "tổ chức hành nghề đấu giá"
        verbose_name_plural = "tổ chức hành nghề đấu giá"
        ordering = ["agency"]
        constraints = [
            models.CheckConstraint(
                name="account_is_whole_or_absent",
                condition=Q(bank_bin="", account_number="") | ~(Q(bank_bin="") | Q(account_number="")),
            ),
        ]

    def __str__(self) -> str:
        return self.agency.name


class AuctionPlan(models.Model):
    """Yearly plan of auctions. In Vietnamese: kế hoạch đấu giá quyền sử dụng đất hằng năm."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField("mã kế hoạch", max_length=20, unique=True, editable=False)
    year = models.PositiveSmallIntegerField("năm")
    owner: Any = models.ForeignKey(Agency, verbose_name="đơn vị lập", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("tên kế hoạch", max_length=300)
    decision_number = models.CharField("số quyết định", max_length=80)
    decision_on = models.DateField("ngày quyết định")
    decision_issuer = models.CharField("cơ quan ban hành", max_length=200)
    recorded_at = models.DateTimeField("ghi lúc", editable=False)
    sample = models.BooleanField("dữ liệu mẫu", default=False, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch đấu giá"
        verbose_name_plural = "kế hoạch đấu giá"
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return self.code
