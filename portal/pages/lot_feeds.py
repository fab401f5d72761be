"""Open data of lots: schema, changes, feed, calendar. Everybody gets the same, by the public connection."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from auctions import changes
from auctions.exports import calendar, feed, words
from auctions.models import Lot
from auctions.workflow import LotState, Stage
from gis import layers
from gis.db.clock import clock
from gis.http.negotiation import cacheable, not_modified
from gis.ogc.links import JSON, SCHEMA, link
from gis.ogc.schemas import field_properties
from gis.query.doors import public_door, weak_tag
from gis.query.errors import QueryError
from gis.query.params import Params
from gis.query.scalars import instant
from portal.pages.lot_files import address_by
from portal.pages.plot import language

_MOST, _USUAL = 1000, 100
_OPEN = Q(stage=Stage.OPEN)
# A calendar that holds an event has to be told that it will not be.
_STOPPED = (LotState.SUSPENDED, LotState.CANCELLED, LotState.WITHDRAWN)


@public_door
def schema(request: HttpRequest) -> HttpResponse:
    """JSON Schema of a lot as `/lots/?f=json` has it: public fields with units and code lists."""
    Params(dict(request.GET.lists())).refuse_unknown(frozenset())
    layer = layers.get("lots")
    fields = field_properties(layer, layer.fields_for(AnonymousUser()))
    own = {name: _nullable(one) for name, one in fields.items()}
    address = {"title": _("Trang của lô"), "type": "string", "format": "uri"}
    body = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": request.build_absolute_uri(request.path),
        "title": words.title(),
        "description": words.notice(),
        "type": "object",
        "properties": {**own, "url": address},
        "required": ["code", "url"],
        "additionalProperties": False,
    }
    return _answer(request, _dumped(body), f"{SCHEMA}; charset=utf-8")


def _nullable(described: Mapping[str, Any]) -> dict[str, Any]:
    """What is not announced is null."""
    return {**described, "type": [described["type"], "null"]}


@public_door
def changed(request: HttpRequest) -> HttpResponse:
    """What changed since a moment, page by page: `?since=`, `?limit=`; `next` goes on where the page ends.

    Raises:
        QueryError: a parameter is wrong.
    """
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown({"since", "limit", "after"})
    limit = params.whole("limit", _USUAL, 1, _MOST)
    since, after = _since(params), params.one("after")
    found = changes.changes_since(since, _key(after), limit, clock())
    links = [link(request.build_absolute_uri(), "self", JSON)]
    last = found[-1] if found else None
    going_on = {"limit": str(limit)} if "limit" in request.GET else {}
    if last is not None:
        query = urlencode({"since": last.at.isoformat(), "after": last.key, **going_on}, safe=":")
        links.append(link(f"{request.build_absolute_uri(request.path)}?{query}", "next", JSON))
    body = {"changes": [_told(request, change) for change in found], "numberReturned": len(found), "links": links}
    return _answer(request, _dumped(body), JSON)


def _since(params: Params) -> datetime | None:
    text = params.one("since")
    if not text:
        return None
    try:
        return instant(text.upper())
    except QueryError as error:
        raise error.within("since", text) from None


def _key(text: str) -> str:
    """Where in a moment the page begins; only what `next` says is taken."""
    kind, rest = text[:1], text[1:]
    if not text or (kind == "v" and rest.isdigit() and len(rest) < 19) or (kind == "g" and rest.isalnum()):
        return text
    raise QueryError(_("Hãy dùng địa chỉ “next” của trang trước."), parameter="after", name=text[:40])


def _told(request: HttpRequest, change: changes.Change) -> dict[str, Any]:
    told: dict[str, Any] = {"code": change.code, "changed_at": change.at.isoformat(), "change": change.kind}
    if change.version is None:
        return told
    address = request.build_absolute_uri(reverse("lot", args=[change.code]))
    return {**told, "version": change.version, "state": change.state, "reason": change.reason, "url": address}


@public_door
def rss(request: HttpRequest) -> HttpResponse:
    """Lots that were posted, corrected, sold, not sold, stopped."""
    told = feed.acts()
    body = feed.rss(
        told,
        home=request.build_absolute_uri(reverse("lots")),
        own=request.build_absolute_uri(request.path),
        address=lambda code: request.build_absolute_uri(reverse("lot", args=[code])),
        lang=language(),
    )
    response = _answer(request, body, feed.CONTENT_TYPE)
    if told:
        response["Last-Modified"] = http_date(told[0].at.timestamp())
    return response


@public_door
def open_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar of all lots that take files, and of those that were stopped before a session still to come."""
    stopped = Q(state__in=_STOPPED, session_at__gt=clock(), announced_version__isnull=False)
    lots = Lot.objects.visible_to(None).filter(_OPEN | stopped).with_names().order_by("number")
    body = calendar.lot_calendar(lots, address_by(request), request.get_host())
    return _answer(request, body, calendar.CONTENT_TYPE)


def _dumped(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _answer(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """A body that is asked for again by its tag."""
    tag = weak_tag(body)
    unchanged = not_modified(request, tag)
    response = HttpResponse(status=304) if unchanged else HttpResponse(body, content_type=content_type)
    response["ETag"] = tag
    cacheable(response, None)
    return response
