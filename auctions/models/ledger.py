"""The public log of auctions: each entry holds the hash of the one before, each day is sealed by the server's key."""

from typing import Any

from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from auctions.models.lot import Lot
from auctions.querysets import LedgerQuerySet


class Ledger(models.Model):
    """One chain. In Vietnamese: chuỗi nhật ký công khai. Of a session; of a yearly plan for what comes before one."""

    code = models.CharField("mã", max_length=20, primary_key=True)
    last_number = models.PositiveIntegerField("số mục", default=0)
    last_hash = models.CharField("mã băm cuối", max_length=64, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = "chuỗi nhật ký công khai"
        verbose_name_plural = "chuỗi nhật ký công khai"

    def __str__(self) -> str:
        return self.code


class LedgerEntry(models.Model):
    """One public act. In Vietnamese: mục nhật ký công khai. Appended; a trigger allows no change.

    `payload` is the text whose SHA-256, after the hash before it, is `hash` (docs/api/auction-log.md).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("số thứ tự")
    lot: Any = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="ledger_entries")
    at = models.DateTimeField("lúc")
    payload = models.TextField("nội dung")
    hash_before = models.CharField("mã băm trước", max_length=64, blank=True)
    hash = models.CharField("mã băm", max_length=64)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = "mục nhật ký công khai"
        verbose_name_plural = "nhật ký công khai"
        ordering = ["ledger", "number"]
        constraints = [models.UniqueConstraint(fields=["ledger", "number"], name="one_ledger_entry_of_a_number")]
        indexes = [
            models.Index(fields=["at", "hash"], name="ledger_gone", condition=Q(payload__contains='"act":"unpublish"')),
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.number}"


class LedgerSeal(models.Model):
    """What all chains ended with on a day, signed. In Vietnamese: niêm phong nhật ký theo ngày. Appended."""

    day = models.DateField("ngày", primary_key=True)
    payload = models.TextField("nội dung")
    signature = models.CharField("chữ ký Ed25519", max_length=128)
    key = models.CharField("khóa công khai", max_length=64)
    sealed_at = models.DateTimeField("lúc")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = "niêm phong nhật ký"
        verbose_name_plural = "niêm phong nhật ký"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"
