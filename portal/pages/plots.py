"""The register as a list, and as files: exactly what is filtered."""

import json
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis import layers
from gis.http.negotiation import reader
from gis.layers import Field
from gis.query.counts import matched
from gis.query.params import Params
from gis.query.question import Question, filter_names, read_question
from gis.text.numbers import format_number
from land.past import Past
from land.reading import Labels
from portal.pages import day_boxes, downloads, list_form, list_json
from portal.pages.conditions import in_words
from portal.pages.map_address import map_address
from portal.pages.plot import language

FILTERS = list_form.Filters(
    choices=("unit", "unit_at_record", "land_use", "use_state", "managing_agency", "handling_plan", "location_basis"),
    ranges={
        "area_m2": ("area_from", "area_to", "number"),
        "published_on": ("published_from", "published_to", "date"),
    },
    named=frozenset({"unit", "managing_agency"}),
)
COLUMNS = ("code", "name", "unit_name", "area_m2", "land_use", "use_state", "managing_agency_name")
SORTS = ("code", "-area_m2", "area_m2", "unit_name", "-published_on")
_OWN = frozenset({"f", "token", "era"})
_PAGE = 50
_LONG = frozenset({"land_use", "managing_agency_name"})


@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """The list as a page, as JSON page by page, or as one of the download formats by `?f=`."""
    layer, user = layers.get("plots"), reader(request)
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | _OWN | FILTERS.boxes | {*day_boxes.BOXES})
    if (pairs := day_boxes.address_pairs(params, list_form.tidy(FILTERS, params))) != list(request.GET.items()):
        query = urlencode(pairs, safe=",")
        return HttpResponseRedirect(reverse("plots") + (f"?{query}" if query else ""))
    question = read_question(layer, user, params)
    wanted = params.one("f")
    if wanted == "json":
        return list_json.as_json(request, question, params, _PAGE, partial(_address, question))
    if wanted and wanted != "html":
        return downloads.answer(downloads.of_register(wanted, question, params), user)
    return render(request, "plots.html", _context(request, question, params))


def _address(question: Question, code: str) -> str:
    return reverse("plot", args=[code]) + _state(question)


def _state(question: Question) -> str:
    """The query by which the sheets of a list are of the state that the list is of."""
    return f"?{urlencode(Past(question.day, question.moment).query)}" if question.day else ""


def _context(request: HttpRequest, question: Question, params: Params) -> dict[str, Any]:
    layer, user = question.layer, question.user
    labels = Labels(language())
    fields = [layer.field_for(user, name) for name in COLUMNS]
    features = list_json.features_of(question, params, fields, _PAGE)
    rows = [json.loads(feature)["properties"] for feature in features]
    given = list_form.given_of(request)
    form = list_form.form(_filters(question), question, params)
    boxes = day_boxes.boxes_of(question.day, question.moment)
    return {
        "form": form,
        "boxes": boxes,
        "today": timezone.localdate(),
        "state": _state(question),
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
        "filter_text": in_words(question, params),
        "map_link": map_address(question, params),
        **list_form.ways(given, params, {*form["names"], *boxes.names}, features.next_token),
    }


def _filters(question: Question) -> list_form.Filters:
    """With all flags for people who read them, with the public ones for others."""
    names = {field.name for field in question.layer.fields_for(question.user)}
    flags = "flags" if "flags" in names else "public_flags"
    return replace(FILTERS, choices=(*FILTERS.choices, flags))


def _look(field: Field) -> str:
    """How a cell stands: numbers to the right; long texts over the whole width where a row is a card."""
    if field.name == "name":
        return "name broad"
    if field.kind == "number":
        return "number"
    return "broad" if field.name in _LONG else ""
