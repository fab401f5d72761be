"""Moving single corners of a boundary on a Leaflet map."""

from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from land import reading
from land.forms import BoundaryField, BoundaryRevisionForm, BoundaryWidget
from land.models import Plot
from land.pages.acts import finished, for_verb, page
from land.pages.revision import DeskRevisionForm
from land.pages.split import drawing_of


class CornersWidget(BoundaryWidget):
    """The boundary with a handle on every corner from the start (`acts/corners.js`), without leaflet.draw's bar.

    With the bar a person would have to press "save" in the map before "save" under the form, and in English.
    """

    settings_overrides = {"MAX_ZOOM": 23}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The library's context; "modifiable" is its word for the bar."""
        return super().get_context(name, value, attrs) | {"modifiable": False}


class BoundaryForm(DeskRevisionForm, BoundaryRevisionForm):
    """The boundary, and why."""

    boundary = BoundaryField(
        label=gettext_lazy("Ranh giới"),
        widget=CornersWidget,
        error_messages={"required": gettext_lazy("Ranh giới không được bỏ trống.")},
    )

    class Meta(BoundaryRevisionForm.Meta):
        fields: Any = ()


@for_verb("redraw")
def edit(request: HttpRequest, plot: Plot) -> HttpResponse:
    """The map; what was moved is told on the plot's page."""
    form = BoundaryForm(request.POST if request.method == "POST" else None, actor=request.user, instance=copy(plot))
    form.fields["boundary"].widget.csp_nonce = request.csp_nonce  # type: ignore[attr-defined]
    if form.is_valid() and form.done is not None:
        return finished(request, plot, _("Đã sửa ranh giới; bản trước còn trong lịch sử."))
    context = {"form": form, "map": drawing_of(plot, reading.neighbours(request.user, plot))}
    return page(request, plot, "land/acts/redraw.html", context)
