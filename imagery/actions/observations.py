"""Observing plots: each scene once, each plot again when its boundary moved."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import shapely
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from gis.db.copy import copy_rows
from gis.db.versions import layer_version
from gis.work.queue import on_own_connection
from imagery.actions.changes import order_every_detection
from imagery.errors import SceneBroken
from imagery.faults import report
from imagery.models import Observation, RegisterSeen, Scene
from imagery.observing.extracting import Extracted, extract
from imagery.tiles.sheets import Sheet, sheet_from, with_parts
from land.models import Plot, PlotVersion

TASK, QUEUE = "imagery.observe_scene", "imagery"
_CHUNK = 2_000  # plots read at once
_PLOTS = "plots"


def order_observation(scene_id: UUID) -> None:
    """Have a worker measure the plots on a scene, once the caller's transaction stands."""
    on_own_connection().configure_task(TASK, queue=QUEUE).defer(scene=str(scene_id))


def observe_scene(*, scene_id: UUID) -> int:
    """Measure every plot on a scene, in place of what was measured before. Returns how many plots it shows.

    Plots of all publication levels are measured; who may read of which, the querysets say. A scene with a fault is left
    alone: when its files can be read again it is ordered anew.

    Raises:
        SceneBroken: its files cannot be read; what was measured before stands.
    """
    _mark()
    with transaction.atomic():
        scene = _locked(scene_id)
        if scene is None:
            return 0
        Observation.objects.filter(scene=scene).delete()
        return copy_rows(_rows(scene, sheet_from(scene), _plots(scene)))


def refresh_plots() -> int:
    """Measure the plots that changed since the last time, on every scene, and have changes looked for where boundaries
    moved. Returns how many plots.

    The register does not know of pictures, so it cannot say; its data version says whether to look. Each scene is a
    transaction of its own: one that cannot be read keeps nobody else waiting.
    """
    version = layer_version(_PLOTS)
    seen = RegisterSeen.objects.first()
    if seen is not None and seen.version == version:
        return 0
    began = _oldest_transaction()
    count = 0
    if seen is not None or Observation.objects.exists():  # without a mark nobody knows what moved since
        changed = Plot.objects.filter(updated_at__gte=seen.seen_at) if seen else Plot.objects.all()
        count = changed.count()
        scenes = Scene.objects.of_a_moment().filter(withdrawn_at=None, fault="") if count else Scene.objects.none()
        for scene_id in scenes.values_list("pk", flat=True):
            _refresh(scene_id, changed)
        if _redrawn(changed, seen.seen_at if seen else began).exists():
            order_every_detection()
    RegisterSeen.objects.update_or_create(pk=1, defaults={"version": version, "seen_at": began})
    return count


def _redrawn(changed: Any, since: datetime) -> Any:
    """Plots whose boundary is another than it was; of most that change, something else did."""
    same = PlotVersion.objects.filter(
        plot=OuterRef("pk"), recorded__startswith__lt=since, geom__equals=OuterRef("geom")
    )
    return changed.active().filter(~Exists(same), geom__isnull=False)


def _refresh(scene_id: UUID, changed: Any) -> None:
    """Measure plots that changed on one scene, a piece at a time: an import changes all plots at once."""
    try:
        with transaction.atomic():
            scene = _locked(scene_id)
            if scene is None:
                return
            sheet = sheet_from(scene)
            keys = changed.order_by("cell").values_list("pk", flat=True).iterator(chunk_size=_CHUNK)
            while piece := list(islice(keys, _CHUNK)):
                Observation.objects.filter(scene=scene, plot__in=piece).delete()
                copy_rows(_rows(scene, sheet, _plots(scene, piece)))
    except SceneBroken as error:
        report(error)
        order_observation(scene_id)  # comes after the check, which has it left out where the fault lasts


def _locked(scene_id: UUID) -> Scene | None:
    """A scene that can be measured, for one at a time: two would write each row twice, or wait for each other."""
    rows = with_parts(Scene.objects.filter(pk=scene_id, withdrawn_at=None, fault=""))
    found: Scene | None = rows.select_for_update(of=("self",)).first()
    return found


def _mark() -> None:
    """Before the first observation: what moves from now on is measured again. Later only a round knows what moved."""
    if not (RegisterSeen.objects.exists() or Observation.objects.exists()):
        state = {"version": layer_version(_PLOTS), "seen_at": _oldest_transaction()}
        RegisterSeen.objects.get_or_create(pk=1, defaults=state)


def _oldest_transaction() -> datetime:
    """When the oldest transaction under way began: what it writes carries an earlier time than now, and is not seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(min(xact_start), clock_timestamp()) FROM pg_stat_activity "
            "WHERE datname = current_database()"
        )
        moment: datetime = cursor.fetchone()[0]
    return moment


def _plots(scene: Scene, keys: Iterable[UUID] | None = None) -> Iterator[tuple[UUID, shapely.Geometry]]:
    """Plots on the map that a scene reaches, with their boundary in EPSG:3857, neighbours near each other."""
    rows: Any = Plot.objects.active().filter(geom_3857__intersects=scene.footprint_3857)
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    for key, shape in rows.order_by("cell").values_list("pk", "geom_3857").iterator(chunk_size=_CHUNK):
        yield key, shapely.from_wkb(bytes(shape.wkb))


def _rows(scene: Scene, sheet: Sheet, plots: Iterable[tuple[UUID, shapely.Geometry]]) -> Iterator[Observation]:
    for found in extract(sheet, plots):
        yield _row(scene, found)


def _row(scene: Scene, found: Extracted) -> Observation:
    means = {name: found.values.get(name, {}).get("mean") for name in ("ndvi", "ndwi", "ndbi", "bsi")}
    return Observation(
        plot_id=found.key,
        scene=scene,
        acquired_on=scene.acquired_on,
        pixels=found.pixels,
        valid_percent=found.valid_percent,
        cloud_percent=found.cloud_percent,
        clear_percent=found.clear_percent,
        values=found.values,
        **means,
    )
