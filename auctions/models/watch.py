"""What people follow: lots they keep in sight, searches that tell when something new fits."""

from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, DateRangeField, DecimalRangeField
from django.db.models import Q
from uuid6 import uuid7

from auctions.models.lot import Lot
from auctions.querysets import OfOwnerQuerySet, WatchQuerySet
from auctions.workflow import NewsKind
from gis import crs
from notices.models import Contact


class Favourite(models.Model):
    """A lot that a signed-in person keeps in sight. In Vietnamese: lô đã lưu. Nobody else reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("lưu lúc")

    objects = OfOwnerQuerySet.as_manager()

    class Meta:
        verbose_name = "lô đã lưu"
        verbose_name_plural = "lô đã lưu"
        ordering = ["-kept_at"]
        constraints = [models.UniqueConstraint(fields=["user", "lot"], name="one_favourite_of_a_lot")]

    def __str__(self) -> str:
        return str(self.pk)


class LotNews(models.Model):
    """Something new about a public lot. In Vietnamese: tin về lô. What feeds, alerts and digests are made of."""

    id = models.BigAutoField(primary_key=True)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="news")
    kind = models.CharField("loại tin", max_length=12, choices=NewsKind)
    at = models.DateTimeField("lúc")
    lot_version = models.PositiveIntegerField("phiên bản của lô")
    reason = models.TextField("lý do", blank=True)
    matched_at = models.DateTimeField("đã đối chiếu lúc", null=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "tin về lô"
        verbose_name_plural = "tin về lô"
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=Q(matched_at=None), name="lot_news_waiting")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.kind}"


def _words(label: str) -> Any:
    return ArrayField(models.CharField(max_length=40), verbose_name=label, default=list, blank=True)


class Criteria(models.Model):
    """What a search asks of a lot, in columns, so that the database matches ten thousand searches at once.

    Names are those of the layer's fields; an empty list or range asks nothing.
    """

    q = models.CharField("từ khóa", max_length=200, blank=True)
    words_query = models.CharField(max_length=400, blank=True, editable=False)  # `q` for to_tsquery('simple', ...)
    stage, right, term_kind = _words("giai đoạn"), _words("hình thức"), _words("thời hạn")
    bidders, sale_by = _words("đối tượng"), _words("theo")
    land_use, land_use_current = _words("mục đích"), _words("hiện trạng")
    unit, unit_at_record = _words("phường, xã"), _words("đơn vị trên hồ sơ")
    missing, organisation = _words("còn thiếu"), _words("tổ chức")
    start_price = BigIntegerRangeField("giá khởi điểm", null=True, blank=True)
    unit_price = BigIntegerRangeField("giá mỗi m²", null=True, blank=True)
    deposit = BigIntegerRangeField("đặt trước", null=True, blank=True)
    area_m2 = DecimalRangeField("diện tích", null=True, blank=True)
    session_on = DateRangeField("ngày đấu giá", null=True, blank=True)
    files_until_on = DateRangeField("hạn hồ sơ", null=True, blank=True)
    distance_coast_m = BigIntegerRangeField("cách biển", null=True, blank=True)
    distance_road_m = BigIntegerRangeField("cách đường", null=True, blank=True)
    box = models.PolygonField("khung", srid=crs.WEB_MERCATOR.srid, null=True, blank=True)

    class Meta:
        abstract = True


class Watch(Criteria):
    """A search, or one lot, that a contact wants to hear of. In Vietnamese: theo dõi, tìm kiếm đã lưu.

    Tied to an address that confirmed, not to a person; `query` is the address of the list that shows the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    lot: Any = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    query = models.CharField("điều kiện", max_length=1000, blank=True)
    title = models.CharField("tên", max_length=300)
    daily = models.BooleanField("gộp một lần mỗi ngày", default=False)
    created_at = models.DateTimeField("tạo lúc")
    active_from = models.DateTimeField("có hiệu lực từ", null=True, blank=True)
    ended_at = models.DateTimeField("dừng lúc", null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = "theo dõi"
        verbose_name_plural = "theo dõi"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["contact"], condition=Q(ended_at=None), name="watch_of_contact"),
            models.Index(fields=["lot"], condition=Q(ended_at=None), name="watch_of_lot"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "lot", "query"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_watch_of_a_wish",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
