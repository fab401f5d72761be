"""Whether the files of scenes are what they were when they came, and what is kept of the answer."""

import hashlib
from uuid import UUID

import rasterio
from django.db import transaction
from rasterio.errors import RasterioError

from audit.actions import Entry, record
from gis.db.clock import clock
from imagery import store
from imagery.actions.observations import order_observation
from imagery.actions.scenes import bump
from imagery.models import Scene
from imagery.workflow import SceneFault

PARTS = 30  # a nightly round reads one of so many whole, so that a month reads everything


def check_scene(*, scene_id: UUID, whole: bool = True) -> str:
    """Look at the files of a scene and keep what is wrong with them, or that nothing is any more.

    Args:
        whole: read every byte; else their presence, their length and their heads. A scene with a fault is always read
            whole, or the next glance would take back what only reading has found.

    Returns:
        A SceneFault, or "".

    Raises:
        StoreAway, or whatever else the store raises when it is away: then nothing is known of the scene.
    """
    scene = Scene.objects.defer("footprint", "footprint_3857", "lineage").filter(pk=scene_id, withdrawn_at=None).first()
    if scene is None:
        return ""
    fault = _fault_of(scene, whole or bool(scene.fault))
    _keep(scene_id, fault)
    return fault


def check_store(*, part: int) -> list[str]:
    """Look at every scene, and read one part of them whole.

    Args:
        part: 0 to PARTS - 1.

    Returns:
        The codes of the scenes with a fault.

    Raises:
        As `check_scene`.
    """
    found = []
    for pk, code in Scene.objects.filter(withdrawn_at=None).values_list("pk", "code").order_by("pk").iterator():
        if check_scene(scene_id=pk, whole=pk.int % PARTS == part):
            found.append(code)
    return found


def _fault_of(scene: Scene, whole: bool) -> str:
    try:
        for key, size, digest in _files(scene):
            found = store.size_of(key)
            if digest and (found != size or (whole and _sha256(key, size) != digest)):
                return SceneFault.DAMAGED
            with rasterio.Env(**store.environment()), rasterio.open(store.address(key)) as file:
                if whole and not digest:
                    file.checksum(1)
    except (OSError, RasterioError) as error:  # gone, no rights, a broken disk, a head that is none
        store.require()
        return SceneFault.MISSING if isinstance(error, FileNotFoundError) else SceneFault.DAMAGED
    return ""


def _files(scene: Scene) -> list[tuple[str, int, str]]:
    """Key, length and SHA-256 of a scene's files; a mask that came before these were kept has none."""
    data = scene.data_key, scene.data_size, scene.data_sha256
    mask = scene.quality_key, scene.quality_size, scene.quality_sha256
    return [data, mask] if scene.quality_key else [data]


def _sha256(key: str, size: int) -> str:
    digest = hashlib.sha256()
    for piece in store.pieces(key, 0, size):
        digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def _keep(scene_id: UUID, fault: str) -> None:
    scene = Scene.objects.select_for_update().get(pk=scene_id)
    if scene.fault == fault:
        return
    before, moment = scene.fault, clock()
    scene.fault, scene.fault_since = fault, (scene.fault_since or moment) if fault else None
    scene.save(update_fields=["fault", "fault_since"])
    verb = "scene.broken" if fault else "scene.readable"
    entry = Entry(verb, "scene", str(scene.pk), scene.code, before={"fault": before}, after={"fault": fault})
    record(actor=None, entries=[entry])
    if not fault and not scene.is_composite:
        order_observation(scene_id)  # meanwhile plots moved, or it was never measured
    bump(scene)  # mosaics are made without it from now on, or with it again
