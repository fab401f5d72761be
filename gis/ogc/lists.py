"""Pages of features for people."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.layers import Field, Layer, heading
from gis.ogc.links import FORMATS, GEOJSON, HTML, again, self_and_alternates
from gis.ogc.pages import page
from gis.ogc.rows import Features, Page
from gis.query.counts import matched
from gis.query.facets import labels_of
from gis.query.question import Question
from gis.text.errors import Lang
from gis.text.numbers import format_number

SHOWN = 8  # columns of the list; the item's page has all
_DECIMALS = 4  # what a person reads; programs get all


def items_page(request: HttpRequest, question: Question, wanted: Page) -> HttpResponse:
    """The list as a table."""
    fields = wanted.fields[:SHOWN]
    labels = {field.name: labels_of(field) for field in fields}
    features = Features(question, Page(fields, wanted.crs, wanted.limit, wanted.after, geometry=False))
    rows = [_row(question.layer, fields, labels, json.loads(text)) for text in features]
    lang: Lang = "en" if get_language() == "en" else "vi"
    context = {
        "document": {"links": self_and_alternates(request, FORMATS, "html")},
        "shown": format_number(features.returned, lang),
        "total": format_number(matched(question), lang),
        "asked": [(name, request.GET[name]) for name in request.GET if name not in {"q", "token"}],
        "q": request.GET.get("q", ""),
        "layer": question.layer,
        "fields": [{"title": heading(field)} for field in fields],
        "rows": rows,
        "next": again(request, token=features.next_token) if features.next_token else "",
    }
    return page(request, "ogc/items.html", context)


def _row(layer: Layer, fields: tuple[Field, ...], labels: Any, feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    values = [shown(field, properties[field.name], labels[field.name]) for field in fields]
    return {"href": reverse("ogc:item", args=(layer.name, feature["id"])) + "?f=html", "values": values}


def item_page(request: HttpRequest, layer: Layer, feature: dict[str, Any]) -> HttpResponse:
    """One feature as a table."""
    named = {field.name: field for field in layer.fields}
    rows = [
        (heading(named[name]), shown(named[name], value, labels_of(named[name])))
        for name, value in feature["properties"].items()
    ]
    links = self_and_alternates(request, {"html": HTML, "json": GEOJSON}, "html")
    document = {"id": feature["id"], "links": links}
    return page(request, "ogc/item.html", {"document": document, "layer": layer, "rows": rows})


def shown(field: Field, value: Any, labels: dict[str, str]) -> Any:
    """A value as a person reads it."""
    if value is None or value == "":
        return ""
    if field.kind == "boolean":
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return ", ".join(labels.get(one) or str(one) for one in value)
    if field.kind in {"number", "integer"}:
        return format_number(round(value, _DECIMALS), "en" if get_language() == "en" else "vi")
    if field.kind == "date":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return labels.get(value, value) if isinstance(value, str) else value
