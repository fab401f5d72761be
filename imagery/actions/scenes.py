"""Registering scenes, publishing them, taking them out."""

from datetime import datetime
from itertools import count
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import rasterio
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis import crs
from gis.db import versions
from gis.db.clock import clock
from gis.http.problems import NotAllowed
from gis.tiles.grid import cells_of
from imagery import policies, series
from imagery.actions.changes import order_detection
from imagery.errors import BadScene, SceneStep
from imagery.layers import SCENES
from imagery.loading import Loaded, said_of
from imagery.models import Collection, Scene, SceneBand, SceneJob
from imagery.reading.source import Product
from imagery.writing.measuring import on_the_globe
from land.workflow import PublishLevel
from territory.models import AdminUnit, Level

_STRETCH_OF = 5  # scenes: enough for a sky that is not the day's, and soon settled
# What a person said that decides where, when and as what the pixels are shown.
_DECISIVE = ("acquired", "bands", "srid", "nodata", "collection")


def register(*, actor: Any, job: SceneJob, loaded: Loaded) -> Scene:
    """Enter a scene whose files are in the store, in the caller's transaction.

    Raises:
        BadScene: the code is taken, or the same files became a scene meanwhile.
    """
    product = loaded.plan.product
    _require_new(job)
    code = _free_code(product.code, said_of(job.options).code)
    collection = _collection(product)
    scene = _scene(job, loaded, code, collection)
    try:
        with transaction.atomic():
            scene.save(force_insert=True)
    except IntegrityError as error:  # another worker has entered it since the questions above
        _require_new(job)
        raise BadScene("code_taken", code=code) from error
    SceneBand.objects.bulk_create(_bands(scene, loaded))
    if product.period is None:
        _settle_stretch(collection)
    after = {"collection": collection.code, "acquired_on": scene.acquired_on, "digest": job.digest}
    _tell(actor, scene, "scene.registered", after=after)
    if job.options.get("publish"):
        return show_to(actor, scene, PublishLevel.PUBLIC, "")
    bump(scene)
    return scene


def _require_new(job: SceneJob) -> None:
    if (known := Scene.objects.filter(source_digest=job.digest, withdrawn_at=None).first()) is not None:
        raise BadScene("known", code=known.code)


def _free_code(wanted: str, said: str) -> str:
    """The code for a scene; where a withdrawn one bears it, with a number: it keeps its own for those who look it up.

    Raises:
        BadScene: a scene that stands bears it, or the person who named it did not know of the withdrawn one.
    """
    for number in count(1):
        code = wanted[:100] if number == 1 else f"{wanted[:94]}-{number}"
        holder = Scene.objects.filter(code=code).first()
        if holder is None:
            return code
        if said or holder.withdrawn_at is None:
            raise BadScene("code_taken", code=code)
    raise AssertionError  # numbers have no end


def _collection(product: Product) -> Collection:
    """The series of a product; composites have one of their own, which is there before they are."""
    wanted = series.SAMPLE if product.synthetic and product.period is None else product.collection
    known = series.KNOWN.get(wanted) or series.KNOWN[series.OTHER] | {"title": wanted, "title_en": ""}
    return Collection.objects.get_or_create(code=wanted, defaults=known)[0]


