"""What the public schema shows of imagery (docs/adr/0005)."""

from gis.db import public
from imagery.models import Collection, Observation, Scene, SceneBand
from land.workflow import PublishLevel

# The lineage names the files that came; it says nothing of who brought them.
_SCENE = {field.name for field in Scene._meta.concrete_fields}
_STANDING = f"publish_level = '{PublishLevel.PUBLIC.value}' AND withdrawn_at IS NULL"
_OF_STANDING = f"IN (SELECT id FROM public.imagery_scene WHERE {_STANDING})"  # noqa: S608 - no outside value
_PUBLIC_PLOTS = f"SELECT id FROM public.land_plot WHERE publish_level = '{PublishLevel.PUBLIC.value}'"  # noqa: S608
_SERIES = f"code IN (SELECT collection_id FROM public.imagery_scene WHERE {_STANDING})"  # noqa: S608


def declare() -> None:
    """Tell the wall which tables, columns and rows of this app are public."""
    public.declare(Scene, _SCENE, _STANDING)
    public.declare(SceneBand, where=f"scene_id {_OF_STANDING}")
    public.declare(Observation, where=f"scene_id {_OF_STANDING} AND plot_id IN ({_PUBLIC_PLOTS})")
    public.declare(Collection, where=_SERIES)
