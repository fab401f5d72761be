"""Doors of a plot's pictures. Plot and scene must both be the reader's to see; else neither is there."""

import csv
import io
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis.http.negotiation import cacheable, not_modified
from gis.http.problems import NotFound
from gis.query.params import Params
from imagery.errors import SceneBroken
from imagery.faults import incomplete, reported
from imagery.models import Scene
from imagery.panel import contexts
from imagery.panel.answers import answer_picture, finished, tag_of, width_of
from imagery.panel.cuttings import cutting
from imagery.panel.frames import Frame, frame_of
from imagery.panel.pictures import film
from imagery.panel.record import clear_of, drawn, record_of
from imagery.tiles.renderings import named
from imagery.tiles.sheets import sheet_from, with_parts
from land.models import Plot

_FILM_MOST = 60  # frames


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The record of a plot: a page, `?f=json`, `?f=csv`, or `?f=part` the panel alone for another page."""
    plot = _plot(request, code)
    wanted = request.GET.get("f", "")
    if wanted in {"json", "csv"}:
        frame = frame_of(plot)
        entries = record_of(request.user, plot, frame) if frame else []
        answer = _table(plot, entries) if wanted == "csv" else _json(plot, entries)
        cacheable(answer, request.user)
        return answer
    if wanted not in {"", "html", "part"}:
        raise NotFound(_("Không có định dạng “%(name)s”.") % {"name": wanted[:40]})
    context = {"plot": plot, "panel": contexts.panel_of(request.user, plot, request.GET)}
    template = "imagery/panel/part.html" if wanted == "part" else "imagery/panel/page.html"
    return render(request, template, context)


@require_safe
def show_picture(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One scene around the plot."""
    plot, frame = _framed(request, code)
    return answer_picture(request, pk, frame, str(plot.version))


@require_safe
def show_film(request: HttpRequest, code: str) -> HttpResponse:
    """All clear scenes one after the other, as an animated WebP."""
    params = _params(request, {"look", "width", "all"})
    plot, frame = _framed(request, code)
    rendering = named(params.one("look"))
    entries = drawn(record_of(request.user, plot, frame), rendering)
    if params.one("all") != "1":
        entries = clear_of(entries)
    sheets = [(sheet_from(entry.scene), f"{entry.day:%d/%m/%Y}") for entry in entries[-_FILM_MOST:]]
    width = width_of(params, 480)
    etag = tag_of(
        request.user, plot.version, rendering.name, width, *(f"{sheet.version} {words}" for sheet, words in sheets)
    )
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        missed: list[SceneBroken] = []
        made = film(sheets, frame, rendering, width, missed.append)
        if made is None:
            raise contexts.Unreadable(_("Chưa có ảnh quang mây nào của khu đất này."))
        response = HttpResponse(made, content_type="image/webp")
        response["Content-Disposition"] = f'inline; filename="{plot.code}-{rendering.name}.webp"'
        if missed:
            return incomplete(response, missed)
    return finished(response, request.user, etag)


@require_safe
def show_cutting(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The scene's own pixels around the plot, as a GeoTIFF in the legal CRS."""
    plot, frame = _framed(request, code)
    scene = with_parts(Scene.objects.visible_to(request.user).filter(pk=pk)).first()
    if scene is None:
        raise NotFound(_("Không có cảnh ảnh này."))
    with reported():
        made = cutting(scene, sheet_from(scene), frame)
    if made is None:
        raise contexts.Unreadable(_("Cảnh ảnh này không chụp tới khu đất."))
    response = HttpResponse(made, content_type="image/tiff; application=geotiff")
    response["Content-Disposition"] = content_disposition_header(True, f"{plot.code}-{scene.code}.tif")
    return finished(response, request.user, tag_of(request.user, scene.data_sha256, plot.version))


def _plot(request: HttpRequest, code: str) -> Plot:
    plot: Plot | None = Plot.objects.visible_to(request.user).filter(code=code).first()
    if plot is None:
        raise NotFound(_("Không có khu đất %(code)s, hoặc khu đất chưa được công khai.") % {"code": code})
    return plot


def _framed(request: HttpRequest, code: str) -> tuple[Plot, Frame]:
    plot = _plot(request, code)
    frame = frame_of(plot)
    if frame is None:
        raise contexts.Unreadable(_("Khu đất chưa có vị trí trên bản đồ."))
    return plot, frame


def _params(request: HttpRequest, known: set[str]) -> Params:
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(frozenset(known))
    return params


def _json(plot: Plot, entries: Any) -> JsonResponse:
    body = {"plot": plot.code, "observations": contexts.told(entries)}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _table(plot: Plot, entries: Any) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(contexts.headings())
    writer.writerows(contexts.rows(entries))
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{plot.code}-anh-ve-tinh.csv"'
    return response
