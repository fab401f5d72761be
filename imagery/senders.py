"""Who may send a large file, which nginx asks before it takes one (deploy/nginx): by then no byte of it is read."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gis.db.wall import is_known
from imagery import policies
from land import policies as register

# The address of each upload decides in the end; what is attached to a plot depends on the plot.
_MAY: Mapping[str, Callable[[Any], bool]] = {
    "scenes": policies.can_load_scenes,
    "plots": register.can_import_plots,
    "reference": register.can_open_reference_desk,
    "papers": is_known,
}


@require_safe
def may_send(request: HttpRequest, what: str) -> HttpResponse:
    """204 for whoever may, 403 for everybody else and for what nobody sends."""
    may = _MAY.get(what)
    return HttpResponse(status=204 if may is not None and may(request.user) else 403)
