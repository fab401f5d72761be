"""The map layer of administrative units."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from gis import layers
from gis.layers import Field, Geometry, Layer, Style, Swatch
from territory.models import AdminUnit, Level
from territory.querysets import UnitQuerySet


def _rows(user: Any) -> UnitQuerySet:
    return AdminUnit.objects.visible_to(user).filter(valid__endswith=None)


def _as_of(user: Any, day: date) -> UnitQuerySet:
    return AdminUnit.objects.visible_to(user).on_day(day)


def _named(relation: str) -> Any:
    """Units that a unit's land came from or went to, each "name (code)", in the order of their codes."""
    rows = AdminUnit.objects.filter(**{relation: OuterRef("pk")}).order_by("code", "pk")
    return ArraySubquery(rows.values_list(Concat("name", Value(" ("), "code", Value(")"))))


UNITS = Layer(
    name="units",
    title=_("Đơn vị hành chính"),
    title_en="Administrative units",
    description=_("Đơn vị hành chính hiện nay và theo từng thời kỳ."),
    rows=_rows,
    as_of=_as_of,
    key="uid",
    geometry=Geometry("geom", ((10, "geom_low"), (24, "geom_3857"))),
    zooms=(4, 16),
    search="search_text",
    style=Style(
        title=_("Đơn vị hành chính"),
        other=Swatch("", _("Đơn vị hành chính"), ""),
        outline="#6b4f8a",
        width=0.4,
        label='"name"',
        labels_from=250_000,
    ),
    fields=(
        Field("uid", "uid", "string", _("Khóa"), "Key", width=24),
        Field("code", "code", "string", _("Mã"), "Code", tile_from=0, width=5),
        Field("name", "name", "string", _("Tên"), "Name", tile_from=0, width=100),
        Field("unit_type", "unit_type", "string", _("Loại"), "Kind", facet=True, tile_from=0, width=30),
        Field(
            "level",
            "level",
            "string",
            _("Cấp"),
            "Level",
            codes=lambda: {value: str(label) for value, label in Level.choices},
            facet=True,
            tile_from=0,
            width=10,
        ),
        Field("valid_from", "valid__startswith", "date", _("Từ ngày"), "Valid from"),
        Field("valid_to", "valid__endswith", "date", _("Đến trước ngày"), "Valid until (exclusive)"),
        Field("area_official_ha", "area_official_ha", "number", _("Diện tích công bố"), "Official area", unit="har"),
        Field("predecessors", _named("successors"), "string-array", _("Trước đó là"), "Was before"),
        Field("successors", _named("predecessors"), "string-array", _("Sau đó là"), "Became"),
        Field("illustrative", "illustrative", "boolean", _("Ranh giới minh họa"), "Illustrative boundary", tile_from=0),
    ),
)


def register() -> None:
    """Put the layer into the registry."""
    layers.register(UNITS)
