"""One number for a whole series, to compare two runs."""

import hashlib
import json


def digest(truth, scenes) -> str:
    total = hashlib.sha256(json.dumps(truth.features(), sort_keys=True).encode())
    for scene in scenes:
        total.update(scene.name.encode())
        total.update(scene.bands.tobytes())
        total.update(scene.scl.tobytes())
    return total.hexdigest()


if __name__ == "__main__":
    from imagery.sample.areas import SMALL
    from imagery.sample.series import Series
    from tests.unit.imagery.conftest import plots_in

    made = Series(SMALL, *plots_in(SMALL.box))
    print(digest(made.truth, made.scenes()))  # noqa: T201
