"""A list of a layer page by page: the rows that a page shows, and the same rows as JSON."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from gis.db.wall import is_known
from gis.layers import Field
from gis.ogc.links import JSON, again, link
from gis.ogc.rows import Features, Page
from gis.query.counts import matched
from gis.query.order import read_token
from gis.query.params import Params
from gis.query.question import Question


def features_of(question: Question, params: Params, fields: Sequence[Field], limit: int) -> Features:
    """The rows after the token of the address, without shapes."""
    token = params.one("token")
    after = read_token(question.order, token) if token else None
    return Features(question, Page(tuple(fields), limit=limit, after=after, geometry=False))


def as_json(
    request: HttpRequest, question: Question, params: Params, limit: int, address: Callable[[str], str]
) -> HttpResponse:
    """One page with every field that the reader sees, under the layer's name; shapes are in f=geojson and at /ogc/.

    Args:
        address: path of the page of a row, by its code.
    """
    features = features_of(question, params, question.layer.fields_for(question.user), limit)
    rows: list[dict[str, Any]] = [json.loads(feature)["properties"] for feature in features]
    links = [link(again(request), "self", JSON)]
    if features.next_token:
        links.append(link(again(request, token=features.next_token), "next", JSON))
    body = {
        "numberMatched": matched(question),
        "numberReturned": len(rows),
        question.layer.name: [{**row, "url": request.build_absolute_uri(address(row["code"]))} for row in rows],
        "links": links,
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store" if is_known(question.user) else "no-cache"
    return response
