"""The layers beside the plots, each declared once for every door: parcels (internal), plans, roads, prices and planned
uses (public)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scopes import scope_of
from gis import layers
from gis.layers import Audience, Field, Geometry, Layer, Reach, Style, Swatch
from land import codes
from land.colours import land_use_style
from land.models import CadastralParcel, LandPrice, PlannedUse, PlanZone, ReferenceSet, RoadLine
from land.workflow import PLAN_KINDS, ReferenceKind

INTERNAL = Audience.INTERNAL


def _plan_kinds() -> Mapping[str, str]:
    return {kind.value: str(kind.label) for kind in ReferenceKind if kind in PLAN_KINDS}


def _parts() -> Mapping[str, str]:
    return {code: str(label) for code, label in PlannedUse.PARTS}


def _rows(model: Any) -> Callable[[Any], Any]:
    return lambda user: model.objects.visible_to(user).current()


def _as_of(model: Any) -> Callable[[Any, date], Any]:
    return lambda user, day: model.objects.visible_to(user).valid_on(day)


def _parcel_reach(user: Any) -> Reach:
    """Rows are narrowed to the reader's ground already, so what a reader sees of a parcel is all of it."""
    scope = scope_of(user)
    return Reach(internal=True if scope.everywhere or scope.units else None)


def _set_fields(audience: Audience = Audience.PUBLIC) -> tuple[Field, ...]:
    """Where a row comes from: the decision of its set."""
    return (
        Field("set", "set__code", "string", _("Mã bộ dữ liệu"), "Dataset code", audience),
        Field("set_title", "set__title", "string", _("Tên bộ dữ liệu"), "Dataset", audience, width=200),
        Field("decision_number", "set__decision_number", "string", _("Số quyết định"), "Decision number", audience),
        Field("decision_on", "set__decision_on", "date", _("Ngày quyết định"), "Decision date", audience),
        Field("issuer", "set__issuer", "string", _("Cơ quan ban hành"), "Issued by", audience, width=200),
        Field("scale", "set__scale", "integer", _("Mẫu số tỷ lệ"), "Scale denominator", audience),
        Field("valid_from", "set__period__startswith", "date", _("Hiệu lực từ"), "Valid from", audience),
        Field(
            "valid_to", "set__period__endswith", "date", _("Hiệu lực đến trước"), "Valid until (exclusive)", audience
        ),
        Field("source", "set__source", "string", _("Nguồn"), "Source", audience, width=254),
        Field("sample", "set__sample", "boolean", _("Dữ liệu mẫu"), "Sample data", audience),
    )


PARCELS = Layer(
    name="parcels",
    title=_("Thửa đất (bản đồ địa chính)"),
    title_en="Cadastral parcels",
    description=_(
        "Thửa đất của bản đồ địa chính, dùng nội bộ để định vị khu đất. Không có thông tin người sử dụng đất."
    ),
    rows=_rows(CadastralParcel),
    as_of=_as_of(CadastralParcel),
    reach=_parcel_reach,
    key="code",
    number="id",
    geometry=Geometry("geom", ((24, "geom_3857"),)),
    zooms=(14, 20),
    style=land_use_style(
        label="\"sheet_number\" || '/' || \"parcel_number\" || coalesce('\\n' || \"land_use\", '')",
        labels_from=3_000,
        features_from=10_000,
        opens=False,
    ),
    optional=True,
    area="area_planar_m2",
    fields=(
        Field("code", "code", "string", _("Mã"), "Code", INTERNAL, tile_from=0, width=32),
        Field(
            "unit",
            "unit_id",
            "string",
            _("Đơn vị trên bản đồ"),
            "Unit on the map",
            INTERNAL,
            codes=codes.units,
            facet=True,
        ),
        Field("unit_name", "unit__name", "string", _("Tên đơn vị trên bản đồ"), "Unit name", INTERNAL, width=100),
        Field("sheet_number", "sheet_number", "string", _("Số tờ bản đồ"), "Map sheet", INTERNAL, tile_from=15),
        Field("parcel_number", "parcel_number", "string", _("Số thửa"), "Parcel number", INTERNAL, tile_from=15),
        Field(
            "parcel_uid", "identifier", "string", _("Mã định danh thửa đất"), "Parcel identifier", INTERNAL, width=12
        ),
        Field(
            "parcel_uid_provisional",
            "identifier_provisional",
            "boolean",
            _("Mã định danh tạm tính"),
            "Identifier is provisional",
            INTERNAL,
        ),
        codes.land_use_field(
            "land_use",
            "land_use_id",
            title=_("Loại đất"),
            title_en="Land use",
            audience=INTERNAL,
            tile_from=15,
            width=5,
        ),
        Field("area_legal_m2", "area_legal_m2", "number", _("Diện tích pháp lý (m²)"), "Legal area", INTERNAL, "m2"),
        Field(
            "area_planar_m2", "area_planar_m2", "number", _("Diện tích trên bản đồ (m²)"), "Planar area", INTERNAL, "m2"
        ),
        *_set_fields(INTERNAL),
    ),
)

