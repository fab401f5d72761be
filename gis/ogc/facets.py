"""Our extension: counts of every value of every facet field, for the same parameters as items."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.http.negotiation import cacheable, choose_format, not_modified, reader
from gis.layers import Layer
from gis.ogc.links import JSON, version_tag
from gis.query.doors import layer_of, public_door
from gis.query.errors import QueryError
from gis.query.facets import facets as count_facets
from gis.query.params import Params
from gis.query.question import filter_names, read_question


@public_door
def facets(request: HttpRequest, name: str) -> HttpResponse:
    """GET collections/{name}/facets."""
    layer, user = layer_of(name), reader(request)
    choose_format(request, {"json": JSON})
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(filter_names(layer, user) | {"f", "facets"})
    question = read_question(layer, user, params)
    names = _names(layer, user, params.one("facets"))
    etag = version_tag(request, layer, user, get_language())
    if not_modified(request, etag):
        response = HttpResponse(status=304)
    else:
        found = count_facets(question, names)
        body = {
            "numberMatched": found.matched,
            "area_m2": found.area_m2,
            "facets": {
                field.name: {"title": str(field.title), "values": [vars(value) for value in values]}
                for field, values in found.values.items()
            },
        }
        response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = etag
    cacheable(response, user)
    return response


def _names(layer: Layer, user: object, text: str) -> list[str]:
    names = [part.strip() for part in text.split(",") if part.strip()]
    known = {field.name for field in layer.fields_for(user) if field.facet}
    for name in names:
        if name not in known:
            detail = _("Không đếm được theo “%(name)s”.") % {"name": name[:80]}
            raise QueryError(detail, parameter="facets", name=name[:80], mend=", ".join(sorted(known)))
    return names
