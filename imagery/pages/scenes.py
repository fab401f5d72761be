"""The catalogue of scenes for people: what there is, of what day, how cloudy, whose, and how it came about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.models import Event
from gis import crs
from gis.http.problems import NotFound
from imagery import policies
from imagery.actions import scenes as actions
from imagery.making import sample_under_way
from imagery.models import Collection, Scene
from imagery.pages.forms import ReasonForm
from imagery.pages.scene_wish import CLOUDS, Wish, day_of, places_of, years_of
from imagery.sources import hidden_sources
from imagery.tiles.renderings import offered
from land.pages.desk import Frame, answer, done, form_page, sent, signed_in
from land.workflow import PublishLevel

_LISTED = 40


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Scenes, the newest first."""
    wish = Wish.of(request.GET)
    every = Scene.objects.visible_to(request.user).select_related("collection").defer("footprint", "lineage")
    page = Paginator(wish.narrowed(every), _LISTED).get_page(request.GET.get("page"))
    scenes = list(page)
    context = {
        "page": page,
        "rows": zip(scenes, map(day_of, scenes), places_of(request.user, scenes), strict=True),
        "collections": Collection.objects.visible_to(request.user),
        "years": years_of(every),
        "clouds": CLOUDS,
        "wish": wish,
        "public": PublishLevel.PUBLIC,
        "kept": wish.query,
        "may_load": policies.can_open_scene_desk(request.user),
        "making": sample_under_way(),
    }
    return render(request, "imagery/scenes.html", context)


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One scene; of one that was withdrawn the record, for whoever manages scenes."""
    scene = _scene(request, pk, withdrawn=True)
    bands = list(scene.bands.visible_to(request.user, withdrawn=True))
    english = get_language() == "en"
    renderings = [(one.name, one.title_en if english else one.title) for one in offered(band.role for band in bands)]
    standing = scene.withdrawn_at is None
    context = {
        "scene": scene,
        "bands": bands,
        "files": _files(request.user, scene),
        "place": places_of(request.user, [scene])[0],
        "renderings": renderings,
        "map": f"{reverse('map')}?image={_image(scene)}&at={_middle(scene)},13",
        "may_publish": request.user.is_authenticated and policies.can_publish_scene(request.user, scene),
        "levels": [level for level in PublishLevel if level != scene.publish_level],
        "addresses": _addresses(request, scene) if standing else [],
        "public": PublishLevel.PUBLIC,
        "withdrawal": None if standing else _withdrawal(request.user, scene),
    }
    return render(request, "imagery/scene.html", context)


def _files(user: Any, scene: Scene) -> list[Mapping[str, Any]]:
    """What the scene was made of: files as they came; of a composite the scenes that this reader may know of."""
    hidden = hidden_sources([scene], user)
    return [file for file in scene.lineage.get("files", ()) if file.get("id") not in hidden]


def _addresses(request: HttpRequest, scene: Scene) -> list[tuple[str, Any, str]]:
    """(name, what it is, address) of the ways in which GIS programs read a scene."""
    tiles, item = reverse("imagery:scene-tileset", args=[scene.pk]), [scene.collection_id, scene.code]
    ways = [
        ("xyz", _("Ô ảnh XYZ (QGIS: Trình duyệt → XYZ Tiles)"), f"{tiles}/{{z}}/{{y}}/{{x}}"),
        ("tilejson", "TileJSON", tiles),
        ("stac", _("Hồ sơ STAC của cảnh"), reverse("stac:item", args=item)),
        ("data", _("Cả cảnh, GeoTIFF"), reverse("scene-data", args=[scene.pk])),
    ]
    site = request.build_absolute_uri("/").rstrip("/")  # the braces of the tiles' address must stay
    return [(name, words, f"{site}{path}") for name, words, path in ways]


def _withdrawal(user: Any, scene: Scene) -> Event | None:
    """Who withdrew a scene, and why."""
    told = Event.objects.visible_to(user).filter(subject_type="scene", subject_id=str(scene.pk))
    return told.filter(verb="scene.withdrawn").order_by("pk").last()


@signed_in
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change who may see the scene."""
    scene = _scene(request, pk)
    level = request.POST.get("level", "")
    if level not in PublishLevel.values:
        raise NotFound(_("Không có mức công khai này."))
    changed = actions.publish_scene(actor=request.user, scene=scene, level=PublishLevel(level))
    done(request, _("%(code)s: %(level)s.") % {"code": changed.code, "level": changed.get_publish_level_display()})
    return redirect("scene", pk=scene.pk)


@signed_in
@form_page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the scene out of the catalogue."""
    scene = _scene(request, pk)
    form = ReasonForm(sent(request))

    def act(data: dict[str, Any]) -> str:
        actions.withdraw_scene(actor=request.user, scene=scene, reason=data["reason"])
        done(request, _("Đã rút ảnh %(code)s.") % {"code": scene.code})
        return reverse("scenes")

    if not policies.can_withdraw_scene(request.user, scene):
        raise NotFound(_("Không có cảnh ảnh này."))
    frame = Frame(
        title=_("Rút ảnh %(code)s") % {"code": scene.code},
        lead=_("Ảnh không còn hiện trên bản đồ, danh mục và dữ liệu mở; hồ sơ của ảnh và lý do vẫn được lưu."),
        submit=_("Rút ảnh"),
        back=(reverse("scene", args=[scene.pk]), scene.code),
        danger=True,
    )
    return answer(request, form, frame, act)


def _scene(request: HttpRequest, pk: UUID, *, withdrawn: bool = False) -> Scene:
    rows = Scene.objects.visible_to(request.user, withdrawn=withdrawn)
    return get_object_or_404(rows.select_related("collection"), pk=pk)


def _image(scene: Scene) -> str:
    """Under which name the map shows it: its day, or the year that it was composed of."""
    return str(scene.acquired_on.year) if scene.is_composite else scene.acquired_on.isoformat()


def _middle(scene: Scene) -> str:
    """Latitude and longitude of the picture's middle, as the map's address has them."""
    west, south, east, north = scene.bounds_3857
    x, y = crs.transform_points((west + east) / 2, (south + north) / 2, crs.WEB_MERCATOR, crs.CRS84)
    return f"{float(y):.4f},{float(x):.4f}"
