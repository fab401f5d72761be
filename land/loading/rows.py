"""Rows of a table as candidates: every mapped column converted, the unit found, the note written."""

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from gis.text.abbreviations import UnitKind, split_unit_name
from gis.text.queries import parse_query
from land.loading import values
from land.loading.candidates import Candidate
from land.loading.columns import ColumnMap
from land.loading.findings import Finding
from land.loading.places import Places, UnitMatch
from land.loading.tables import GEOMETRY, LIST
from land.loading.values import EMPTY, Convert, Converted

_TEXTS = ("name", "address", "parcel_uid", "decision_number", "decision_issuer", "source", "note")
_AREAS = ("area_legal_m2", "area_surveyed_m2")
_DAYS = ("decision_on", "surveyed_on")
_FOREIGN = {
    "land_use": "land_use_id",
    "land_use_current": "land_use_current_id",
    "managing_agency": "managing_agency_id",
    "using_agency": "using_agency_id",
}
_COMMUNE_KINDS = frozenset({UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE})
_PLACED = ("unit", "unit_at_record", "district", "code")
NULLABLE = frozenset({*_AREAS, *_DAYS, *_FOREIGN.values(), "unit_at_record_id"})


class RowReader:
    """Turns pieces of one table into candidates; remembers headings of groups from row to row."""

    def __init__(self, mapping: ColumnMap, places: Places, kind: str, sample: gpd.GeoDataFrame) -> None:
        self.findings: list[Finding] = []
        self._mapping, self._places, self._kind = mapping, places, kind
        self._as_of = values.as_day(mapping.options.get("as_of"))
        self._converters = self._make_converters(sample)
        self._units: dict[tuple[str, str], UnitMatch] = {}
        self._group = ""
        self.given = self._given()

    def rows(self, frame: gpd.GeoDataFrame) -> Iterator[Candidate]:
        """Candidates of a piece, without their shapes."""
        names = [name for name in frame.columns if name != GEOMETRY]
        cells = [_plain(frame[name]) for name in names]
        place = {name: at for at, name in enumerate(names)}
        columns = {field: place[column] for field, column in self._mapping.fields.items() if column in place}
        labels = [(field, column, place[column]) for field, column in self._mapping.labels if column in place]
        noted = [name for name in self._mapping.noted if name in place]
        headings: list[Finding] = []
        for number, row in zip(frame.index, zip(*cells, strict=True) if cells else [()] * len(frame), strict=True):
            filled = {field: row[at] for field, at in columns.items() if row[at] is not None}
            if self._kind == LIST and self._is_group(row, filled):
                headings.append(Finding("sheet_text", int(number), params={"text": self._group}))
                continue
            candidate = self._candidate(int(number), row, filled, [(name, row[place[name]]) for name in noted])
            for field, column, at in labels:
                self._compare_label(candidate, field, column, row[at])
            candidate.findings += headings  # a heading is no row of its own
            headings = []
            yield candidate

    def start(self) -> None:
        """Forget the last group heading, before the table is read again."""
        self._group = ""

    def _candidate(
        self, number: int, row: tuple[Any, ...], filled: dict[str, Any], noted: list[tuple[str, Any]]
    ) -> Candidate:
        raw = [None if value is None else values.text_of(value) for value in row]
        candidate = Candidate(number, {}, raw)
        candidate.kept = [f"{name}: {values.text_of(value)}" for name, value in noted if value is not None]
        filled = {**self._mapping.constants, **filled}
        for field, convert in self._converters.items():
            value = filled.get(field)
            result = EMPTY if value is None else convert(value)
            attribute = _FOREIGN.get(field, field)
            blank = None if attribute in NULLABLE else ""
            candidate.values[attribute] = blank if result.value is None else result.value
            if result.findings or result.kept:
                self._remark(candidate, field, result)
        candidate.flags = candidate.values.pop("flags", None) or []
        candidate.code = values.text_of(filled.get("code", "")).upper()
        self._number(candidate)
        self._place(candidate, filled)
        self._note(candidate)
        return candidate

    def _remark(self, candidate: Candidate, field: str, result: Converted) -> None:
        column = self._mapping.fields.get(field, field)
        for code, params in result.findings:
            candidate.findings.append(Finding(code, candidate.row, column, {"column": column, **params}))
        if result.kept:
            candidate.kept.append(f"{column}: {result.kept}")

    def _compare_label(self, candidate: Candidate, field: str, column: str, label: Any) -> None:
        """Whoever edits the words beside a code and not the code must be told that the code counts."""
        convert = self._converters.get(field)
        if convert is None or label is None or field == "flags":
            return
        value = candidate.values.get(_FOREIGN.get(field, field))
        if convert(label).value not in {value or None, value or ""}:
            params = {"column": column, "value": values.text_of(label), "code": value or ""}
            candidate.findings.append(Finding("label_differs", candidate.row, column, params))

    def _number(self, candidate: Candidate) -> None:
        sheet = candidate.values.get("sheet_number", "")
        parcel = candidate.values.get("parcel_number", "")
        candidate.parcels = values.parcels_of(sheet, parcel)
        has_both = {"sheet_number", "parcel_number"} <= set(self._mapping.fields)
        if has_both and bool(sheet) != bool(parcel):
            candidate.findings.append(Finding("parcel_incomplete", candidate.row))

    def _place(self, candidate: Candidate, filled: dict[str, Any]) -> None:
        """The unit of today and the unit on the paper, from columns, the group heading, or the address."""
        text = values.text_of(filled.get("unit", ""))
        recorded = values.text_of(filled.get("unit_at_record", ""))
        district = values.text_of(filled.get("district", ""))
        if not text and not recorded:
            text = self._group
            match = self._unit(text, district) if text else self._unit_in(candidate.values.get("address", ""))
        else:
            match = self._unit(text, district) if text else UnitMatch()
        paper = self._unit(recorded, district) if recorded else UnitMatch()
        for written, found in ((text, match), (recorded, paper)):
            if written and not (found.uid or found.at_record):
                code = "unit_ambiguous" if found.choices else "unit_unknown"
                params = {"value": written, "choices": "; ".join(found.choices)}
                candidate.findings.append(Finding(code, candidate.row, params=params))
        if not (match.uid or match.at_record or paper.uid or paper.at_record):
            match = self._common_unit(district)
        candidate.values["unit_id"] = match.uid or paper.uid
        candidate.values["unit_at_record_id"] = paper.at_record or paper.uid or match.at_record or None

    def _common_unit(self, district: str) -> UnitMatch:
        """The unit given for all rows, for those whose own names none: a place to keep them until it is mended."""
        common = values.text_of(self._mapping.constants.get("unit", ""))
        return self._unit(common, district) if common else UnitMatch()

    def _unit(self, text: str, district: str) -> UnitMatch:
        key = (text, district)
        if key not in self._units:
            self._units[key] = self._places.unit(text, district, self._as_of)
        return self._units[key]

    def _unit_in(self, address: str) -> UnitMatch:
        """The commune that an address names; its name may trail other words."""
        for hint in parse_query(address).units if address else ():
            words = hint.name.split() if hint.kind in _COMMUNE_KINDS else []
            for length in range(len(words), 0, -1):
                name = f"{hint.kind.value if hint.kind else ''} {' '.join(words[:length])}"
                match = self._unit(name, address.rpartition(",")[2])
                if match.uid or match.at_record:
                    return match
        return UnitMatch()

    def _note(self, candidate: Candidate) -> None:
        lines = [candidate.values.get("note", ""), *candidate.kept]
        if "note" in candidate.values or candidate.kept:
            candidate.values["note"] = "\n".join(dict.fromkeys(line for line in lines if line))

    def _is_group(self, row: tuple[Any, ...], filled: dict[str, Any]) -> bool:
        """A row such as "I | Phường Thắng Tam": the unit of the rows below it."""
        cells = [values.text_of(value) for value in row if value is not None]
        if len(cells) > 2 or any(field in filled for field in _PLACED):
            return False
        text = max(cells, key=len, default="")
        parted = split_unit_name(text.rstrip(":"))
        if parted.kind is None or not self._places.unit(text.rstrip(":"), as_of=self._as_of).uid:
            return False
        self._group = text.rstrip(":")
        return True

    def _make_converters(self, sample: gpd.GeoDataFrame) -> dict[str, Convert]:
        fields = {**dict.fromkeys(self._mapping.constants), **self._mapping.fields}
        made: dict[str, Convert] = {field: values.text_converter(field) for field in _TEXTS if field in fields}
        made |= {field: values.number_text for field in ("sheet_number", "parcel_number") if field in fields}
        made |= {field: values.day for field in _DAYS if field in fields}
        made |= {field: values.choice_converter(field) for field in values.CHOICES if field in fields}
        for field in ("land_use", "land_use_current"):
            if field in fields:
                made[field] = values.land_use_converter(self._places)
        for field in ("managing_agency", "using_agency"):
            if field in fields:
                made[field] = values.agency_converter(self._places)
        if "flags" in fields:
            made["flags"] = values.flags
        for field in _AREAS:
            if field in fields:
                made[field] = self._area_converter(field, sample)
        return {field: values.careful(convert) for field, convert in made.items()}

    def _area_converter(self, field: str, sample: gpd.GeoDataFrame) -> Convert:
        column = self._mapping.fields.get(field, "")
        convert, mixed = values.area_converter(column, sample[column].tolist() if column in sample else [])
        if mixed:
            self.findings.append(Finding("number_style_mixed", column=column, params={"column": column}))
        return convert

    def _given(self) -> frozenset[str]:
        named = {_FOREIGN.get(field, field) for field in self._converters} - {"flags"}
        fields = {*self._mapping.fields, *self._mapping.constants}
        if fields & {"unit", "unit_at_record"}:
            named |= {"unit_id"}
        if "unit_at_record" in fields:
            named |= {"unit_at_record_id"}
        return frozenset(named)


def _plain(column: Any) -> list[Any]:
    """Values as Python's own; blanks as None."""
    if column.dtype.kind == "f":
        return [None if np.isnan(value) else value for value in column.tolist()]
    if column.dtype.kind in "iub":
        return list(column.tolist())
    return [None if value is None or value is pd.NaT or value == "" else value for value in column.tolist()]
