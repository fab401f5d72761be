"""Values that follow from others: areas by the map, the point, the provisional identifier, the search text."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from accounts.models import Agency
from gis import crs
from gis.geometry import parcel_identifiers
from gis.text.fold import fold
from land.actions.drafts import headline_area
from land.errors import BadChange
from land.models import Plot, PlotVersion
from land.workflow import LocationBasis
from territory.models import AdminUnit

_TENTH = Decimal("0.1")


def to_geos(geometry: BaseGeometry | None, srid: int = crs.LEGAL.srid) -> Any:
    """A shapely geometry as Django stores it."""
    return None if geometry is None else GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=srid)


def to_shapely(geometry: GEOSGeometry | None) -> Any:
    """A stored geometry as shapely."""
    return None if geometry is None else shapely.from_wkb(bytes(geometry.wkb))


def place(plots: Sequence[Plot | PlotVersion], boundaries: Sequence[Any], points: Sequence[Any]) -> None:
    """Set boundary, point, map areas and the provisional identifier of plots, or of what was said of them.

    Args:
        plots: rows to fill, in step with the other two.
        boundaries: shapely MultiPolygons in the legal CRS, or None.
        points: where a plot without a boundary lies, or None.

    Raises:
        BadChange: a boundary is not a valid polygon; the place of the fault is named.
    """
    known = [(plot, boundary) for plot, boundary in zip(plots, boundaries, strict=True) if boundary is not None]
    for plot, boundary, point in zip(plots, boundaries, points, strict=True):
        if boundary is None:
            plot.geom, plot.point = None, to_geos(point)
            plot.area_planar_m2 = plot.area_geodesic_m2 = None
    if known:
        _place_known([plot for plot, _ in known], [boundary for _, boundary in known])


def _place_known(plots: Sequence[Plot | PlotVersion], boundaries: Sequence[Any]) -> None:
    shapes = np.array(boundaries, dtype=object)
    _check_valid(plots, shapes)
    columns = zip(
        plots,
        _ewkb(shapes),
        _ewkb(shapely.point_on_surface(shapes)),
        shapely.area(shapes).tolist(),
        crs.geodesic_areas_m2(boundaries, crs.LEGAL),
        parcel_identifiers(boundaries, crs.LEGAL),
        strict=True,
    )
    for plot, shape, point, planar, geodesic, identifier in columns:
        plot.geom, plot.point = shape, point
        plot.location_basis = LocationBasis.BOUNDARY
        plot.area_planar_m2 = Decimal(planar).quantize(_TENTH)
        plot.area_geodesic_m2 = Decimal(geodesic).quantize(_TENTH)
        if plot.parcel_uid_provisional:
            plot.parcel_uid = identifier


def _check_valid(plots: Sequence[Plot | PlotVersion], shapes: Any) -> None:
    for at in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        raise BadChange(
            _("%(code)s: ranh giới không hợp lệ (%(why)s). Hãy sửa điểm được nêu rồi nhập lại.")
            % {"code": plots[at].code or plots[at].name, "why": shapely.is_valid_reason(shapes[at])}
        )


def _ewkb(shapes: Any) -> Any:
    """Hexadecimal EWKB, which Django reads when somebody looks and COPY takes as it is."""
    return shapely.to_wkb(shapely.set_srid(shapes, crs.LEGAL.srid), hex=True, include_srid=True)


def head(plot: Plot) -> None:
    """Set the headline area: of the method that the record names, else the legal paper before survey before map."""
    values = {f"area_{name}_m2": getattr(plot, f"area_{name}_m2") for name in ("legal", "surveyed", "planar")}
    named = values.get(f"area_{plot.area_method}_m2")
    if named is not None:
        plot.area_m2 = named
    else:
        plot.area_m2, plot.area_method = headline_area(values)


class SearchTexts:
    """Builds the folded text that the one search box looks in; names are read once for many plots."""

    def __init__(self) -> None:
        self._units = dict(AdminUnit.objects.values_list("uid", "search_text"))
        self._agencies = {pk: fold(name) for pk, name in Agency.objects.values_list("pk", "name")}

    def of(self, plot: Plot) -> str:
        """Search text of one plot; old unit names stay findable after a merger."""
        number = f"to {plot.sheet_number} thua {plot.parcel_number}" if plot.sheet_number else ""
        parts = [
            plot.code,
            plot.name,
            plot.address,
            number,
            plot.parcel_uid,
            self._units.get(plot.unit_id, ""),
            self._units.get(plot.unit_at_record_id or "", ""),
            self._agencies.get(plot.managing_agency_id or 0, ""),
        ]
        return fold(" ".join(parts))
