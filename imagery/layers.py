"""The map layer of scenes' footprints, declared once for every door."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, DateTimeField, F, When
from django.utils.translation import gettext_lazy as _

from accounts.scopes import scope_of
from gis import crs, layers
from gis.layers import Audience, Field, Geometry, Layer, Reach, Span, Style, Swatch
from gis.query.temporal import moment_of
from imagery import titles
from imagery.models import Scene
from imagery.querysets import internal_reach
from land.workflow import PublishLevel


def _rows(user: Any) -> Any:
    return Scene.objects.visible_to(user)


def _reach(user: Any) -> Reach:
    """Rows are narrowed to what the reader may know already, and what is internal of a scene is its level."""
    return Reach(internal=True if internal_reach(scope_of(user)) is not None else None)


def _levels() -> Mapping[str, str]:
    return {level.value: str(level.label) for level in PublishLevel}


def _moment(*, last: bool) -> Case:
    """When a scene was taken; of one whose hour nobody knows the first or last moment of its day, of a composite of its
    period."""
    composed = When(starts_at__isnull=False, then=F("ends_at" if last else "starts_at"))
    known = When(time_known=True, then=F("acquired_at"))
    return Case(composed, known, default=moment_of(F("acquired_on"), last=last), output_field=DateTimeField())


SCENES = Layer(
    name="scenes",
    title=_("Cảnh ảnh vệ tinh"),
    title_en="Satellite scenes",
    description=_("Phạm vi và thông tin của từng cảnh ảnh trong kho: ngày chụp, tỷ lệ mây, cỡ điểm ảnh, giấy phép."),
    rows=_rows,
    reach=_reach,
    key="code",
    geometry=Geometry("footprint", ((24, "footprint_3857"),), system=crs.CRS84),
    happened=Span(_moment(last=False), _moment(last=True)),
    zooms=(4, 16),
    bounds=(-180.0, -85.0, 180.0, 85.0),
    optional=True,
    sample=lambda user: _rows(user).filter(sample=True).order_by().exists(),
    style=Style(
        title=_("Phạm vi cảnh ảnh"),
        other=Swatch("", _("Phạm vi cảnh ảnh"), ""),
        outline="#2a5d8f",
        width=0.4,
        label='"acquired_on"',
        labels_from=2_000_000,
        opens=False,
    ),
    fields=(
        Field("code", "code", "string", _("Mã cảnh"), "Scene", tile_from=0, width=100),
        Field("title", "title", "string", _("Tên"), "Title", width=200),
        Field(
            "collection",
            "collection_id",
            "string",
            _("Bộ ảnh"),
            "Collection",
            codes=titles.titles,
            codes_en=titles.titles_en,
            facet=True,
            tile_from=0,
            width=60,
        ),
        Field(
            "collection_title",
            "collection__title",
            "string",
            _("Tên bộ ảnh"),
            "Collection title",
            codes_en=titles.english_of_titles,
            width=120,
        ),
        Field("acquired_at", "acquired_at", "date-time", _("Chụp lúc"), "Acquired at"),
        Field("acquired_on", "acquired_on", "date", _("Ngày chụp"), "Day of acquisition", tile_from=0),
        Field("starts_at", "starts_at", "date-time", _("Ảnh ghép từ lúc"), "Composite from"),
        Field("ends_at", "ends_at", "date-time", _("Ảnh ghép đến lúc"), "Composite to"),
        Field("platform", "platform", "string", _("Vệ tinh, thiết bị bay"), "Platform", facet=True, width=60),
        Field("instrument", "instrument", "string", _("Cảm biến"), "Instrument", width=60),
        Field("gsd_m", "gsd_m", "number", _("Cỡ điểm ảnh (m)"), "Ground sample distance (m)", unit="m"),
        Field("cloud_percent", "cloud_percent", "number", _("Mây (%)"), "Cloud cover (%)", unit="%", tile_from=0),
        Field("valid_percent", "valid_percent", "number", _("Có dữ liệu (%)"), "Valid data (%)", unit="%"),
        Field("sun_azimuth", "sun_azimuth", "number", _("Phương vị mặt trời (°)"), "Sun azimuth (°)", unit="deg"),
        Field("sun_elevation", "sun_elevation", "number", _("Độ cao mặt trời (°)"), "Sun elevation (°)", unit="deg"),
        Field("off_nadir", "off_nadir", "number", _("Góc lệch thiên để (°)"), "Off-nadir angle (°)", unit="deg"),
        Field("licence", "licence", "string", _("Giấy phép"), "Licence", width=60),
        Field("attribution", "attribution", "string", _("Ghi nguồn"), "Attribution", width=200),
        Field("registered_at", "registered_at", "date-time", _("Vào kho lúc"), "Registered at"),
        Field("sample", "sample", "boolean", _("Ảnh mô phỏng"), "Synthetic"),
        Field(
            "publish_level",
            "publish_level",
            "string",
            _("Mức công khai"),
            "Publication level",
            Audience.INTERNAL,
            codes=_levels,
            facet=True,
            width=10,
        ),
    ),
)


def register() -> None:
    """Put the layer into the registry."""
    layers.register(SCENES)
