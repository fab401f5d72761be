"""The scenes of a year as one cube of blocks that nobody has computed yet, and the picture that is made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr

from imagery.composites.blocks import Floats, Part, Recipe, read, shared
from imagery.composites.median import compose

# Each thread holds a block: a tile of twelve dates with four bands is 50 MB, a quarter of one of seventy with six 105.
_BLOCK_BYTES = 128 * 1024**2
_LARGEST, _SMALLEST = 512, 128


@dataclass(frozen=True)
class Block:
    """A piece of the picture: its place, and the task that gives (bands + 1, rows, columns) uint16."""

    part: Part
    task: Any


def edge_of(recipe: Recipe) -> int:
    """Pixels a side of a block, so that its observations take no more memory than a block may."""
    edge = _LARGEST
    while edge > _SMALLEST and edge * edge * recipe.bands * len(recipe.layers) * 4 > _BLOCK_BYTES:
        edge //= 2
    return edge


def cube_of(recipe: Recipe, width: int, height: int, edge: int) -> xr.DataArray:
    """All observations, (time, band, y, x) reflectance in blocks of all dates; each reads its own windows.

    Args:
        width, height: of the composite's grid in pixels.
    """
    chunks = (len(recipe.layers),), (recipe.bands,), _pieces(height, edge), _pieces(width, edge)
    empty = np.empty((0, 0, 0, 0), dtype="float32")
    data = da.map_blocks(_observations, recipe=recipe, chunks=chunks, dtype="float32", meta=empty)
    return xr.DataArray(data, dims=("time", "band", "y", "x"))


def composite_of(cube: xr.DataArray) -> xr.DataArray:
    """The picture of a cube, (layer, y, x) uint16 as `median.compose` stores it; the last layer counts the dates."""
    made = xr.apply_ufunc(
        compose,
        cube,
        input_core_dims=[["band", "time"]],
        output_core_dims=[["layer"]],
        dask="parallelized",
        output_dtypes=["uint16"],
        dask_gufunc_kwargs={"output_sizes": {"layer": cube.sizes["band"] + 1}},
    )
    return made.transpose("layer", "y", "x")


def blocks_of(recipe: Recipe, width: int, height: int) -> list[Block]:
    """The blocks of a picture that any scene reaches, row by row."""
    edge = edge_of(recipe)
    picture = composite_of(cube_of(recipe, width, height, edge))
    tasks = picture.data.to_delayed()[0]
    return [block for block in _placed(tasks, picture.data.chunks[1:]) if _is_reached(recipe, block.part)]


def _observations(recipe: Recipe, block_info: Any = None) -> Floats:
    (_, _), (_, _), (top, bottom), (left, right) = block_info[None]["array-location"]
    return read(recipe, (left, top, right - left, bottom - top))


def _pieces(length: int, edge: int) -> tuple[int, ...]:
    return tuple(min(edge, length - start) for start in range(0, length, edge))


def _placed(tasks: Any, chunks: Any) -> Iterator[Block]:
    top = 0
    for row, height in enumerate(chunks[0]):
        left = 0
        for column, width in enumerate(chunks[1]):
            yield Block((left, top, width, height), tasks[row, column])
            left += width
        top += height


def _is_reached(recipe: Recipe, part: Part) -> bool:
    return any(shared(layer.reach, part) for layer in recipe.layers)
