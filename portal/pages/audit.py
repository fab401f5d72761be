"""The log of the register: who changed what, when and why, for those who may read it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.readers import kinds_for
from gis.http.streaming import stream
from gis.text.numbers import format_number
from land.pages.desk import only
from portal.log.asking import Wish, listed, narrowed
from portal.log.rows import Writer
from portal.log.table import pieces
from portal.log.words import families_for
from portal.pages.plot import language

for_readers = only(kinds_for)


@for_readers
@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """A page of the log, or with `?f=csv` all that matches."""
    wish = Wish.of(request.GET)
    if request.GET.get("f") == "csv":
        return _file(request, wish)
    return _page(request, wish)


def _page(request: HttpRequest, wish: Wish) -> HttpResponse:
    found = listed(request.user, wish)
    writer = Writer(request.user, language(), found.events)
    given = wish.given()
    context = {
        "wish": wish,
        "rows": [writer.row(event) for event in found.events],
        "count": format_number(found.count, language()),
        "families": families_for(kinds_for(request.user)),
        "filtered": bool(given),
        "csv": urlencode(given | {"f": "csv"}),
        "next": urlencode(given | {"after": found.after}) if found.after else "",
        "first": urlencode(given) if wish.after else None,
    }
    return render(request, "audit.html", context)


def _file(request: HttpRequest, wish: Wish) -> HttpResponseBase:
    answer = stream(request, pieces(narrowed(request.user, wish)), "text/csv; charset=utf-8")
    name = f"nhat-ky-{timezone.localdate():%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
