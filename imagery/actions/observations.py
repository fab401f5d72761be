"""Observing plots: each scene once, each plot again when its boundary moved."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.db import connection, transaction
from procrastinate.contrib.django import app

from gis.db.copy import copy_rows
from gis.db.versions import layer_version
from imagery.models import Observation, RegisterSeen, Scene
from imagery.observing.extracting import Extracted, extract
from imagery.tiles.sheets import Sheet, sheet_from, with_parts
from land.models import Plot

TASK, QUEUE = "imagery.observe_scene", "imagery"
_CHUNK = 2_000  # plots read at once
_PLOTS = "plots"


def order_observation(scene: Scene) -> None:
    """Have a worker measure the plots on a scene, once the caller's transaction stands."""
    app.configure_task(TASK, queue=QUEUE).defer(scene=str(scene.pk))


def observe_scene(*, scene_id: UUID) -> int:
    """Measure every plot on a scene, in place of what was measured before. Returns how many plots it shows.

    Plots of all publication levels are measured; who may read of which, the querysets say.
    """
    scene = with_parts(Scene.objects.filter(pk=scene_id, withdrawn_at=None)).first()
    if scene is None:
        return 0
    sheet = sheet_from(scene)
    with transaction.atomic():
        Scene.objects.select_for_update().get(pk=scene_id)  # twice at once would write each row twice
        Observation.objects.filter(scene=scene_id).delete()
        return copy_rows(_rows(scene, sheet, _plots(scene)))


def refresh_plots() -> int:
    """Measure the plots that changed since the last time, on every scene. Returns how many plots.

    The register does not know of pictures, so it cannot say; its data version says whether to look.
    """
    version = layer_version(_PLOTS)
    seen = RegisterSeen.objects.first()
    if seen is not None and seen.version == version:
        return 0
    began = _oldest_transaction()
    changed: list[UUID] = []
    if seen is not None:
        changed = list(Plot.objects.filter(updated_at__gte=seen.seen_at).values_list("pk", flat=True))
    with transaction.atomic():
        for scene in with_parts(Scene.objects.of_a_moment().filter(withdrawn_at=None)) if changed else ():
            Observation.objects.filter(scene=scene, plot__in=changed).delete()
            copy_rows(_rows(scene, sheet_from(scene), _plots(scene, changed)))
        RegisterSeen.objects.update_or_create(pk=1, defaults={"version": version, "seen_at": began})
    return len(changed)


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
