"""The map layer of lots, declared once for every door."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models.functions import Lower, TruncDate
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from auctions.models import Lot, LotVersion
from auctions.querysets import LotQuerySet, LotVersionQuerySet, internal_reach
from auctions.tallies import tally_of
from auctions.workflow import (
    AuctionForm,
    BidderKind,
    Failure,
    LandRight,
    LotState,
    Readiness,
    SaleBy,
    Stage,
    TermKind,
)
from gis import layers
from gis.layers import Audience, Field, Geometry, Layer, Reach, Style, Swatch
from land import codes
from land.layers import coded
from land.workflow import PublishLevel
from territory.models import AdminUnit

_UNKNOWN = _("Chưa công bố")
# They differ in lightness too (L* 73, 48, 61, 24, 36, 81), so that they can be told apart without colour.
STAGE_COLOURS: Mapping[Stage, str] = {
    Stage.UPCOMING: "#b9a5ea",
    Stage.OPEN: "#0e8079",
    Stage.IN_SESSION: "#df7a2b",
    Stage.SOLD: "#2f3a44",
    Stage.FAILED: "#9d2a45",
    Stage.STOPPED: "#cfc9ba",
}


def _rows(user: Any) -> LotQuerySet:
    return Lot.objects.visible_to(user)


def _said(user: Any, moment: datetime, _day_asked: date) -> LotVersionQuerySet:
    said = LotVersion.objects.visible_to(user).said_at(moment)
    return said.annotate(updated_at=Lower("recorded"))  # the lot's own column is when it was said


def _reach(user: Any) -> Reach:
    return Reach(internal=internal_reach(user))


def organisations() -> Mapping[str, str]:
    """Codes of auction organisations with their names."""
    return dict(Agency.objects.filter(auction_organisation__isnull=False).values_list("code", "name"))


def owners() -> Mapping[str, str]:
    """Codes of agencies with their names."""
    return dict(Agency.objects.values_list("code", "name"))


def units_on_papers() -> Mapping[str, str]:
    """Units of any time with names that tell them apart."""
    return AdminUnit.objects.on_papers().told_apart()


def day_of(moment: str) -> TruncDate:
    """The day of a moment in Việt Nam."""
    return TruncDate(moment, tzinfo=get_default_timezone())


_text = partial(Field, kind="string", width=80)
_code = partial(Field, kind="string", facet=True, width=24, missing=_UNKNOWN)
_moment = partial(Field, kind="date-time")
_money = partial(Field, kind="integer", unit="VND")

FIELDS = (
    _text("code", "code", title=_("Mã lô"), title_en="Lot", tile_from=0, width=20),
    _text("name", "name", title=_("Tên lô"), title_en="Name", tile_from=12, width=200),
    _code("stage", "stage", title=_("Giai đoạn"), title_en="Stage", codes=coded(Stage), tile_from=0, width=12),
    _code("state", "state", title=_("Tình trạng"), title_en="State", codes=coded(LotState), tile_from=12),
    _moment("state_since", "state_since", title=_("Ở tình trạng này từ"), title_en="In this state since"),
    Field("attempt", "attempt", "integer", _("Lần đấu giá"), "Attempt", facet=False),
    _text("auction", "auction__code", title=_("Mã cuộc đấu giá"), title_en="Auction", tile_from=12, width=20),
    _text("plan", "plan__code", title=_("Mã kế hoạch"), title_en="Plan", width=20),
    _code(
        "organisation",
        "organisation__agency__code",
        title=_("Tổ chức đấu giá"),
        title_en="Auction organisation",
        codes=organisations,
        width=40,
    ),
    _code("owner", "owner__code", title=_("Người có tài sản"), title_en="Owner", codes=owners, width=40),
    _text("address", "address", title=_("Địa chỉ"), title_en="Address", width=254),
    _code(
        "unit",
        "unit_id",
        title=_("Phường, xã hiện nay"),
        title_en="Commune today",
        codes=codes.units,
        tile_from=0,
    ),
    _text("unit_name", "unit__name", title=_("Phường, xã"), title_en="Commune", width=100),
    _code(
        "unit_at_record",
        "unit_at_record_id",
        title=_("Đơn vị trên hồ sơ"),
        title_en="Unit on record",
        codes=units_on_papers,
        missing=_("Chưa ghi đơn vị trên hồ sơ"),
    ),
    Field("area_m2", "area_m2", "number", _("Diện tích (m²)"), "Area (m²)", unit="m2", tile_from=12),
    codes.land_use_field(
        "land_use",
        "land_use_id",
        title=_("Mục đích sau đấu giá"),
        title_en="Land use after auction",
        tile_from=0,
        width=5,
        missing=_UNKNOWN,
    ),
    codes.land_use_field(
        "land_use_current",
        "land_use_current_id",
        title=_("Loại đất hiện trạng"),
        title_en="Current land use",
        width=5,
    ),
    _text("purpose", "purpose", title=_("Mục đích cụ thể"), title_en="Purpose", width=254),
    _code("right", "right", title=_("Hình thức sử dụng đất"), title_en="Land right", codes=coded(LandRight)),
    _code("term_kind", "term_kind", title=_("Thời hạn"), title_en="Term", codes=coded(TermKind), width=8),
    Field("term_years", "term_years", "integer", _("Thời hạn (năm)"), "Term (years)", unit="a"),
    Field(
        "bidders",
        "bidders",
        "string-array",
        _("Đối tượng tham gia"),
        "Who may take part",
        codes=coded(BidderKind),
        facet=True,
        sortable=False,
        width=40,
        missing=_UNKNOWN,
    ),
    _code("sale_by", "sale_by", title=_("Đấu giá theo"), title_en="Sold by", codes=coded(SaleBy), width=8),
    _money(
        "start_price", "start_price_amount", title=_("Giá khởi điểm (đồng)"), title_en="Start price (VND)", tile_from=0
    ),
    _money("unit_price", "unit_price_amount", title=_("Giá khởi điểm (đồng/m²)"), title_en="Start price (VND/m²)"),
    _money("deposit", "deposit_amount", title=_("Tiền đặt trước (đồng)"), title_en="Deposit (VND)"),
    Field("deposit_percent", "deposit_percent", "number", _("Tiền đặt trước (%)"), "Deposit (%)", unit="%"),
    _money("step", "step_amount", title=_("Bước giá (đồng)"), title_en="Bid step (VND)"),
    _money("file_fee", "file_fee_amount", title=_("Tiền mua hồ sơ (đồng)"), title_en="File fee (VND)"),
    _code("form", "form", title=_("Hình thức đấu giá"), title_en="Form of auction", codes=coded(AuctionForm)),
    _moment("posted_at", "posted_at", title=_("Niêm yết lúc"), title_en="Posted at"),
    _moment("files_from", "files_from", title=_("Bán hồ sơ từ"), title_en="Files sold from"),
    _moment("files_until", "files_until", title=_("Nhận hồ sơ đến"), title_en="Files until", tile_from=12),
    _moment("deposit_until", "deposit_until", title=_("Nộp tiền đặt trước đến"), title_en="Deposit until"),
    _moment("session_at", "session_at", title=_("Đấu giá lúc"), title_en="Session at", tile_from=0),
    Field("session_on", day_of("session_at"), "date", _("Ngày đấu giá"), "Session day", tile_from=12),
    Field("files_until_on", day_of("files_until"), "date", _("Ngày cuối nhận hồ sơ"), "Last day for files"),
    Field("deposit_until_on", day_of("deposit_until"), "date", _("Ngày cuối nộp đặt trước"), "Last day for deposits"),
    _text("venue", "venue", title=_("Nơi đấu giá"), title_en="Venue", width=254),
    Field("expected_year", "expected_year", "integer", _("Năm dự kiến"), "Expected year", tile_from=12),
    Field("expected_quarter", "expected_quarter", "integer", _("Quý dự kiến"), "Expected quarter", tile_from=12),
    Field(
        "missing",
        "missing",
        "string-array",
        _("Điều kiện còn thiếu"),
        "Missing conditions",
        codes=coded(Readiness),
        facet=True,
        sortable=False,
        width=120,
        missing=_("Đủ điều kiện"),
    ),
    Field("distance_coast_m", "distance_coast_m", "integer", _("Cách biển (m)"), "Distance to the sea (m)", unit="m"),
    Field("distance_road_m", "distance_road_m", "integer", _("Cách đường (m)"), "Distance to a road (m)", unit="m"),
    _code("failure", "failure", title=_("Lý do không thành"), title_en="Reason of failure", codes=coded(Failure)),
    _money("sold_price", "sold_price_amount", title=_("Giá trúng (đồng)"), title_en="Sold for (VND)", tile_from=12),
    Field("sold_on", "sold_on", "date", _("Ngày trúng"), "Sold on"),
    _text("notice_url", "notice_url", title=_("Thông báo trên Cổng quốc gia"), title_en="National notice", width=254),
    Field("published_on", "published_on", "date", _("Ngày công khai"), "Published on"),
    Field("updated_at", "updated_at", "date-time", _("Cập nhật lúc"), "Updated at"),
    Field(
        "publish_level",
        "publish_level",
        "string",
        _("Mức công khai"),
        "Publication level",
        Audience.INTERNAL,
        codes=coded(PublishLevel),
        facet=True,
        width=10,
    ),
    Field("note", "note", "string", _("Ghi chú nội bộ"), "Internal note", Audience.INTERNAL, width=254),
)


def _swatches() -> list[Swatch]:
    return [Swatch(stage.value, stage.label, STAGE_COLOURS[stage]) for stage in Stage]


LOTS = Layer(
    name="lots",
    title=_("Lô đấu giá quyền sử dụng đất"),
    title_en="Lots of land for auction",
    description=_("Lô đất dự kiến đấu giá, đang và đã đấu giá: điều khoản, lịch, kết quả. Chỉ có giá trị tham khảo."),
    rows=_rows,
    said=_said,
    reach=_reach,
    key="code",
    number="number",
    fields=FIELDS,
    geometry=Geometry(
        "geom",
        ((13, "geom_z13"), (24, "geom_3857")),
        anchor="anchor_3857",
        span="span_m",
        cell="cell",
        marked=True,
    ),
    zooms=(5, 18),
    aggregate_below=11,
    crowded_below=15,
    crowd=200,  # of more marks with prices nobody reads one on a phone, and drawing them takes longer than 10 ms
    aggregate_by=("stage",),
    area="area_m2",
    search="search_text",
    search_words="search_words",
    sample=lambda user: _rows(user).filter(sample=True).order_by().exists(),
    tally=tally_of,
    style=Style(
        title=_("Giai đoạn"),
        other=Swatch("", _("Giai đoạn khác"), "#cfc9ba"),
        field="stage",
        swatches=_swatches,
        label='"code"',
        features_from=25_000,
    ),
)


def register() -> None:
    """Put the layer into the registry."""
    layers.register(LOTS)
