"""The map layer of plots, declared once for every door."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from accounts.scopes import scope_of
from gis import layers
from gis.layers import Audience, Field, Geometry, Layer, Reach
from land import codes, reference_layers
from land.colours import land_use_style
from land.models import Plot, PlotVersion
from land.querysets import PlotQuerySet, PlotVersionQuerySet, internal_reach
from land.tallies import tally_of
from land.workflow import (
    PUBLIC_FLAGS,
    AreaMethod,
    Confidence,
    FlagKind,
    HandlingPlan,
    LegalStatus,
    LocationBasis,
    Origin,
    PublishLevel,
    ReviewState,
    UseState,
)
from territory.models import AdminUnit

INTERNAL = Audience.INTERNAL


def _rows(user: Any) -> PlotQuerySet:
    return Plot.objects.visible_to(user).active()


def _as_of(user: Any, day: date) -> PlotVersionQuerySet:
    return PlotVersion.objects.visible_to(user).active().valid_on(day)


def _said(user: Any, moment: datetime, day: date) -> PlotVersionQuerySet:
    return PlotVersion.objects.visible_to(user).active().said_at(moment, day)


def _reach(user: Any) -> Reach:
    condition = internal_reach(scope_of(user))
    return Reach(internal=condition, restricted=condition if scope_of(user).restricted else None)


def _labels(choices: Any) -> Mapping[str, str]:
    return {value: str(label) for value, label in choices.choices}


def _agencies() -> Mapping[str, str]:
    return dict(Agency.objects.values_list("code", "name"))


def _agencies_en() -> Mapping[str, str]:
    return {code: english or name for code, name, english in Agency.objects.values_list("code", "name", "name_en")}


def _agency_names_en() -> Mapping[str, str]:
    return dict(Agency.objects.exclude(name_en="").values_list("name", "name_en"))


def _units_ever() -> Mapping[str, str]:
    return AdminUnit.objects.on_papers().told_apart()


def _public_flags() -> Mapping[str, str]:
    return {code: label for code, label in _labels(FlagKind).items() if code in PUBLIC_FLAGS}


def coded(choices: Any) -> Any:
    """Labels of a TextChoices, read late so that they are in the language of the request."""
    return partial(_labels, choices)


_text = partial(Field, kind="string")
_code = partial(Field, kind="string", facet=True)
_area = partial(Field, kind="number", unit="m2")

FIELDS = (
    _text("code", "code", title=_("Mã khu đất"), title_en="Plot code", tile_from=0),
    _text("name", "name", title=_("Tên khu đất"), title_en="Name", width=200),
    _text("address", "address", title=_("Địa chỉ"), title_en="Address", width=254),
    _code(
        "unit",
        "unit_id",
        title=_("Phường, xã hiện nay"),
        title_en="Current unit",
        codes=codes.units,
        tile_from=12,
        width=24,
    ),
    _text("unit_name", "unit__name", title=_("Phường, xã"), title_en="Current unit name", width=100),
    _code(
        "unit_at_record",
        "unit_at_record_id",
        title=_("Đơn vị khi lập"),
        title_en="Unit at record",
        codes=_units_ever,
        width=24,
        # What the paper says, never what follows from the place (docs/adr/0026).
        missing=_("Chưa ghi đơn vị khi lập"),
    ),
    _text(
        "unit_at_record_name",
        "unit_at_record__name",
        title=_("Đơn vị khi lập (tên)"),
        title_en="Name of unit at record",
        width=100,
    ),
    _text("sheet_number", "sheet_number", title=_("Số tờ bản đồ"), title_en="Map sheet", tile_from=16),
    _text("parcel_number", "parcel_number", title=_("Số thửa"), title_en="Parcel number", tile_from=16, width=60),
    _text("parcel_uid", "parcel_uid", title=_("Mã định danh thửa đất"), title_en="Parcel identifier", width=12),
    Field(
        "parcel_uid_provisional",
        "parcel_uid_provisional",
        "boolean",
        _("Mã định danh tạm tính"),
        "Identifier is provisional",
    ),
    _area("area_m2", "area_m2", title=_("Diện tích (m²)"), title_en="Area (m²)", tile_from=12),
    _code(
        "area_method",
        "area_method",
        title=_("Căn cứ diện tích"),
        title_en="Area method",
        codes=coded(AreaMethod),
        width=10,
    ),
    _area("area_legal_m2", "area_legal_m2", title=_("Diện tích pháp lý (m²)"), title_en="Legal area (m²)"),
    _area("area_surveyed_m2", "area_surveyed_m2", title=_("Diện tích đo đạc (m²)"), title_en="Surveyed area (m²)"),
    _area("area_planar_m2", "area_planar_m2", title=_("Diện tích trên bản đồ (m²)"), title_en="Planar area (m²)"),
    _area(
        "area_geodesic_m2", "area_geodesic_m2", title=_("Diện tích trên mặt elip (m²)"), title_en="Geodesic area (m²)"
    ),
    codes.land_use_field(
        "land_use",
        "land_use_id",
        title=_("Loại đất theo hồ sơ"),
        title_en="Land use on record",
        tile_from=0,
        width=5,
    ),
    codes.land_use_field(
        "land_use_current",
        "land_use_current_id",
        title=_("Loại đất hiện trạng"),
        title_en="Current land use",
        width=5,
    ),
    _code("origin", "origin", title=_("Nguồn gốc"), title_en="Origin", codes=coded(Origin), width=24),
    _code(
        "managing_agency",
        "managing_agency__code",
        title=_("Mã đơn vị quản lý"),
        title_en="Managing agency code",
        codes=_agencies,
        codes_en=_agencies_en,
        tile_from=12,
        width=40,
    ),
    _text(
        "managing_agency_name",
        "managing_agency__name",
        title=_("Đơn vị quản lý"),
        title_en="Managing agency",
        codes_en=_agency_names_en,
        width=200,
    ),
    _text(
        "using_agency_name",
        "using_agency__name",
        title=_("Đơn vị sử dụng"),
        title_en="Using agency",
        codes_en=_agency_names_en,
        width=200,
    ),
    _text("decision_number", "decision_number", title=_("Số quyết định"), title_en="Decision number", width=80),
    Field("decision_on", "decision_on", "date", _("Ngày quyết định"), "Decision date"),
    _text("decision_issuer", "decision_issuer", title=_("Cơ quan ban hành"), title_en="Issued by", width=200),
    _code(
        "use_state",
        "use_state",
        title=_("Hiện trạng"),
        title_en="Use state",
        codes=coded(UseState),
        tile_from=0,
        width=16,
    ),
    Field(
        "public_flags",
        "public_flags",
        "string-array",
        _("Tình trạng công bố"),
        "Published flags",
        codes=_public_flags,
        facet=True,
        sortable=False,
        width=80,
    ),
    _code(
        "legal_status",
        "legal_status",
        title=_("Pháp lý"),
        title_en="Legal status",
        codes=coded(LegalStatus),
        width=16,
    ),
    _code(
        "handling_plan",
        "handling_plan",
        title=_("Phương án xử lý"),
        title_en="Handling plan",
        codes=coded(HandlingPlan),
        tile_from=12,
        width=20,
    ),
    Field("published_on", "published_on", "date", _("Ngày công khai"), "Published on", tile_from=12),
    _text("source", "source", title=_("Nguồn"), title_en="Source", width=254),
    Field("surveyed_on", "surveyed_on", "date", _("Ngày đo đạc"), "Surveyed on"),
    _code(
        "location_basis",
        "location_basis",
        title=_("Căn cứ vị trí"),
        title_en="Location basis",
        codes=coded(LocationBasis),
        tile_from=0,
        width=10,
    ),
    # Internal from here on.
    Field(
        "flags",
        "flags",
        "string-array",
        _("Tình trạng cần chú ý"),
        "Flags",
        audience=INTERNAL,
        codes=coded(FlagKind),
        facet=True,
        sortable=False,
        tile_from=12,
        width=120,
    ),
    _code(
        "publish_level",
        "publish_level",
        title=_("Mức công khai"),
        title_en="Publication level",
        audience=INTERNAL,
        codes=coded(PublishLevel),
        tile_from=12,
        width=10,
    ),
    _code(
        "review_state",
        "review_state",
        title=_("Rà soát"),
        title_en="Review",
        audience=INTERNAL,
        codes=coded(ReviewState),
        tile_from=12,
        width=14,
    ),
    _code(
        "confidence",
        "confidence",
        title=_("Độ tin cậy"),
        title_en="Confidence",
        audience=INTERNAL,
        codes=coded(Confidence),
        width=8,
    ),
    _text("note", "note", title=_("Ghi chú nội bộ"), title_en="Internal note", audience=INTERNAL, width=254),
)

PLOTS = Layer(
    name="plots",
    title=_("Khu đất công"),
    title_en="Public land plots",
    description=_("Khu đất do Nhà nước quản lý. Chỉ có giá trị tham khảo."),
    rows=_rows,
    as_of=_as_of,
    said=_said,
    reach=_reach,
    key="code",
    number="number",
    fields=FIELDS,
    geometry=Geometry("geom", ((13, "geom_z13"), (24, "geom_3857")), anchor="anchor_3857", span="span_m", cell="cell"),
    zooms=(5, 18),
    aggregate_below=12,
    crowded_below=15,
    aggregate_by=("land_use", "use_state"),
    area="area_m2",
    search="search_text",
    search_words="search_words",
    tally=tally_of,
    sample=lambda user: _rows(user).filter(sample=True).order_by().exists(),
    style=land_use_style(
        # Sheet and parcel as they stand on maps, else the code; the land use below.
        label='if("sheet_number" <> \'\' and "parcel_number" <> \'\', "sheet_number" || \'/\' || "parcel_number", '
        "\"code\") || coalesce('\\n' || \"land_use\", '')",
        features_from=25_000,
    ),
)


def register() -> None:
    """Put the layers into the registry."""
    layers.register(PLOTS)
    reference_layers.register()
