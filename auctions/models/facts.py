"""What is said of a lot at one time: the fields shared by the lot and its versions."""

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Value, When
from django.db.models.functions import Cast, Round

from accounts.models import Agency
from auctions.models.auction import Auction, Timetable
from auctions.models.organisation import AuctionOrganisation, AuctionPlan
from auctions.workflow import (
    STAGE_OF,
    BidderKind,
    Failure,
    LandRight,
    LotState,
    Readiness,
    SaleBy,
    Stage,
    TermKind,
)
from gis import crs
from gis.db.expressions import ToMercator
from gis.text.places import place_text
from land.models import LandUse
from land.workflow import PublishLevel
from territory.models import AdminUnit


def _of(model: type[models.Model], label: str, **options: Any) -> Any:
    return models.ForeignKey(
        model, verbose_name=label, on_delete=models.PROTECT, related_name="+", db_index=False, **options
    )


def _amount(label: str) -> Any:
    return models.PositiveBigIntegerField(f"{label} (đồng)", null=True, blank=True)


def _stage() -> Case:
    whens = [
        When(state__in=[state for state, found in STAGE_OF.items() if found == stage], then=Value(stage.value))
        for stage in Stage
    ]
    return Case(*whens, default=Value(""), output_field=models.CharField(max_length=12))


class LotFacts(Timetable):
    """Facts of a lot. In Vietnamese: thông tin lô đất đấu giá. Amounts in đồng, areas in m², distances in m.

    The timetable is the auction's, told to each of its lots, so that a version says what was announced of the lot then.
    """

    state = models.CharField("tình trạng", max_length=24, choices=LotState, default=LotState.PLANNED)
    state_since = models.DateTimeField("ở tình trạng này từ")
    stage = models.GeneratedField(expression=_stage(), output_field=models.CharField(max_length=12), db_persist=True)
    attempt = models.PositiveSmallIntegerField("lần đấu giá", default=1)
    plan = _of(AuctionPlan, "kế hoạch", null=True, blank=True)
    auction = _of(Auction, "cuộc đấu giá", null=True, blank=True)
    organisation = _of(AuctionOrganisation, "tổ chức đấu giá", null=True, blank=True)
    owner = _of(Agency, "người có tài sản")

    name = models.CharField("tên lô", max_length=200)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    unit = _of(AdminUnit, "phường, xã hiện nay")
    unit_at_record = _of(AdminUnit, "đơn vị hành chính trên hồ sơ", null=True, blank=True)
    area_m2 = models.DecimalField("diện tích (m²)", max_digits=14, decimal_places=1)
    land_use_current = _of(LandUse, "loại đất hiện trạng", null=True, blank=True)
    land_use = _of(LandUse, "mục đích sử dụng sau đấu giá", null=True, blank=True)
    purpose = models.CharField("mục đích cụ thể", max_length=300, blank=True)
    right = models.CharField("hình thức sử dụng đất", max_length=16, choices=LandRight, blank=True)
    term_kind = models.CharField("loại thời hạn", max_length=8, choices=TermKind, blank=True)
    term_years = models.PositiveSmallIntegerField("thời hạn (năm)", null=True, blank=True)
    bidders: Any = ArrayField(
        models.CharField(max_length=16, choices=BidderKind), verbose_name="đối tượng tham gia", default=list, blank=True
    )
    sale_by = models.CharField("đấu giá theo", max_length=8, choices=SaleBy, blank=True)
    expected_year = models.PositiveSmallIntegerField("năm dự kiến", null=True, blank=True)
    expected_quarter = models.PositiveSmallIntegerField("quý dự kiến", null=True, blank=True)

    start_price_amount = _amount("giá khởi điểm")
    unit_price_amount = models.GeneratedField(
        # Half up, as prices are rounded on papers: round(numeric) of PostgreSQL rounds halves away from zero.
        expression=Cast(
            Round(Cast(F("start_price_amount"), models.DecimalField(max_digits=20, decimal_places=1)) / F("area_m2")),
            models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    deposit_percent = models.DecimalField("tiền đặt trước (%)", max_digits=4, decimal_places=2, null=True, blank=True)
    deposit_amount = _amount("tiền đặt trước")
    step_amount = _amount("bước giá")
    file_fee_amount = _amount("tiền mua hồ sơ")
    first_payment_percent = models.PositiveSmallIntegerField("nộp đợt một (%)", null=True, blank=True)
    first_payment_days = models.PositiveSmallIntegerField("hạn nộp đợt một (ngày)", null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField("hạn nộp đủ (ngày)", null=True, blank=True)

    distance_coast_m = models.PositiveIntegerField("cách bờ biển (m)", null=True, blank=True)
    distance_road_m = models.PositiveIntegerField("cách đường có trong bảng giá (m)", null=True, blank=True)
    missing: Any = ArrayField(
        models.CharField(max_length=16, choices=Readiness),
        verbose_name="điều kiện còn thiếu",
        default=list,
        blank=True,
    )
    checked_at = models.DateTimeField("kiểm tra điều kiện lúc", null=True, blank=True)

    failure = models.CharField("lý do không thành", max_length=20, choices=Failure, blank=True)
    sold_price_amount = _amount("giá trúng")
    sold_on = models.DateField("ngày trúng", null=True, blank=True)

    publish_level = models.CharField(
        "mức công khai", max_length=10, choices=PublishLevel, default=PublishLevel.INTERNAL
    )
    published_on = models.DateField("ngày công khai", null=True, blank=True)
    note = models.TextField("ghi chú nội bộ", blank=True)

    geom = models.MultiPolygonField("ranh giới", srid=crs.LEGAL.srid)
    point = models.PointField("điểm đại diện", srid=crs.LEGAL.srid, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=ToMercator("geom"),
        output_field=models.MultiPolygonField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )
    anchor_3857 = models.GeneratedField(
        expression=ToMercator("point"),
        output_field=models.PointField(srid=crs.WEB_MERCATOR.srid, null=True),
        db_persist=True,
    )

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """Address and commune in one line."""
        return place_text(self.address, self.unit.name)

    @classmethod
    def fact_fields(cls) -> tuple[str, ...]:
        """Column-backed field names of the facts, without the generated ones."""
        return tuple(field.attname for field in LotFacts._meta.get_fields() if field.concrete and not field.generated)
