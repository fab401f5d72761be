"""Texts of a file in Unicode, whatever they were written in."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from gis.text.charsets import Encoding
from gis.text.legacy import decode_column, decode_text, encoding_from_name
from land.loading.errors import Unreadable
from land.loading.findings import Finding
from land.loading.tables import GEOMETRY, as_objects, make_frame

_SAMPLE = 4_000
_SURE = 0.6


class Decoder:
    """Reads the texts of one file; the encoding is found out once, from a sample of all its columns."""

    def __init__(self, names: Sequence[str], frame: gpd.GeoDataFrame, wanted: str = "", hint: str = "") -> None:
        self.findings: list[Finding] = []
        self._cache: dict[str, str] = {}
        forced = encoding_from_name(wanted) if wanted else None
        if wanted and forced is None:
            raise Unreadable("unknown_encoding", encoding=wanted)
        sample = [*names, *_sample(frame)]
        found = decode_column(sample, forced or encoding_from_name(hint))
        self.encoding = forced or found.encoding
        self._per_value = dict(zip(sample, found.texts, strict=True)) if forced is None else {}
        if self.encoding is not Encoding.UNICODE and found.samples:
            shown = "; ".join(f"{before} → {after}" for before, after in found.samples[:3])
            sure = forced is not None or found.confidence >= _SURE
            code = "encoding_found" if sure else "encoding_doubtful"
            self.findings.append(Finding(code, params={"encoding": str(self.encoding), "sample": shown}))

    def text(self, value: str) -> str:
        """One text in Unicode, NFC, without white space around it."""
        if value.isascii():
            return value.strip()
        done = self._cache.get(value)
        if done is None:
            done = self._per_value.get(value) or decode_text(value, self.encoding)
            done = unicodedata.normalize("NFC", done).strip()
            self._cache[value] = done
        return done

    def names(self, names: Iterable[str]) -> list[str]:
        """Headings in Unicode."""
        return [self.text(name) for name in names]

    def frame(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """A piece of the table in Unicode; blanks become None."""
        columns = {}
        for name in frame.columns:
            if name != GEOMETRY:
                columns[self.text(str(name))] = self._column(frame[name])
        self._cache.clear()
        return make_frame(columns, frame.geometry.array, frame.index, frame.crs)

    def _column(self, column: Any) -> Any:
        if column.dtype.kind in "iufb":
            return column.to_numpy()
        return as_objects([self._value(value) for value in column.tolist()])

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value) or None
        if isinstance(value, list | tuple | np.ndarray):  # lists of GML, GeoJSON and GeoPackage
            return "; ".join(self.text(str(item)) for item in value) or None
        return None if value is pd.NaT or (isinstance(value, float) and np.isnan(value)) else value


def _sample(frame: gpd.GeoDataFrame) -> list[str]:
    """Different texts with marks, from every column."""
    found: dict[str, None] = {}
    for name in frame.columns:
        if name != GEOMETRY and frame[name].dtype.kind not in "iufb":
            for value in frame[name].tolist():
                if isinstance(value, str) and not value.isascii():
                    found.setdefault(value)
                    if len(found) >= _SAMPLE:
                        return list(found)
    return list(found)