PLANS = Layer(
    name="plans",
    title=_("Quy hoạch, kế hoạch sử dụng đất"),
    title_en="Plans",
    description=_("Ô quy hoạch của các quy hoạch, kế hoạch còn hiệu lực. Chỉ có giá trị tham khảo."),
    rows=_rows(PlanZone),
    as_of=_as_of(PlanZone),
    key="code",
    number="id",
    geometry=Geometry("geom", ((24, "geom_3857"),)),
    zooms=(9, 20),
    style=land_use_style(label='coalesce("land_use", "label")', features_from=25_000, opens=False),
    optional=True,
    area="area_planar_m2",
    fields=(
        Field("code", "code", "string", _("Mã"), "Code", tile_from=0, width=32),
        Field("kind", "set__kind", "string", _("Loại"), "Kind", codes=_plan_kinds, facet=True, tile_from=0, width=24),
        codes.land_use_field(
            "land_use",
            "land_use_code",
            title=_("Loại đất quy hoạch"),
            title_en="Planned land use",
            tile_from=0,
        ),
        Field("label", "label", "string", _("Tên ô"), "Label", tile_from=14, width=200),
        Field("area_planar_m2", "area_planar_m2", "number", _("Diện tích trên bản đồ (m²)"), "Planar area", unit="m2"),
        *_set_fields(),
    ),
)

ROADS = Layer(
    name="roads",
    title=_("Lộ giới"),
    title_en="Road lines",
    description=_("Tim đường và lộ giới theo quyết định còn hiệu lực."),
    rows=_rows(RoadLine),
    as_of=_as_of(RoadLine),
    key="code",
    number="id",
    geometry=Geometry("geom", ((24, "geom_3857"),), kind="MultiLineString"),
    zooms=(11, 20),
    style=Style(title=_("Lộ giới"), other=Swatch("", _("Lộ giới"), "#b3261e"), width=0.5, label='"name"', opens=False),
    optional=True,
    fields=(
        Field("code", "code", "string", _("Mã"), "Code", tile_from=0, width=32),
        Field("name", "name", "string", _("Tên đường"), "Name", tile_from=0, width=200),
        Field("segment", "segment", "string", _("Đoạn"), "Segment", width=254),
        Field("width_m", "width_m", "number", _("Lộ giới (m)"), "Planned width", unit="m", tile_from=0),
        *_set_fields(),
    ),
)

