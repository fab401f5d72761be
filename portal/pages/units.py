"""Places of the communes on a day, for labels and for zooming: small, while the layer of polygons is not."""

from datetime import date
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import crs
from gis.db.expressions import Corners
from gis.http.problems import DomainError
from territory.models import AdminUnit


@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Communes that existed on `?on=YYYY-MM-DD` (default today) with a point inside and a box, in WGS 84."""
    units = (
        AdminUnit.objects.visible_to(request.user)
        .communes()
        .on_day(_day(request.GET.get("on", "")))
        .filter(geom_3857__isnull=False)
        .annotate(inside=PointOnSurface("geom_3857"), box=Corners("geom_3857"))
        .order_by("code")
        .only("uid", "name", "illustrative")
    )
    answer = JsonResponse({"units": [_place(unit) for unit in units]})
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise DomainError(_("Ngày “%(text)s” chưa đúng. Hãy viết dạng 2025-03-01.") % {"text": text}) from None


def _place(unit: Any) -> dict[str, Any]:
    west, south, east, north = unit.box
    longitudes, latitudes = crs.transform_points(
        [unit.inside.x, west, east], [unit.inside.y, south, north], crs.WEB_MERCATOR, crs.CRS84
    )
    (x, west, east), (y, south, north) = ([round(float(value), 6) for value in row] for row in (longitudes, latitudes))
    return {
        "uid": unit.uid,
        "name": unit.name,
        "point": [x, y],
        "bbox": [west, south, east, north],
        "illustrative": unit.illustrative,
    }
