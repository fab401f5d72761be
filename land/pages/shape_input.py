"""Shapes that a person gives: drawn on the map, pasted as corners, or in a file. All end in the legal CRS."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapely
from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from gis import crs
from gis.geometry import to_multipolygon
from gis.http.problems import DomainError
from land import pasted
from land.pages.acts import rewritten
from land.pages.shape_files import shapes_of_file
from land.pages.uploads import check_name

MOST_BYTES = 20 * 1024 * 1024
MOST_SHAPES = 200
LINES, AREAS = "lines", "areas"


@dataclass
class Shapes:
    """What was given, by kind."""

    areas: list[Any] = field(default_factory=list)
    lines: list[LineString] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.areas or self.lines or self.points)


class ShapeInput(forms.Form):
    """Mix-in: `read_shapes` in validation. A file goes before the drawing, the drawing before pasted corners.

    A file cannot be sent back to the browser, so what was read from it is kept in the form as text; `told` holds what
    is to be said of its coordinates.
    """

    drawn = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-drawn": ""}))
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(label=gettext_lazy("Tệp"), required=False)
    corners = forms.CharField(
        label=gettext_lazy("Tọa độ"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "coordinates", "spellcheck": "false"}),
    )
    system = forms.ChoiceField(
        label=gettext_lazy("Hệ tọa độ"),
        required=False,
        choices=[
            ("", gettext_lazy("Như tệp ghi; X, Y dán vào: VN-2000 / TM-3 107-45")),
            *((str(system.epsg), system.title) for system in pasted.SYSTEMS),
        ],
        widget=forms.Select(attrs={"aria-describedby": "system-help"}),
    )
    swapped = forms.BooleanField(
        label=gettext_lazy("Trong tệp, tọa độ bắc đứng trước tọa độ đông"), required=False, initial=False
    )
    told: Sequence[str] = ()
    corners_as = AREAS  # what a group of pasted corners is

    def read_shapes(self) -> Shapes:
        """What the person gave.

        Raises:
            ValidationError: under the field at fault.
        """
        values = self.cleaned_data
        for name, reader in (
            ("file", self._of_file),
            ("drawn", _of_geojson),
            ("corners", self._of_corners),
            ("kept", _of_text),
        ):
            value = values.get(name)
            if not value or (isinstance(value, str) and not value.strip()):
                continue
            try:
                found = reader(value)
            except DomainError as refusal:
                raise forms.ValidationError({name: refusal.detail}) from refusal
            if found:
                return found
        return Shapes()

    def keep(self, shapes: Shapes) -> None:
        """Carry what came from a file on in the form."""
        self.data = rewritten(self.data, kept=_to_text(shapes))

    def _of_corners(self, text: str) -> Shapes:
        system = crs.by_srid(int(self.cleaned_data.get("system") or crs.LEGAL.srid))
        groups = pasted.corner_groups(text, system)
        if self.corners_as == LINES:
            return Shapes(lines=pasted.lines(groups))
        if len(groups) == 1 and len(groups[0]) == 1:
            return Shapes(points=[Point(groups[0][0])])
        return Shapes(areas=list(pasted.polygons(groups)))

    def _of_file(self, upload: Any) -> Shapes:
        if upload.size > MOST_BYTES:
            raise forms.ValidationError({"file": _("Tệp lớn hơn 20 MB. Hãy chỉ giữ lại các hình của khu đất này.")})
        check_name(upload.name)
        with TemporaryDirectory(prefix="shapes-") as folder:
            path = Path(folder) / os.path.basename(upload.name)
            with path.open("wb") as target:
                for piece in upload.chunks():
                    target.write(piece)
            read = shapes_of_file(
                path, srid=self.cleaned_data.get("system") or "", swapped=bool(self.cleaned_data.get("swapped"))
            )
        self.told = read.remarks
        found = _sorted(read.shapes)
        self.keep(found)
        return found


def tell(request: HttpRequest, sentences: Sequence[str]) -> None:
    """Say on the next page how the coordinates of a file were read."""
    for sentence in sentences:
        messages.warning(request, sentence)


def _of_geojson(text: str) -> Shapes:
    try:
        shapes = shapely.get_parts(shapely.from_geojson(text))
        moved = [crs.transform(shape, crs.CRS84, crs.LEGAL) for shape in shapes]
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise forms.ValidationError({"drawn": _("Không đọc được hình vẽ. Hãy vẽ lại.")}) from error
    return _sorted(moved)


def _of_text(text: str) -> Shapes:
    try:
        return _sorted(list(shapely.get_parts(shapely.from_wkb(text))))
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise forms.ValidationError({"kept": _("Không đọc được hình từ tệp. Hãy tải tệp lên lại.")}) from error


def _to_text(shapes: Shapes) -> str:
    every: list[BaseGeometry] = [*shapes.areas, *shapes.lines, *shapes.points]
    return str(shapely.to_wkb(shapely.GeometryCollection(every), hex=True))


def _sorted(shapes: list[Any]) -> Shapes:
    if len(shapes) > MOST_SHAPES:
        raise forms.ValidationError(_("Có quá nhiều hình; tối đa %(most)d hình một lần.") % {"most": MOST_SHAPES})
    found = Shapes()
    for shape in shapes:
        if shape.geom_type in {"Polygon", "MultiPolygon"}:
            found.areas.append(to_multipolygon(shape))
        elif shape.geom_type in {"LineString", "MultiLineString"}:
            found.lines.extend(shapely.get_parts(shape))
        elif shape.geom_type in {"Point", "MultiPoint"}:
            found.points.extend(shapely.get_parts(shape))
    return found
