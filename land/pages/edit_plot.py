"""Correcting the record of a plot at the desk: the fields that are one's own, and the boundary."""

from copy import copy
from typing import Any

import shapely
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gis.geometry import to_multipolygon
from land import policies, reading
from land.forms import REVISED, RevisionForm
from land.models import Plot
from land.pages.acts import finished, for_verb, page
from land.pages.plot_fields import dress, grouped
from land.pages.revision import DeskRevisionForm
from land.pages.shape_input import ShapeInput, tell
from land.pages.split import drawing_of
from land.workflow import LocationBasis


class EditPlotForm(ShapeInput, DeskRevisionForm):
    """Fields the person may not change are left out; a shape, when one is given, replaces the boundary."""

    class Meta(RevisionForm.Meta):
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.boundary: Any = None
        super().__init__(*args, **kwargs)
        for name in REVISED:
            if not self.may(name):
                del self.fields[name]
        self.may_draw = self.may("geom")
        dress(self)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.may_draw and not self.errors:
            given = self.read_shapes()
            if given and not given.areas:
                raise forms.ValidationError(_("Hình cho khu đất phải là vùng khép kín."))
            if given.areas:
                self.boundary = to_multipolygon(shapely.union_all(given.areas))
        return values

    def changes(self) -> dict[str, Any]:
        """With the boundary, when one was given."""
        if self.boundary is None:
            return super().changes()
        return super().changes() | {"geom": self.boundary, "location_basis": LocationBasis.BOUNDARY}


@for_verb("revise")
def edit(request: HttpRequest, plot: Plot) -> HttpResponse:
    """The form; what it changed is told on the plot's page."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EditPlotForm(data, files, actor=request.user, instance=copy(plot))
    if form.is_valid() and form.done is not None:
        tell(request, form.told)
        return finished(request, plot, _("Đã sửa hồ sơ; bản trước còn trong lịch sử."))
    context = {
        "form": form,
        "groups": grouped(form),
        "may_redraw": form.may_draw and plot.geom is not None,
        "may_set_parcels": policies.can_set_parcels(request.user, plot),
        "map": drawing_of(plot, reading.neighbours(request.user, plot)),
    }
    return page(request, plot, "land/acts/edit_plot.html", context)
