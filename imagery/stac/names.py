"""STAC's words for the fields of the layer, declared once: items, filters, sorting and queryables read them here."""

from dataclasses import replace
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, TextField
from django.utils.translation import gettext_lazy as _

from gis.layers import Field, Layer
from gis.query.sql import Sql
from imagery.layers import SCENES

VERSION: Final = "1.1.0"
OWN: Final = "datcong"  # prefix of what no extension has a word for
NAMES: Final = {
    "id": "code",
    "collection": "collection",
    "title": "title",
    "datetime": "acquired_at",
    "created": "registered_at",
    "platform": "platform",
    "instruments": "instrument",
    "gsd": "gsd_m",
    "license": "licence",
    "eo:cloud_cover": "cloud_percent",
    "view:sun_azimuth": "sun_azimuth",
    "view:sun_elevation": "sun_elevation",
    "view:off_nadir": "off_nadir",
    f"{OWN}:valid_percent": "valid_percent",
    f"{OWN}:attribution": "attribution",
    f"{OWN}:synthetic": "sample",
    f"{OWN}:publish_level": "publish_level",
}
# STAC writes names of platforms and instruments small: sentinel-2a, landsat-8, ["oli", "tirs"].
_PLATFORM = Sql("lower(replace({0}, ' ', '-'))", F("platform"), output_field=TextField())
_INSTRUMENTS = Sql(
    "string_to_array(NULLIF(lower({0}), ''), '/')", F("instrument"), output_field=ArrayField(TextField())
)
_MISSION = Sql("substring(lower({0}) from '^(sentinel-[0-9]|landsat)')", F("platform"), output_field=TextField())
_WRITTEN: Final[dict[str, dict[str, Any]]] = {
    "platform": {"source": _PLATFORM, "codes": None},
    "instruments": {"source": _INSTRUMENTS, "kind": "string-array", "sortable": False},
}
_MORE: Final = (Field("mission", _MISSION, "string", _("Chương trình vệ tinh"), "Mission", width=20),)


def _in_stac(layer: Layer) -> Layer:
    fields = tuple(replace(field, **_WRITTEN.get(field.name, {})) for field in layer.fields)
    return replace(layer, fields=(*fields, *_MORE))


CATALOGUE: Final = _in_stac(SCENES.renamed("stac", NAMES))
