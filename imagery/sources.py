"""The scenes that composites are made of, and which of them a reader may hear of."""

from collections.abc import Iterable, Mapping
from typing import Any

from imagery.models import Scene


def sources_of(scene: Scene) -> list[Mapping[str, Any]]:
    """The scenes that a composite is made of, as its record names them: id, name, size, sha256; of a scene none."""
    return list(scene.lineage.get("files", ())) if scene.is_composite else []


def hidden_sources(scenes: Iterable[Scene], user: Any) -> frozenset[str]:
    """Ids of the sources of these scenes that were withdrawn or that this reader may not see; one query."""
    named = {file["id"] for scene in scenes for file in sources_of(scene)}
    if not named:
        return frozenset()
    known = Scene.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)
    return frozenset(named - {str(pk) for pk in known})
