"""The lot, what it is made of, and what was said of it."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import F, Q
from uuid6 import uuid7

from auctions.models.facts import LotFacts
from auctions.querysets import LotQuerySet, LotVersionQuerySet, OfLotQuerySet
from auctions.workflow import BEFORE_POSTING, LotChange, LotState, TermKind
from gis import crs
from gis.db.expressions import MercatorCell, Span, ToMercator
from land.models import Plot
from land.workflow import PublishLevel

# What lots are counted and filtered by.
COUNTED = (
    "publish_level", "area_m2", "stage", "state", "organisation", "owner", "unit", "unit_at_record", "land_use",
    "land_use_current", "right", "term_kind", "bidders", "sale_by", "form", "missing", "failure", "start_price_amount",
    "unit_price_amount", "deposit_amount", "session_at", "files_until", "distance_coast_m", "distance_road_m",
)  # fmt: skip


class Lot(LotFacts):
    """Lot of land for auction, what is said of it today. In Vietnamese: lô đất (thửa đất) đấu giá. LADM: LA_BAUnit.

    Written by actions only; every write leaves a LotVersion and every step a LotEvent. One row is the same land through
    all its attempts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField("số", unique=True, editable=False)
    code = models.CharField("mã lô", max_length=20, unique=True, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    # The version that stood when the lot was posted, or its last published correction.
    announced_version = models.PositiveIntegerField("phiên bản đã niêm yết", null=True, blank=True, editable=False)
    state_before = models.CharField(
        "tình trạng trước khi tạm dừng", max_length=24, choices=LotState, blank=True, editable=False
    )
    updated_at = models.DateTimeField("cập nhật lúc", editable=False)
    sample = models.BooleanField("dữ liệu mẫu", default=False, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    search_words = models.GeneratedField(
        expression=SearchVector("search_text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    geom_z13 = models.GeneratedField(
        expression=ToMercator("geom", simplify=6),
        output_field=models.GeometryField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )
    span_m = models.GeneratedField(expression=Span("geom"), output_field=models.FloatField(null=True), db_persist=True)
    cell = models.GeneratedField(
        expression=MercatorCell("point"), output_field=models.BigIntegerField(null=True), db_persist=True
    )

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = "lô đấu giá"
        verbose_name_plural = "lô đấu giá"
        ordering = ["number"]
        indexes = [
            GinIndex(fields=["search_words"], name="lot_search_words"),
            GistIndex(fields=["geom_3857"], name="lot_geom_3857"),
            GistIndex(fields=["geom_z13"], name="lot_geom_z13"),
            GistIndex(fields=["anchor_3857"], name="lot_anchor_3857"),
            models.Index(F("span_m").desc(), name="lot_span"),
            models.Index(fields=["auction", "number"], name="lot_auction"),
            models.Index(fields=["stage", "session_at"], name="lot_stage"),
            # What a lot is compared with: of its use, right and commune.
            models.Index(
                fields=["land_use", "right", "unit", "area_m2"],
                condition=Q(sold_price_amount__isnull=False),
                name="lot_sold",
            ),
            # Rows are 2.5 KB wide for their shapes: what facets and filters read is read here, in a tenth of the bytes.
            models.Index(fields=["cell"], include=COUNTED, name="lot_cell"),
        ]
        constraints = [
            models.CheckConstraint(name="known_lot_state", condition=Q(state__in=LotState.values)),
            models.CheckConstraint(name="lot_area_is_positive", condition=Q(area_m2__gt=0)),
            models.CheckConstraint(
                name="lot_quarter", condition=Q(expected_quarter=None) | Q(expected_quarter__range=(1, 4))
            ),
            models.CheckConstraint(
                name="term_of_years_has_years",
                condition=~Q(term_kind=TermKind.YEARS) | Q(term_years__isnull=False, term_years__gt=0),
            ),
            models.CheckConstraint(
                name="suspended_lot_knows_its_state",
                condition=Q(state=LotState.SUSPENDED, state_before__gt="") | ~Q(state=LotState.SUSPENDED),
            ),
            # The price that was announced is what a sale is measured by: never sold under it (Land Law art 125(6)).
            models.CheckConstraint(
                name="sold_at_start_price_or_more",
                condition=Q(sold_price_amount=None) | Q(sold_price_amount__gte=F("start_price_amount")),
            ),
            models.CheckConstraint(
                name="posted_lot_is_public_and_whole",
                condition=Q(state__in=[*BEFORE_POSTING, LotState.SUSPENDED, LotState.CANCELLED, LotState.WITHDRAWN])
                | Q(
                    publish_level=PublishLevel.PUBLIC,
                    auction__isnull=False,
                    organisation__isnull=False,
                    session_at__isnull=False,
                    start_price_amount__gt=0,
                    announced_version__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LotVersion(LotFacts):
    """What was said of a lot during a period. In Vietnamese: phiên bản thông tin lô. LADM: VersionedObject.

    Rows are appended; a trigger allows no change but the closing of `recorded` (database clock).
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(editable=False)
    code = models.CharField(max_length=20, editable=False)
    version = models.PositiveIntegerField()
    recorded = DateTimeRangeField("ghi nhận")
    change = models.CharField("loại thay đổi", max_length=12, choices=LotChange)
    reason = models.TextField("lý do", blank=True)
    actor_label = models.CharField("người ghi", max_length=200, blank=True)

    objects = LotVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản lô đấu giá"
        verbose_name_plural = "phiên bản lô đấu giá"
        ordering = ["lot", "version"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "version"], name="one_lot_version"),
            ExclusionConstraint(
                name="one_lot_version_at_a_time",
                expressions=[(F("lot"), RangeOperators.EQUAL), (F("recorded"), RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [
            GistIndex(fields=["recorded"], name="lot_version_recorded"),
            GistIndex(fields=["geom_3857"], name="lot_version_geom_3857"),
            GistIndex(fields=["anchor_3857"], name="lot_version_anchor_3857"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class LotPlot(models.Model):
    """The plot that a lot was drawn from, at its version. In Vietnamese: khu đất của lô. One lot may lie on several."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="plot_links")
    plot: Any = models.ForeignKey(Plot, on_delete=models.PROTECT, related_name="lot_links")
    plot_version = models.PositiveIntegerField("phiên bản khu đất")
    area_m2 = models.DecimalField("diện tích trên khu đất (m²)", max_digits=14, decimal_places=1)
    whole = models.BooleanField("toàn bộ khu đất")

    objects = OfLotQuerySet.as_manager()

    class Meta:
        verbose_name = "khu đất của lô"
        verbose_name_plural = "khu đất của lô"
        ordering = ["lot", "plot"]
        constraints = [models.UniqueConstraint(fields=["lot", "plot"], name="one_link_of_lot_and_plot")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.plot_id}"