def _scene(job: SceneJob, loaded: Loaded, code: str, collection: Collection) -> Scene:
    plan, measured = loaded.plan, loaded.measured
    product, told = plan.product, plan.product.metadata
    taken = product.acquired_at
    assert taken is not None  # the plan refuses files without a day
    footprint = measured.footprint
    starts_at, ends_at = product.period or (None, None)
    cloud = measured.cloud_percent if measured.cloud_percent is not None else told.get("cloud_percent")
    return Scene(
        pk=loaded.scene_id,
        code=code,
        collection=collection,
        title=said_of(job.options).title[:200],
        acquired_at=taken,
        acquired_on=taken.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
        time_known=product.time_known,
        starts_at=starts_at,
        ends_at=ends_at,
        platform=told.get("platform", ""),
        instrument=told.get("instrument", ""),
        gsd_m=round(plan.gsd_m, 4),
        footprint=_geos(on_the_globe(footprint), crs.WGS84),
        units=_units(footprint),
        sun_azimuth=told.get("sun_azimuth"),
        sun_elevation=told.get("sun_elevation"),
        off_nadir=told.get("off_nadir"),
        cloud_percent=cloud,
        valid_percent=measured.valid_percent,
        sample=product.synthetic,
        licence=collection.licence,
        attribution=_attribution(collection, taken),
        lineage=_lineage(job, loaded),
        source_digest=job.digest,
        data_type=plan.data_type,
        data_key=loaded.data_key,
        data_sha256=loaded.data_sha256,
        data_size=loaded.data_size,
        quality_key=loaded.quality_key,
        quality_sha256=loaded.quality_sha256,
        quality_size=loaded.quality_size,
        zoom=plan.grid.zoom,
        column=plan.grid.column,
        row=plan.grid.row,
        width=plan.grid.width,
        height=plan.grid.height,
        registered_at=clock(),
    )


def _attribution(collection: Collection, taken: datetime) -> str:
    """Copernicus asks for the year beside the notice."""
    credit = collection.attribution
    return f"{credit} {taken.year}" if "Copernicus" in credit else credit


def _geos(shape: shapely.Geometry, system: crs.Crs) -> Any:
    return GEOSGeometry(memoryview(shape.wkb), srid=system.srid)


def _units(footprint: shapely.Geometry) -> list[str]:
    """Communes of today that the picture shows."""
    shape = _geos(footprint, crs.WEB_MERCATOR)
    standing = AdminUnit.objects.filter(level=Level.COMMUNE, valid__upper_inf=True, geom_3857__intersects=shape)
    return sorted(standing.values_list("uid", flat=True))


def _lineage(job: SceneJob, loaded: Loaded) -> dict[str, Any]:
    """What the scene was made of and how, for whoever doubts it in ten years."""
    plan = loaded.plan
    sources = {path.name: footing for path, footing in plan.footings.items()}
    warped = {"bands": "bilinear", "quality": "nearest"} if sources else {}
    composed = {"composed_of": job.options["composite"]["collection"]} if job.is_composite else {}
    return composed | {
        "files": job.files,
        "said": {name: job.options[name] for name in _DECISIVE if name in job.options},
        "product": plan.product.code,
        "processing": dict(plan.product.metadata.get("processing", {})),
        "systems": {name: footing.system.to_string()[:400] for name, footing in sources.items()},
        "resampling": warped | {"overviews": "average"},
        "grid": f"WebMercatorQuad, zoom {plan.grid.zoom}, 512",
        "software": {"rasterio": rasterio.__version__, "gdal": rasterio.__gdal_version__}
        | plan.product.metadata.get("software", {}),
        "mask": plan.product.mask.scheme if plan.product.mask else "",
        "made_at": clock().isoformat(timespec="seconds"),
    }


def _bands(scene: Scene, loaded: Loaded) -> list[SceneBand]:
    return [
        SceneBand(
            scene=scene,
            index=index,
            name=band.name,
            role=band.role,
            scale=band.scale,
            offset=band.offset,
            statistics=statistics,
        )
        for index, (band, statistics) in enumerate(zip(loaded.bands, loaded.measured.statistics, strict=True), 1)
    ]


def _settle_stretch(collection: Collection) -> None:
    """The series' common stretch: the medians of its first scenes, then left alone, or yesterday's tiles would differ
    from today's."""
    collection = Collection.objects.select_for_update().get(pk=collection.pk)  # or two at once would count alike
    if not collection.common_stretch or collection.scenes.count() > _STRETCH_OF:
        return
    first = collection.scenes.order_by("registered_at", "pk")
    found: dict[str, list[tuple[float, float]]] = {}
    for band in SceneBand.objects.filter(scene__in=list(first)):
        if band.statistics:
            low, high = (band.statistics[key] * band.scale + band.offset for key in ("percentile_2", "percentile_98"))
            found.setdefault(band.role, []).append((low, high))
    settled = {
        role: [round(median(low for low, _ in pairs), 6), round(median(high for _, high in pairs), 6)]
        for role, pairs in found.items()
    }
    if settled != collection.stretch:
        collection.stretch = settled
        collection.save(update_fields=["stretch"])
        for scene in first:
            bump(scene)


