"""Models of imagery, one file per theme."""

from imagery.models.job import SceneJob
from imagery.models.observation import Observation, RegisterSeen
from imagery.models.sample import SampleRun
from imagery.models.scene import Collection, Scene, SceneBand

__all__ = ["Collection", "Observation", "RegisterSeen", "SampleRun", "Scene", "SceneBand", "SceneJob"]
