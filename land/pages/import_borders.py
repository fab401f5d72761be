"""Borders of today's communes under the preview."""

import json
from typing import Any

import numpy as np
import shapely
from django.utils import timezone

from gis import crs
from territory.models import AdminUnit

_TOLERANCE_M = 30.0


def borders(user: Any) -> dict[str, Any]:
    """Communes of today as GeoJSON in WGS 84, coarse enough for a background."""
    rows = list(_communes(user).values_list("name", "geom"))
    shapes = shapely.from_wkb([bytes(geom.wkb) for _name, geom in rows])
    coarse = shapely.simplify(np.asarray(shapes, dtype=object), _TOLERANCE_M)
    moved = shapely.set_precision(crs.transform(coarse, crs.LEGAL, crs.CRS84), 1e-5, mode="pointwise")
    features = [
        {"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)), "properties": {"name": name}}
        for (name, _geom), shape in zip(rows, moved, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def are_illustrative(user: Any) -> bool:
    """Whether one of these borders is ours, drawn for want of a real one."""
    return bool(_communes(user).filter(illustrative=True).exists())


def _communes(user: Any) -> Any:
    return AdminUnit.objects.visible_to(user).communes().on_day(timezone.localdate()).filter(geom__isnull=False)
