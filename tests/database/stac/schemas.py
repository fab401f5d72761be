"""STAC's JSON Schemas without a network: STAC's own, which pystac brings, and of the extensions what this service uses.

The extensions' published schemas are other people's files and stay out of the project; what they demand of the fields
that are written here is said again below, after their specifications.
"""

from typing import Any

from pystac.validation import JsonSchemaSTACValidator, validate_dict
from pystac.validation.local_validator import get_local_schema_cache

NUMBER: dict[str, Any] = {"type": "number"}
TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
COMMON_NAMES = [
    *("pan", "coastal", "blue", "green", "green05", "yellow", "red"),
    *("rededge", "rededge071", "rededge075", "rededge078", "nir", "nir08", "nir09"),
    *("cirrus", "swir16", "swir22", "lwir", "lwir11", "lwir12"),
]


def _between(low: float, high: float) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high}


def _whole(low: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low}


# Extension -> its version, and what its fields must be wherever they stand: in properties, assets, bands or links.
RULES: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "eo": (
        "v2.0.0",
        {
            "eo:cloud_cover": _between(0, 100),
            "eo:snow_cover": _between(0, 100),
            "eo:common_name": {"enum": COMMON_NAMES},
            "eo:center_wavelength": NUMBER,
            "eo:full_width_half_max": NUMBER,
        },
    ),
    "raster": (
        "v2.0.0",
        {
            "raster:scale": NUMBER,
            "raster:offset": NUMBER,
            "raster:spatial_resolution": NUMBER,
            "raster:sampling": {"enum": ["area", "point"]},
            "raster:bits_per_sample": _whole(1),
            "raster:histogram": {"type": "object", "required": ["count", "min", "max", "buckets"]},
        },
    ),
    "projection": (
        "v2.0.0",
        {
            "proj:code": {"type": ["string", "null"], "pattern": "^[A-Z]+:[0-9A-Za-z]+$"},
            "proj:shape": {"type": "array", "items": _whole(0), "minItems": 2, "maxItems": 2},
            "proj:transform": {"type": "array", "items": NUMBER, "minItems": 6, "maxItems": 9},
            "proj:bbox": {"type": "array", "items": NUMBER, "minItems": 4, "maxItems": 6},
            "proj:geometry": {"type": "object"},
            "proj:centroid": {"type": "object", "required": ["lat", "lon"]},
        },
    ),
    "view": (
        "v1.1.0",
        {
            "view:sun_azimuth": _between(0, 360),
            "view:sun_elevation": _between(-90, 90),
            "view:off_nadir": _between(0, 90),
            "view:incidence_angle": _between(0, 90),
            "view:azimuth": _between(0, 360),
        },
    ),
    "file": (
        "v2.1.0",
        {
            "file:checksum": {"type": "string", "pattern": "^[a-f0-9]+$"},
            "file:size": _whole(0),
            "file:local_path": {"type": "string", "pattern": "^[^\\\\]+$"},
        },
    ),
    "processing": (
        "v1.2.0",
        {
            "processing:lineage": TEXT,
            "processing:level": TEXT,
            "processing:facility": TEXT,
            "processing:version": TEXT,
            "processing:datetime": {"type": "string", "format": "date-time"},
            "processing:software": {"type": "object", "additionalProperties": {"type": "string"}},
            "processing:expression": {"type": "object", "required": ["format", "expression"]},
        },
    ),
    "classification": (
        "v1.1.0",
        {
            "classification:classes": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["value"],
                    "properties": {"value": {"type": "integer"}, "name": {"pattern": "^[0-9A-Za-z-_]+$"}},
                },
            }
        },
    ),
    "render": (
        "v2.0.0",
        {
            "renders": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["assets"],
                    "properties": {
                        "assets": {"type": "array", "items": TEXT, "minItems": 1},
                        "title": TEXT,
                        "rescale": {"type": "array", "items": {"type": "array", "minItems": 2, "maxItems": 2}},
                    },
                },
            }
        },
    ),
    "web-map-links": (
        "v1.2.0",
        {
            "links": {
                "type": "array",
                "items": {
                    "if": {"properties": {"rel": {"enum": ["xyz", "tilejson", "wmts", "wms", "pmtiles"]}}},
                    "then": {"required": ["href", "type"], "properties": {"type": TEXT}},
                },
            }
        },
    ),
}


def _schema(address: str, fields: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The fields at every depth of a document that names the extension."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "required": ["stac_extensions"],
        "properties": {"stac_extensions": {"type": "array", "contains": {"const": address}}},
        "allOf": [{"$ref": "#/definitions/thing"}],
        "definitions": {
            "thing": {
                "if": {"type": "object"},
                # Summaries hold ranges and lists of values, not values.
                "then": {
                    "properties": fields | {"summaries": {}},
                    "additionalProperties": {"$ref": "#/definitions/thing"},
                },
                "else": {"if": {"type": "array"}, "then": {"items": {"$ref": "#/definitions/thing"}}},
            }
        },
    }


def _address(name: str, version: str) -> str:
    return f"https://stac-extensions.github.io/{name}/{version}/schema.json"


EXTENSIONS = {
    address: _schema(address, fields)
    for name, (version, fields) in RULES.items()
    for address in [_address(name, version)]
}
EVERY: dict[str, Any] = {**get_local_schema_cache(), **EXTENSIONS}


class Offline(JsonSchemaSTACValidator):
    """Knows every schema that this service names; one that it does not know is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.schema_cache |= EXTENSIONS

    def _get_schema(self, schema_uri: str) -> dict[str, Any]:
        return self.schema_cache[schema_uri]


def validate(document: dict[str, Any]) -> list[str]:
    """Addresses of the schemas that a document was held against.

    Raises:
        STACValidationError: it breaks one.
    """
    return [str(one) for one in validate_dict(document, validator=Offline())]
