"""Files for QGIS, made for the reader who asks: the project, layer definitions, styles."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis import layers
from gis.http.negotiation import cacheable, not_modified, reader
from gis.http.problems import NotFound
from gis.layers import Layer
from gis.qgis.maplayers import map_layers
from gis.qgis.project import About, definition, project
from gis.query.doors import layer_of, mapped_layer_of, public_door, weak_tag
from gis.query.params import Params
from gis.styles import media, qml, sld
from gis.styles.attributes import attributes
from gis.styles.symbols import shape_of

_SLD_VERSIONS: dict[str, sld.Version] = {"": "1.0.0", "1.0.0": "1.0.0", "1.1.0": "1.1.0"}


@public_door
def project_file(request: HttpRequest) -> HttpResponse:
    """GET /ogc/qgis/project.qgz."""
    _params(request)
    user = reader(request)
    shown = sorted((one for one in layers.listed(user) if one.geometry), key=_frames_first)
    entries = [entry for layer in shown for entry in map_layers(request, layer, user)]
    packed = project(entries, _about(request, shown, user))
    return _file(request, packed, media.PROJECT, "dat-cong.qgz")


@public_door
def definition_file(request: HttpRequest, name: str) -> HttpResponse:
    """GET /ogc/qgis/{name}.qlr."""
    _params(request)
    user = reader(request)
    text = definition(map_layers(request, mapped_layer_of(name), user))
    return _file(request, text.encode(), media.DEFINITION, f"{name}.qlr")


@public_door
def qml_file(request: HttpRequest, name: str) -> HttpResponse:
    """GET /ogc/qgis/{name}.qml."""
    _params(request)
    layer, user = _styled(name), reader(request)
    assert layer.style is not None
    text = qml.qml(layer.style, layer.style.legend(), attributes(layer, user), shape_of(layer.shape))
    return _file(request, text.encode(), media.QML, f"{name}.qml")


@public_door
def sld_file(request: HttpRequest, name: str) -> HttpResponse:
    """GET /ogc/qgis/{name}.sld."""
    wanted = _params(request, "version").one("version")
    layer = _styled(name)
    assert layer.style is not None
    if wanted not in _SLD_VERSIONS:
        raise NotFound(_("Không có SLD phiên bản “%(version)s”.") % {"version": wanted[:20]})
    version = _SLD_VERSIONS[wanted]
    text = sld.sld(layer.style, layer.style.legend(), layer=name, shape=shape_of(layer.shape), version=version)
    return _file(request, text.encode(), f"{media.SLD};version={version}", f"{name}.sld")


def _params(request: HttpRequest, *known: str) -> Params:
    params = Params(dict(request.GET.lists()))
    params.refuse_unknown(known)
    return params


def _styled(name: str) -> Layer:
    layer = layer_of(name)
    if layer.style is None:
        raise NotFound(_("Lớp “%(name)s” không có kiểu trình bày.") % {"name": name[:60]})
    return layer


def _frames_first(layer: Layer) -> bool:
    """Lines and outlines lie above what is filled; else as registered, so the register lies above plans."""
    return layer.style is not None and bool(layer.style.field)


def _about(request: HttpRequest, shown: list[Layer], user: Any) -> About:
    title = _("Đất công Bà Rịa - Vũng Tàu")
    notice = _(
        "Dữ liệu của sổ quỹ đất công, đọc trực tiếp từ hệ thống. Chỉ có giá trị tham khảo, không thay thế Giấy chứng "
        "nhận hoặc trích lục bản đồ địa chính."
    )
    if any(layer.sample(user) for layer in shown):
        title, notice = f"{title} – {_('DỮ LIỆU MẪU')}", f"{_('DỮ LIỆU MẪU')}. {notice}"
    return About(title, notice, request.build_absolute_uri(reverse("ogc:landing")), _bounds(shown))


def _bounds(shown: list[Layer]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*(layer.bounds for layer in shown), strict=True)
    return min(west), min(south), max(east), max(north)


def _file(request: HttpRequest, body: bytes, kind: str, filename: str) -> HttpResponse:
    etag = weak_tag(body, request.build_absolute_uri(), get_language())
    response = HttpResponse(status=304) if not_modified(request, etag) else HttpResponse(body, content_type=kind)
    response["ETag"] = etag
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    patch_vary_headers(response, ("Accept-Language",))
    cacheable(response, reader(request))
    return response
