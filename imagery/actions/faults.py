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
from imagery.models import Scene
from imagery.workflow import SceneFault

PARTS = 30  # a nightly round reads one of so many whole, so that a month reads everything


def check_scene(*, scene_id: UUID, whole: bool = True) -> str:
    """Look at the files of a scene and keep what is wrong with them, or that nothing is any more.

    Args:
        whole: read every byte; else their presence, their length and their heads.

    Returns:
        A SceneFault, or "".

    Raises:
        Whatever the store raises when it is away: then nothing is known of the scene.
    """
    scene = Scene.objects.defer("footprint", "footprint_3857", "lineage").filter(pk=scene_id, withdrawn_at=None).first()
    if scene is None:
        return ""
    fault = _fault_of(scene, whole)
    _keep(scene_id, fault)
    return fault


def check_store(*, part: int) -> list[str]:
    """Look at every scene, and read one part of them whole.

    Args:
        part: 0 to PARTS - 1.

    Returns:
        The codes of the scenes with a fault.
    """
    found = []
    for pk, code in Scene.objects.filter(withdrawn_at=None).values_list("pk", "code").order_by("pk").iterator():
        if check_scene(scene_id=pk, whole=pk.int % PARTS == part):
            found.append(code)
    return found


def _fault_of(scene: Scene, whole: bool) -> str:
    try:
        if store.size_of(scene.data_key) != scene.data_size:
            return SceneFault.DAMAGED
        if whole and _sha256(scene.data_key, scene.data_size) != scene.data_sha256:
            return SceneFault.DAMAGED
        for key in filter(None, (scene.data_key, scene.quality_key)):
            store.size_of(key)
            with rasterio.Env(**store.environment()), rasterio.open(store.address(key)) as file:
                if whole and key == scene.quality_key:
                    file.checksum(1)
    except FileNotFoundError:
        return SceneFault.MISSING
    except (OSError, RasterioError):  # no rights, a broken disk, a head that is none
        return SceneFault.DAMAGED
    return ""


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
