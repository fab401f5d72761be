"""How sure it is that an object is a lasting change: logistic regression on its features (Platt's calibration).

The weights were fitted as `python -m bench.changes --fit` does, on the synthetic series of the seeds 1 to 4 and 11 to
16: on the candidates that the weights before them held for 0.1 sure or more. They say how often one with such numbers
was a planted change there. For real pictures it is an order, not yet a probability.
"""

from collections.abc import Mapping
from math import exp
from typing import Final

# Below it nothing is raised. Chosen on the tuning seeds, each in turn held out of the fit.
LEAST: Final = 0.55
START: Final = 1.9341
# Name of a feature -> middle, spread, weight.
WEIGHTS: Final[Mapping[str, tuple[float, float, float]]] = {
    "strength": (4.1359, 1.0415, 0.8809),
    "pixels": (2.6602, 0.7245, 0.2855),
    "after": (0.1934, 0.1390, -0.8127),
    "before": (0.1581, 0.1164, -0.7279),
    "gap": (0.7787, 0.1583, 0.4845),
    "season": (0.9041, 0.1495, 0.2818),
    "stays": (0.9626, 0.0939, 0.2906),
    "fresh": (0.9902, 0.0464, 0.4324),
    "end": (0.9832, 0.2289, 0.1241),
    "around": (0.0162, 0.0217, -0.1090),
    "hidden": (0.0386, 0.0572, -0.1287),
    "beside": (0.0061, 0.0605, -0.5343),
}


def confidence_of(features: Mapping[str, float]) -> float:
    """0 to 1."""
    total = START
    for name, (middle, spread, weight) in WEIGHTS.items():
        total += weight * (features[name] - middle) / spread
    return 1 / (1 + exp(-min(max(total, -30.0), 30.0)))
