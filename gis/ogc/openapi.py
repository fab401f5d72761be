"""Pieces of an OpenAPI description."""

from typing import Any

from django.utils.translation import gettext as _

from gis.ogc.links import HTML

Json = dict[str, Any]
SECURITY = {"basic": {"type": "http", "scheme": "basic"}, "bearer": {"type": "http", "scheme": "bearer"}}


def get(summary: str, parameters: list[Json], responses: Json, errors: set[str] | None = None) -> Json:
    """What GET answers."""
    problems = {status: problem() for status in sorted(errors or {"400", "406"})}
    operation = {"summary": summary, "parameters": parameters, "responses": {**responses, **problems}}
    return {"get": operation}


def ok(media: str, schema: Json) -> Json:
    """An answer that is also a page."""
    return content({media: {"schema": schema}, HTML: binary()})


def content(kinds: Json) -> Json:
    """An answer in these media types."""
    return {"200": {"description": "OK", "content": kinds}, "304": {"description": "Not Modified"}}


def file(kind: str) -> Json:
    """A file to keep."""
    return content({kind: binary()})


def problem() -> Json:
    """An error."""
    return {"description": _("Lỗi"), "content": {"application/problem+json": {"schema": ref("problem")}}}


def binary() -> Json:
    """Bytes."""
    return {"schema": {"type": "string", "format": "binary"}}


def ref(name: str) -> Json:
    """A schema of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def param(name: str, schema: Json, description: str, place: str = "query", **more: Any) -> Json:
    """A parameter."""
    made = {"name": name, "in": place, "required": place == "path", "schema": schema, "description": str(description)}
    return {**made, **({"style": "form", "explode": False} if schema.get("type") == "array" else {}), **more}


def formats(*names: str) -> Json:
    """The parameter that names a format."""
    return param("f", {"type": "string", "enum": list(names)}, "json, html, csv, ...")


def schemas() -> Json:
    """Schemas that every description of ours refers to."""
    text, links = {"type": "string"}, {"type": "array", "items": ref("link")}
    return {
        "link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {"href": text, "rel": text, "type": text},
        },
        "landing": {"type": "object", "required": ["links"], "properties": {"title": text, "links": links}},
        "conformance": {
            "type": "object",
            "required": ["conformsTo"],
            "properties": {"conformsTo": {"type": "array", "items": text}},
        },
        "collection": {"type": "object", "required": ["id", "links"], "properties": {"id": text, "links": links}},
        "collections": {
            "type": "object",
            "required": ["links", "collections"],
            "properties": {"links": links, "collections": {"type": "array", "items": ref("collection")}},
        },
        "problem": {
            "type": "object",
            "required": ["title", "status", "code", "detail"],
            "properties": {"title": text, "status": {"type": "integer"}, "code": text, "detail": text},
        },
    }