PRICES = Layer(
    name="land_prices",
    title=_("Bảng giá đất"),
    title_en="Land-price table",
    description=_("Các dòng của bảng giá đất còn hiệu lực: đường, đoạn, vị trí hoặc khu vực, loại đất, giá mỗi m²."),
    rows=_rows(LandPrice),
    as_of=_as_of(LandPrice),
    key="code",
    number="id",
    geometry=None,
    optional=True,
    search="street_key",
    fields=(
        Field("street", "street", "string", _("Tên đường"), "Street", width=200),
        Field("zone", "zone", "string", _("Khu vực"), "Zone", facet=True, width=80),
        Field("position", "position", "integer", _("Vị trí"), "Position", facet=True),
        Field("price", "price", "integer", _("Giá (đồng/m²)"), "Price (VND/m²)", unit="[VND]/m2"),
        codes.land_use_field(
            "land_use",
            "land_use_code",
            title=_("Loại đất"),
            title_en="Land use",
        ),
        Field("segment_from", "segment_from", "string", _("Từ"), "From", width=200),
        Field("segment_to", "segment_to", "string", _("Đến"), "To", width=200),
        Field("unit_name", "unit__name", "string", _("Phường, xã"), "Unit name", width=100),
        Field("unit", "unit_id", "string", _("Mã đơn vị hành chính"), "Unit", codes=codes.units, facet=True, width=24),
        Field("code", "code", "string", _("Mã"), "Code", width=32),
        *_set_fields(),
    ),
)

PLANNED_USES = Layer(
    name="planned_uses",
    title=_("Loại đất theo quy hoạch của khu đất"),
    title_en="Planned uses of plots",
    description=_(
        "Mỗi khu đất nằm bao nhiêu m² trong từng loại đất của từng quy hoạch còn hiệu lực, tính từ ranh giới hiện nay. "
        "Khóa của dòng đổi khi tính lại; nối với lớp khu đất bằng mã khu đất."
    ),
    rows=lambda user: PlannedUse.objects.visible_to(user).filter(set__period__contains=timezone.localdate()),
    key="id",
    number="id",
    geometry=None,
    optional=True,
    made_of=("plots", PLANS.name),
    fields=(
        Field("plot", "plot__code", "string", _("Mã khu đất"), "Plot code"),
        Field("kind", "set__kind", "string", _("Loại quy hoạch"), "Kind of plan", codes=_plan_kinds, facet=True),
        Field("part", "part", "string", _("Phần"), "Part", codes=_parts, facet=True),
        codes.land_use_field(
            "land_use",
            "land_use_code",
            title=_("Loại đất quy hoạch"),
            title_en="Planned land use",
            width=120,
        ),
        Field("label", "label", "string", _("Tên ô"), "Label", width=200),
        Field("area_m2", "area_m2", "number", _("Diện tích (m²)"), "Area", unit="m2"),
        Field("share", "share", "number", _("Tỷ lệ của khu đất (0–1)"), "Share of the plot (0-1)", unit="1"),
        Field(
            "unit", "plot__unit_id", "string", _("Phường, xã hiện nay"), "Unit", codes=codes.units, facet=True, width=24
        ),
        *_set_fields(),
    ),
)

LAYERS = (PARCELS, PLANS, ROADS, PRICES, PLANNED_USES)
# Which layer has the rows of a kind, and which kinds a map shows.
LAYER_OF_KIND = {
    ReferenceKind.PARCELS: PARCELS,
    ReferenceKind.ROAD_LINES: ROADS,
    ReferenceKind.LAND_PRICE: PRICES,
    **dict.fromkeys(PLAN_KINDS, PLANS),
}
DRAWN_KINDS = frozenset(kind for kind, layer in LAYER_OF_KIND.items() if layer.geometry)


def register() -> None:
    """Put the layers into the registry."""
    for layer in LAYERS:
        layers.register(layer)


def sets_on(user: Any, day: date, kinds: Any = PLAN_KINDS) -> Any:
    """Sets of these kinds in force on a day, for this reader; what a legend and an "as of" line show."""
    shown = ReferenceSet.objects.visible_to(user).valid_on(day)
    return shown.filter(kind__in=sorted(kinds)).select_related("unit").order_by("kind", "code")
