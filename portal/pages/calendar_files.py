"""The working calendar as files: iCalendar to subscribe to, JSON for programs."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gis.db.clock import clock
from gis.http.negotiation import cacheable, not_modified
from gis.ogc.links import JSON
from gis.query.doors import public_door, weak_tag
from gis.query.params import Params
from portal.pages.calendar import chosen_year
from worktime.exports import ics, told
from worktime.reading import YearTable, year_table, years_covered


def _asked(request: HttpRequest) -> list[YearTable]:
    """The year of the address, or every year that there is."""
    Params(dict(request.GET.lists())).refuse_unknown(frozenset({"year"}))
    years = years_covered(None)
    wanted = [chosen_year(request, years, timezone.localdate(clock()))] if request.GET.get("year") else years
    return [year_table(year, None) for year in wanted]


@public_door
def as_json(request: HttpRequest) -> HttpResponse:
    """Days off, swapped days, notices and office hours.

    Raises:
        QueryError: the year is none of the calendar's, or a parameter is not known.
    """
    body = told.told_calendar(_asked(request))
    return _answer(request, json.dumps(body, ensure_ascii=False).encode(), JSON)


@public_door
def as_ics(request: HttpRequest) -> HttpResponse:
    """Days off and swapped days as events.

    Raises:
        QueryError: as for JSON.
    """
    days = [row for year in _asked(request) for row in year.days]
    body = ics.day_calendar(days, request.build_absolute_uri(reverse("calendar")), request.get_host())
    return _answer(request, body, ics.CONTENT_TYPE)


def _answer(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """A body that is asked for again by its tag."""
    tag = weak_tag(body)
    response = HttpResponse(status=304) if not_modified(request, tag) else HttpResponse(body, content_type=content_type)
    response["ETag"] = tag
    cacheable(response, None)
    return response
