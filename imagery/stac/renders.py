"""The named ways of drawing a scene (Render Extension)."""

import re
from typing import Any

from imagery.indices import Index
from imagery.stac.links import rendering_title
from imagery.tiles.drawing import indexes
from imagery.tiles.renderings import Rendering, offered
from imagery.tiles.sheets import Sheet


def renders_of(sheet: Sheet) -> dict[str, Any]:
    """Name -> how it is drawn; the first is how the scene is shown unless asked."""
    return {rendering.name: _render(sheet, rendering) for rendering in offered(sheet.bands)}


def _expression(sheet: Sheet, index: Index) -> str:
    """The formula over the bands of the asset, `b1` the first, as clients of the extension compute it from what is
    stored. A common scale cancels out of a quotient of sums, an offset does not.
    """
    bands = {role.name: sheet.bands[role] for role in index.roles}
    plain = len({band.scale for band in bands.values()}) == 1 and not any(band.offset for band in bands.values())

    def written(name: re.Match[str]) -> str:
        band = bands[name[0].upper()]
        return f"b{band.index}" if plain else f"(b{band.index}*{band.scale:.10g}{band.offset:+.10g})"

    return re.sub(r"[A-Za-z]\w*", written, index.written)


def _render(sheet: Sheet, rendering: Rendering) -> dict[str, Any]:
    told = {"title": rendering_title(rendering), "assets": ["data"], "bidx": indexes(sheet, rendering)}
    if rendering.index is not None:
        return {**told, "expression": _expression(sheet, rendering.index), "rescale": [[-1.0, 1.0]]}
    bands = [sheet.bands[role] for role in rendering.roles]
    stored = [[(end - band.offset) / band.scale for end in (band.low, band.high)] for band in bands]
    gamma = {f"{band.gamma:g}" for band in bands}
    formula = {} if gamma == {"1"} else {"color_formula": f"gamma RGB {', '.join(sorted(gamma))}"}
    return {**told, "rescale": [[round(end, 6) for end in ends] for ends in stored], **formula}
