"""The named ways of drawing a scene (Render Extension)."""

from typing import Any

from imagery.stac.links import rendering_title
from imagery.tiles.drawing import indexes
from imagery.tiles.renderings import Rendering, offered
from imagery.tiles.sheets import Sheet


def renders_of(sheet: Sheet) -> dict[str, Any]:
    """Name -> how it is drawn; the first is how the scene is shown unless asked."""
    return {rendering.name: _render(sheet, rendering) for rendering in offered(sheet.bands)}


def _render(sheet: Sheet, rendering: Rendering) -> dict[str, Any]:
    told = {"title": rendering_title(rendering), "assets": ["data"], "bidx": indexes(sheet, rendering)}
    if rendering.index is not None:
        return {**told, "expression": rendering.index.written, "rescale": [[-1.0, 1.0]]}
    bands = [sheet.bands[role] for role in rendering.roles]
    stored = [[(end - band.offset) / band.scale for end in (band.low, band.high)] for band in bands]
    gamma = {f"{band.gamma:g}" for band in bands}
    formula = {} if gamma == {"1"} else {"color_formula": f"gamma RGB {', '.join(sorted(gamma))}"}
    return {**told, "rescale": [[round(end, 6) for end in ends] for ends in stored], **formula}
