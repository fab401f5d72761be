"""Models of imagery, one file per theme."""

from imagery.models.change import ChangeCandidate, ChangeLook
from imagery.models.job import SceneJob
from imagery.models.observation import Observation, RegisterSeen
from imagery.models.sample import SampleRun
from imagery.models.scene import Collection, Scene, SceneBand

__all__ = [
    "ChangeCandidate",
    "ChangeLook",
    "Collection",
    "Observation",
    "RegisterSeen",
    "SampleRun",
    "Scene",
    "SceneBand",
    "SceneJob",
]
