"""The table of results: one row for each attempt that came to an end, declared once for every door."""

from typing import Any

from django.db.models.functions import ExtractYear
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from auctions.layers import day_of, organisations, owners, units_on_papers
from auctions.models import Attempt, AttemptOutcome
from auctions.querysets import OfLotQuerySet
from auctions.workflow import Failure, LandRight
from gis import layers
from gis.layers import Field, Layer
from land import codes
from land.layers import coded

_SESSION_YEAR = ExtractYear("session_at", tzinfo=get_default_timezone())


def _rows(user: Any) -> OfLotQuerySet:
    return Attempt.objects.visible_to(user)


def _money(name: str, source: str, title: Any, title_en: str) -> Field:
    return Field(name, source, "integer", title, title_en, unit="VND")


def _count(name: str, source: str, title: Any, title_en: str) -> Field:
    return Field(name, source, "integer", title, title_en)


FIELDS = (
    Field("code", "code", "string", _("Mã kết quả"), "Result", width=26),
    Field("lot", "lot__code", "string", _("Mã lô"), "Lot", width=20),
    Field("lot_name", "lot__name", "string", _("Tên lô"), "Name of the lot", width=200),
    Field("attempt", "number", "integer", _("Lần đấu giá"), "Attempt", facet=True),
    Field("year", _SESSION_YEAR, "integer", _("Năm"), "Year", facet=True),
    Field("session_at", "session_at", "date-time", _("Đấu giá lúc"), "Session at"),
    Field("session_on", day_of("session_at"), "date", _("Ngày đấu giá"), "Session day"),
    Field("ended_at", "ended_at", "date-time", _("Kết thúc lúc"), "Ended at"),
    Field(
        "outcome", "outcome", "string", _("Kết quả"), "Outcome", codes=coded(AttemptOutcome), facet=True, width=12
    ),
    Field(
        "failure",
        "failure",
        "string",
        _("Lý do không thành"),
        "Reason of failure",
        codes=coded(Failure),
        facet=True,
        width=20,
        missing=_("Không có (thành hoặc bị hủy)"),
    ),
    Field("auction", "auction__code", "string", _("Mã cuộc đấu giá"), "Auction", width=20),
    Field(
        "organisation",
        "auction__organisation__agency__code",
        "string",
        _("Tổ chức đấu giá"),
        "Auction organisation",
        codes=organisations,
        facet=True,
        width=40,
    ),
    Field("owner", "lot__owner__code", "string", _("Người có tài sản"), "Owner", codes=owners, facet=True, width=40),
    Field(
        "unit", "lot__unit_id", "string", _("Phường, xã hiện nay"), "Commune today", codes=codes.units, facet=True,
        width=24,
    ),
    Field("unit_name", "lot__unit__name", "string", _("Phường, xã"), "Commune", width=100),
    Field(
        "unit_at_record",
        "lot__unit_at_record_id",
        "string",
        _("Đơn vị trên hồ sơ"),
        "Unit on record",
        codes=units_on_papers,
        facet=True,
        width=24,
        missing=_("Chưa ghi đơn vị trên hồ sơ"),
    ),
    codes.land_use_field(
        "land_use",
        "lot__land_use_id",
        title=_("Mục đích sau đấu giá"),
        title_en="Land use after auction",
        width=5,
        missing=_("Chưa công bố"),
    ),
    Field(
        "right", "lot__right", "string", _("Hình thức sử dụng đất"), "Land right", codes=coded(LandRight), facet=True
    ),
    Field("area_m2", "area_m2", "number", _("Diện tích (m²)"), "Area (m²)", unit="m2"),
    _money("start_price", "start_price_amount", _("Giá khởi điểm (đồng)"), "Start price (VND)"),
    _money("sold_price", "price_amount", _("Giá trúng (đồng)"), "Sold for (VND)"),
    _money("minutes_price", "minutes_price_amount", _("Giá trúng theo biên bản (đồng)"), "Price in the minutes (VND)"),
    Field("uplift_percent", "uplift_percent", "number", _("Tăng so với giá khởi điểm (%)"), "Uplift (%)", unit="%"),
    _money("sold_unit_price", "unit_price_amount", _("Giá trúng (đồng/m²)"), "Sold for (VND/m²)"),
    _count("registrants", "registrants", _("Số người đăng ký"), "Registered"),
    _count("participants", "participants", _("Số người tham gia"), "Took part"),
    _count("bid_count", "bid_count", _("Số lượt trả giá"), "Bids"),
    _count("refusals", "refusals", _("Số lần từ chối kết quả trúng"), "Wins refused"),
)  # fmt: skip

RESULTS = Layer(
    name="results",
    title=_("Kết quả đấu giá quyền sử dụng đất"),
    title_en="Results of auctions",
    description=_(
        "Mỗi lần đấu giá đã kết thúc của một lô: giá, chênh lệch, số người, lý do không thành; theo biên bản đã được "
        "xác nhận. Chỉ có giá trị tham khảo."
    ),
    rows=_rows,
    key="code",
    number="id",
    geometry=None,
    optional=True,
    made_of=("lots",),
    area="area_m2",
    sample=lambda user: _rows(user).filter(lot__sample=True).order_by().exists(),
    fields=FIELDS,
)


def register() -> None:
    """Put the table into the registry."""
    layers.register(RESULTS)
