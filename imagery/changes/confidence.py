"""How sure it is that an object is a lasting change: logistic regression on its features (Platt's calibration).

The weights were fitted as `python -m bench.changes --fit` does, on the synthetic series of the seeds 1 to 4 and 11 to
16: on the candidates that the weights before them held for 0.1 sure or more. They say how often one with such numbers
was a planted change there. For real pictures it is an order, not yet a probability.
"""

from collections.abc import Mapping
from math import exp
from typing import Final

# Below it nothing is raised. Chosen on the tuning seeds, each in turn held out of the fit.
LEAST: Final = 0.6
START: Final = 2.2141
# Name of a feature -> middle, spread, weight.
WEIGHTS: Final[Mapping[str, tuple[float, float, float]]] = {
    "strength": (4.0979, 1.0498, 0.8497),
    "pixels": (2.6777, 0.7490, 0.1050),
    "after": (0.2034, 0.1452, -0.7739),
    "before": (0.1538, 0.1136, -0.4707),
    "gap": (0.7679, 0.1675, 0.5701),
    "season": (0.9017, 0.1374, 0.2682),
    "stays": (0.9471, 0.1202, 0.2113),
    "fresh": (0.9938, 0.0279, 0.3377),
    "end": (0.9946, 0.2617, 0.2080),
    "around": (0.0173, 0.0242, -0.1317),
    "hidden": (0.0480, 0.0804, -0.1899),
    "beside": (0.0024, 0.0254, -0.2982),
    "was_green": (0.5526, 0.1691, 1.3347),
    "green": (0.2913, 0.1295, -0.4646),
    "was_built": (-0.1065, 0.1033, 0.3105),
    "built": (-0.0394, 0.0868, 0.5851),
}


def confidence_of(features: Mapping[str, float]) -> float:
    """0 to 1."""
    total = START
    for name, (middle, spread, weight) in WEIGHTS.items():
        total += weight * (features[name] - middle) / spread
    return 1 / (1 + exp(-min(max(total, -30.0), 30.0)))
