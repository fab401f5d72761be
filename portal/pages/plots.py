"""The register as a list, and as files: exactly what is filtered."""

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gis import layers
from gis.http.negotiation import reader
from gis.ogc.rows import Features, Page
from gis.query.counts import matched
from gis.query.order import read_token
from gis.query.params import Params
from gis.query.question import Question, filter_names, read_question
from gis.text.numbers import format_number
from land.reading import Labels
from portal.pages import downloads
from portal.pages.conditions import in_words
from portal.pages.plot import language
from portal.pages.print_map import map_address

COLUMNS = ("code", "name", "unit_name", "area_m2", "land_use", "use_state", "managing_agency_name")
SORTS = ("code", "-area_m2", "area_m2", "unit_name", "-published_on")
_OWN = frozenset({"f", "token", "era"})
_PAGE = 50
_LONG = frozenset({"land_use", "managing_agency_name"})


@require_safe
def show(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list as a page, or as one of the download formats by `?f=`."""
    layer, user = layers.get("plots"), reader(request)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | _OWN)
    question = read_question(layer, user, params)
    wanted = params.one("f")
    if wanted and wanted != "html":
        return downloads.answer(downloads.of_register(wanted, question, params), user)
    return render(request, "plots.html", _context(request, question, params))


def _context(request: HttpRequest, question: Question, params: Params) -> dict[str, Any]:
    layer, user = question.layer, question.user
    labels = Labels(language())
    fields = [layer.field_for(user, name) for name in COLUMNS]
    token = params.one("token")
    after = read_token(question.order, token) if token else None
    features = Features(question, Page(tuple(fields), limit=_PAGE, after=after, geometry=False))
    rows = [json.loads(feature)["properties"] for feature in features]
    given = [(name, value) for name, value in request.GET.items() if name != "token"]
    return {
        "count": (count := matched(question)),
        "downloads": downloads.formats(),
        "count_text": format_number(count, language()),
        "query": params.one("q"),
        "sortby": params.one("sortby"),
        "sorts": SORTS,
        "headings": [(labels.title(field), field.kind == "number") for field in fields],
        "rows": [
            {
                "code": row["code"],
                "cells": [
                    (labels.title(field), labels.text(field, row[field.name]), _look(field)) for field in fields[1:]
                ],
            }
            for row in rows
        ],
        "next": urlencode([*given, ("token", features.next_token)]) if features.next_token else "",
        "first": urlencode(given) if token else None,
        "filter_text": in_words(question, params),
        "map_address": map_address([(name, str(value)) for name, value in given if name not in _OWN | {"sortby"}]),
        "kept": [(name, value) for name, value in given if name not in {"q", "sortby"}],
        "parameters": urlencode([(name, value) for name, value in given if name != "f"]),
    }


def _look(field: layers.Field) -> str:
    """How a cell stands: numbers to the right; long texts over the whole width where a row is a card."""
    if field.name == "name":
        return "name broad"
    if field.kind == "number":
        return "number"
    return "broad" if field.name in _LONG else ""
