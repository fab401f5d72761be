"""One number for a whole register, to compare two runs."""

import hashlib
from dataclasses import fields

from land.sample.spec import SamplePlot

_SHAPES = ("geom", "point")


def digest(register: list[SamplePlot]) -> str:
    total = hashlib.sha256()
    names = [field.name for field in fields(SamplePlot) if field.name not in _SHAPES]
    for plot in register:
        total.update(repr([getattr(plot, name) for name in names]).encode())
        for name in _SHAPES:
            shape = getattr(plot, name)
            total.update(shape.wkb if shape is not None else b"-")
    return total.hexdigest()


if __name__ == "__main__":
    from land.sample.generate import generate
    from tests.unit.sample.conftest import land

    units, communes, _ = land()
    print(digest(generate(units, communes)))  # noqa: T201