@transaction.atomic
def publish_scene(*, actor: Any, scene: Scene, level: PublishLevel, reason: str = "") -> Scene:
    """Change who may see a scene.

    Raises:
        NotAllowed.
        SceneStep: it was withdrawn, has this level already, or is a composite of scenes that fewer may see.
    """
    current = Scene.objects.select_for_update().get(pk=scene.pk)
    if not policies.can_load_scenes(actor):
        raise NotAllowed(_("Chỉ chuyên viên quản lý đất đai của sở được đổi mức công khai của ảnh."))
    if not policies.can_publish_scene(actor, current):
        raise SceneStep(_("Cảnh ảnh đã được rút trước đó."))
    if current.publish_level == level:
        raise SceneStep(_("Cảnh ảnh đã ở mức công khai này."))
    if current.is_composite and policies.narrowest([level, *_levels_of_sources(current)]) != level:
        raise SceneStep(_("Ảnh ghép không được công khai rộng hơn các cảnh mà nó được ghép từ đó."))
    shown = show_to(actor, current, level, reason)
    for composite in Scene.objects.made_of(current).select_for_update().order_by("pk"):
        if policies.narrowest([level, composite.publish_level]) != composite.publish_level:
            show_to(actor, composite, level, _("Cảnh nguồn %(code)s đổi mức công khai.") % {"code": current.code})
    return shown


def _levels_of_sources(composite: Scene) -> list[str]:
    sources = [file["id"] for file in composite.lineage["files"]]
    return list(Scene.objects.filter(pk__in=sources).values_list("publish_level", flat=True))


def show_to(actor: Any, scene: Scene, level: PublishLevel, reason: str) -> Scene:
    """Set the publication level, in the transaction of whoever has decided on it."""
    before = scene.publish_level
    scene.publish_level = level
    scene.save(update_fields=["publish_level"])
    _tell(
        actor, scene, "scene.published", before={"publish_level": before}, after={"publish_level": level}, reason=reason
    )
    bump(scene, was=before)
    if PublishLevel.RESTRICTED in (before, level):
        order_detection(scene)
    return scene


@transaction.atomic
def withdraw_scene(*, actor: Any, scene: Scene, reason: str) -> Scene:
    """Take a scene out of the catalogue: it is shown nowhere; its record and its files stay.

    Raises:
        NotAllowed.
        SceneStep: no reason is given, or it was withdrawn before.
    """
    current = Scene.objects.select_for_update().get(pk=scene.pk)
    if not policies.can_load_scenes(actor):
        raise NotAllowed(_("Chỉ chuyên viên quản lý đất đai của sở được rút ảnh."))
    if not policies.can_withdraw_scene(actor, current):
        raise SceneStep(_("Cảnh ảnh đã được rút trước đó."))
    if not reason.strip():
        raise SceneStep(_("Hãy ghi lý do rút ảnh."))
    return take_out(actor, current, reason.strip())


def take_out(actor: Any, scene: Scene, reason: str) -> Scene:
    """Withdraw a scene, in the transaction of whoever has decided on it."""
    scene.withdrawn_at = clock()
    scene.save(update_fields=["withdrawn_at"])
    _tell(actor, scene, "scene.withdrawn", reason=reason)
    bump(scene)
    order_detection(scene)
    return scene


def bump(scene: Scene, *, was: str = "") -> None:
    """Make what is drawn of a scene's ground new for every cache that has it.

    Args:
        was: its publication level until now, where that changes.
    """
    scene.refresh_from_db(fields=["footprint"])
    public = PublishLevel.PUBLIC in (scene.publish_level, was)
    versions.bump(SCENES.name, cells_of(*scene.footprint.extent, versions.CELL_ZOOM), public=public)


def _tell(actor: Any, scene: Scene, verb: str, **values: Any) -> None:
    record(actor=actor, entries=[Entry(verb, "scene", str(scene.pk), scene.code, **values)])
