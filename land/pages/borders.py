"""What lies under a light map: borders of today's communes, and the plots around one."""

import json
from typing import Any

import numpy as np
import shapely
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import crs
from land import policies, reading
from land.models import Plot
from land.pages.desk import signed_in
from territory.models import AdminUnit

_TOLERANCE_M = 30.0


@signed_in
@require_safe
def show(request: HttpRequest) -> JsonResponse:
    """Communes of today as GeoJSON in WGS 84, coarse enough for a background; `?plot=` adds the plots around it.

    `note` says what the borders are, wherever they are shown.
    """
    if not policies.can_open_desk(request.user):
        raise Http404
    rows = list(_communes(request.user).values_list("name", "geom"))
    shapes = np.asarray(shapely.from_wkb([bytes(geom.wkb) for _name, geom in rows]), dtype=object)
    units = _features("unit", [name for name, _geom in rows], shapely.simplify(shapes, _TOLERANCE_M), 1e-5)
    note = _("Ranh giới phường, xã (minh họa)") if are_illustrative(request.user) else _("Ranh giới phường, xã")
    around = _around(request.user, request.GET.get("plot", ""))
    return JsonResponse({"type": "FeatureCollection", "features": [*units, *around], "note": note})


def are_illustrative(user: Any) -> bool:
    """Whether one of these borders is ours, drawn for want of a real one."""
    return bool(_communes(user).filter(illustrative=True).exists())


def _communes(user: Any) -> Any:
    return AdminUnit.objects.visible_to(user).communes().on_day(timezone.localdate()).filter(geom__isnull=False)


def _around(user: Any, code: str) -> list[dict[str, Any]]:
    """The plots around one, as far as the reader may know of them and of it."""
    plot = Plot.objects.visible_to(user).filter(code=code.replace("\x00", "")[:20]).first() if code else None
    near = reading.neighbours(user, plot) if plot else []
    shapes = shapely.from_wkb([bytes(other.geom.wkb) for other in near])
    return _features("plot", [other.code for other in near], np.asarray(shapes, dtype=object), 1e-7)


def _features(kind: str, names: list[str], shapes: Any, degrees: float) -> list[dict[str, Any]]:
    moved = shapely.set_precision(crs.transform(shapes, crs.LEGAL, crs.CRS84), degrees, mode="pointwise")
    return [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(shape)),
            "properties": {"kind": kind, "name": name},
        }
        for name, shape in zip(names, moved, strict=True)
    ]
