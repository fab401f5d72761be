"""What a file holds before anything is understood: rows as they are, and facts about the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS as ProjCrs

GEOMETRY = "geometry"
FEATURES, DRAWING, LIST = "features", "drawing", "list"


@dataclass
class SourceTable:
    """A file's rows, read in pieces, with facts about the file.

    Every piece is a GeoDataFrame in the file's own system, indexed by the row number that a person sees (line of the
    sheet, number of the feature), with a column `geometry` that is empty for lists.

    Attributes:
        name: file name, for sentences.
        format: name of the format.
        kind: FEATURES, DRAWING (linework and labels) or LIST (no geometry of its own).
        layers: every layer, sheet or dataset in the file.
        layer: the one that is read ("*" for all).
        crs: as the file declares it, None when it does not.
        encoding: encoding the texts were read with; a hint, since files lie.
        columns: attribute columns in file order.
        count: rows, -1 when not known before reading.
        notes: codes and parameters of remarks for the report.
    """

    name: str
    format: str
    kind: str
    layers: tuple[str, ...]
    layer: str
    crs: ProjCrs | None
    encoding: str
    columns: tuple[str, ...]
    count: int
    pieces: Callable[[int], Iterator[gpd.GeoDataFrame]]
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    folder: TemporaryDirectory[str] | None = None

    def chunks(self, size: int = 10_000) -> Iterator[gpd.GeoDataFrame]:
        """The rows in pieces; can be asked for again."""
        return self.pieces(size)

    def frame(self) -> gpd.GeoDataFrame:
        """All rows at once; for files that fit into memory."""
        return gpd.GeoDataFrame(pd.concat(list(self.chunks())), geometry=GEOMETRY, crs=self.crs)

    def close(self) -> None:
        """Remove what was unpacked."""
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def make_frame(columns: dict[str, Any], geometry: Any, numbers: Any, crs: ProjCrs | None) -> gpd.GeoDataFrame:
    """A piece of a table."""
    index = pd.Index(numbers, name="row")
    frame = pd.DataFrame({name: plain_series(values, index) for name, values in columns.items()}, index=index)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometry, index=frame.index, crs=crs), crs=crs)


def plain_series(values: Any, index: Any) -> Any:
    """A column as it is: pandas makes its own strings of texts and NaN of None, unless told not to."""
    return pd.Series(values, index=index, dtype=object if np.asarray(values).dtype.kind == "O" else None)


def as_objects(values: Sequence[Any]) -> Any:
    """A numpy column of Python objects; shapes are not taken apart."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def unique_names(names: list[str]) -> list[str]:
    """Column names made different; two columns "Ghi chú" become "Ghi chú" and "Ghi chú (2)"."""
    seen: dict[str, int] = {}
    result = []
    for number, raw in enumerate(names, start=1):
        name = raw.strip() or f"cột {number}"
        name = f"{name} (tệp)" if name == GEOMETRY else name
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result
