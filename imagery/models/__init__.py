"""Models of imagery, one file per theme."""

from imagery.models.job import SceneJob
from imagery.models.scene import Collection, Scene, SceneBand

__all__ = ["Collection", "Scene", "SceneBand", "SceneJob"]
