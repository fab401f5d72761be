"""Splitting a plot: cut, look, decide. Nothing is written before the third step."""

from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gis import crs
from land import reading
from land.actions.derive import to_shapely
from land.models import Plot
from land.pages.acts import finished_end, for_verb, page_of_end
from land.pages.heir_forms import why_asked
from land.pages.shape_input import tell
from land.pages.split_forms import CutForm, HasGround, PartSet, SplitForm, to_text
from land.parts_sketch import parts_svg
from land.workflow import PublishLevel


@for_verb("split")
def split(request: HttpRequest, plot: Plot) -> HttpResponse:
    """First how, then what, then the act."""
    step = request.POST.get("step", "")
    if step == "commit":
        return _commit(request, plot)
    if step == "preview":
        return _preview(request, plot)
    data = request.POST if step == "back" else None
    return _cut(request, plot, CutForm(data, plot=plot))


def _cut(request: HttpRequest, plot: Plot, form: CutForm) -> HttpResponse:
    context = {"form": form, "map": drawing_of(plot, reading.neighbours(request.user, plot))}
    return page_of_end(request, [plot], "land/acts/split.html", context)


def _preview(request: HttpRequest, plot: Plot) -> HttpResponse:
    cut = CutForm(request.POST, request.FILES, plot=plot)
    if not cut.is_valid():
        return _cut(request, plot, cut)
    tell(request, cut.told)
    first = [{"shape": to_text(part), "name": plot.name} for part in cut.parts]
    rows = PartSet(initial=first, prefix="part", form_kwargs={"parents": [plot]})
    return _parts(request, plot, cut, rows, SplitForm(actor=request.user, plot=plot, parts=rows))


def _commit(request: HttpRequest, plot: Plot) -> HttpResponse:
    rows = PartSet(request.POST, prefix="part", form_kwargs={"parents": [plot]})
    form = SplitForm(request.POST, actor=request.user, plot=plot, parts=rows)
    form.is_valid()
    if form.done:
        codes = ", ".join(made.code for made in form.done)
        return finished_end(request, plot, form, _("Đã tách thành %(codes)s.") % {"codes": codes})
    return _parts(request, plot, CutForm(request.POST, plot=plot), rows, form)


def _parts(request: HttpRequest, plot: Plot, cut: CutForm, rows: Any, form: SplitForm) -> HttpResponse:
    shapes = [row.geometry for row in rows]
    context = {
        "cut": cut,
        "rows": rows,
        "form": form,
        "areas": [None if shape is None else shape.area for shape in shapes],
        "whole": plot.geom.area if plot.geom else None,
        "sketch": _sketch(request, plot, shapes),
        "why_asked": why_asked([plot]),
        "is_public": plot.publish_level == PublishLevel.PUBLIC,
    }
    return page_of_end(request, [plot], "land/acts/split_parts.html", context)


def _sketch(request: HttpRequest, plot: Plot, shapes: list[Any]) -> str:
    if not shapes or any(shape is None for shape in shapes):
        return ""
    around = [to_shapely(other.geom) for other in reading.neighbours(request.user, plot)]
    drawn = parts_svg(
        shapes,
        title=_("Các phần của khu đất %(code)s") % {"code": plot.code},
        description=_("Mỗi phần mang số thứ tự của bảng bên cạnh. Bắc ở phía trên."),
        around=around,
        outline=to_shapely(plot.geom),
    )
    return SafeString(drawn)  # built by ElementTree, which escapes every text


def drawing_of(plot: HasGround | None, around: list[Plot], part: Any = None) -> dict[str, str]:
    """What the drawing map shows, as GeoJSON in WGS 84: the boundary, those around it, a part that is drawn already."""
    boundary = to_shapely(plot.geom) if plot is not None else None
    others = [to_shapely(other.geom) for other in around]
    return {
        "boundary": _geojson(boundary) if boundary is not None else "",
        "around": _geojson(shapely.GeometryCollection(others)) if others else "",
        "part": _geojson(to_shapely(part)) if part is not None else "",
    }


def _geojson(shape: Any) -> str:
    moved = crs.transform(shape, crs.LEGAL, crs.CRS84)
    return str(shapely.to_geojson(shapely.set_precision(moved, 1e-9, mode="pointwise")))
