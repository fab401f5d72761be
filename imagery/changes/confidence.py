"""How sure it is that an object is a lasting change: logistic regression on its features (Platt's calibration).

The weights were fitted by `script/bench changes --fit` on the synthetic series of the seeds 1 to 4 and say how often an
object with such numbers was a planted change there. On real pictures the order holds, the number does not yet.
"""

from collections.abc import Mapping
from math import exp
from typing import Final

LEAST: Final = 0.5  # below it nothing is raised: the point on the tuning seeds where precision passes nine tenths
START: Final = -1.5735
# Name of a feature -> middle, spread, weight.
WEIGHTS: Final[Mapping[str, tuple[float, float, float]]] = {
    "strength": (3.5192, 1.1644, 1.0105),
    "pixels": (2.5117, 0.7393, 0.6637),
    "after": (1.8376, 0.7000, 1.6166),
    "before": (1.9775, 0.6683, 1.4069),
    "gap": (0.6312, 0.3174, 0.7184),
    "season": (0.7808, 0.3117, 0.5653),
    "stays": (0.9135, 0.1552, 0.8023),
    "fresh": (0.9297, 0.1481, 1.2266),
    "end": (0.9706, 0.3722, 0.1690),
    "around": (0.0323, 0.0749, -0.7779),
    "hidden": (0.0660, 0.1135, -0.5977),
    "beside": (0.1680, 0.5334, -3.3800),
}


def confidence_of(features: Mapping[str, float]) -> float:
    """0 to 1."""
    total = START
    for name, (middle, spread, weight) in WEIGHTS.items():
        total += weight * (features[name] - middle) / spread
    return 1 / (1 + exp(-min(max(total, -30.0), 30.0)))
