"""The weights of `imagery.changes.confidence`: logistic regression by Newton's method, with a ridge."""

from collections.abc import Sequence

import numpy as np

from bench.changes_truth import Outcome

_RIDGE = 10.0  # of 3, 10 and 30 the best, each seed in turn held out
_ROUNDS = 30


def fitted(found: Sequence[Outcome]) -> str:
    """The table of weights as it stands in the source; repeats are left out."""
    told = [one for one in found if not one.repeat]
    names = list(told[0].candidate.features)
    values = np.array([[one.candidate.features[name] for name in names] for one in told])
    true = np.array([one.event is not None for one in told], dtype=float)
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    design = np.concatenate([np.ones((len(values), 1)), (values - middle) / spread], axis=1)
    ridge = _RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        share = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (share - true) + ridge @ weights
        bend = (design * (share * (1 - share))[:, None]).T @ design + ridge
        weights -= np.linalg.solve(bend, slope)
    lines = [f"START: Final = {weights[0]:.4f}", "WEIGHTS: Final[Mapping[str, tuple[float, float, float]]] = {"]
    for name, m, s, w in zip(names, middle, spread, weights[1:], strict=True):
        lines.append(f'    "{name}": ({m:.4f}, {s:.4f}, {w:.4f}),')
    return "\n".join([*lines, "}", f"# {len(told)} objects, {int(true.sum())} of them true"])
