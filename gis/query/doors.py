"""What every door of a layer does alike: finding the layer, telling readers apart, tags, open origins."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gis import layers
from gis.db.versions import layer_version
from gis.db.wall import is_known
from gis.http.negotiation import open_to_all
from gis.http.problems import NotFound
from gis.layers import Layer, LayerError

View = Callable[..., HttpResponseBase]


def public_door(view: View) -> View:
    """A view for safe methods that pages of any origin may read."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        open_to_all(response)
        return response

    return require_safe(wrapped)


def asking_door(view: View) -> View:
    """As `public_door`, for questions that may be too long for an address: POST asks too, and changes nothing."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
            response["Allow"] = response["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Content-Type"
        else:
            response = view(request, *args, **kwargs)
        open_to_all(response)
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])(wrapped))


def layer_of(name: str) -> Layer:
    """The layer of an address.

    Raises:
        NotFound: there is none.
    """
    try:
        return layers.get(name)
    except LayerError:
        raise NotFound(_("Không có lớp “%(name)s”.") % {"name": name[:60]}) from None


def mapped_layer_of(name: str) -> Layer:
    """The layer of an address that draws something.

    Raises:
        NotFound: there is none, or it is a table without shapes.
    """
    layer = layer_of(name)
    if layer.geometry is None:
        raise NotFound(_("“%(name)s” là bảng, không có hình để vẽ.") % {"name": name})
    return layer


def audience(layer: Layer, user: Any) -> str:
    """Equal for requests that see the same of a layer; "" for the public."""
    if not is_known(user):
        return ""
    # The words of the conditions in one order: sets print in another order in each process.
    words = sorted(re.findall(r"\w+", repr(layer.reach(user))))
    return digest(user.pk, words)


def data_version(layer: Layer, using: str) -> int:
    """Version of a layer's data; versions are drawn from one sequence, so the newest of several is the latest."""
    return max(layer_version(name, using) for name in (layer.name, *layer.made_of))


def digest(*parts: Any) -> str:
    """Short text that stands for the parts."""
    return hashlib.blake2b("\x1f".join(str(part) for part in parts).encode(), digest_size=10).hexdigest()


def weak_tag(*parts: Any) -> str:
    """An entity tag for answers that mean the same when the parts are the same."""
    return f'W/"{digest(*parts)}"'
