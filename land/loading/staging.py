"""The rows of one import in temporary tables, where the checks are set-based SQL. Gone when the transaction ends."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg.types.json
import shapely
from django.db import connection

from gis import crs
from land.loading.candidates import Candidate, Candidates
from land.loading.findings import Finding
from land.loading.tables import as_objects

Progress = Callable[[str, int, int], None]
_SRID = crs.LEGAL.srid
_DATES = frozenset({"decision_on", "surveyed_on"})
_AREAS = frozenset({"area_legal_m2", "area_surveyed_m2"})

# The transaction's own tables: a killed import leaves none behind.
_TABLES = f"""
DROP TABLE IF EXISTS import_row, import_parcel, import_finding;
CREATE TEMP TABLE import_row (
  row bigint PRIMARY KEY, code text NOT NULL, unit_id text NOT NULL, unit_at_record_id text, paper_m2 float8,
  name text NOT NULL, address text NOT NULL, payload jsonb NOT NULL, raw jsonb NOT NULL,
  geom geometry(MultiPolygon, {_SRID}), anchor geometry(Point, {_SRID}), area float8,
  disputed geometry(MultiPolygon, {_SRID}), stays boolean NOT NULL DEFAULT false,
  plot_id uuid, matched_by text NOT NULL DEFAULT '', basis text NOT NULL DEFAULT '', outcome text NOT NULL DEFAULT ''
) ON COMMIT DROP;
CREATE TEMP TABLE import_parcel (row bigint NOT NULL, sheet text NOT NULL, parcel text NOT NULL) ON COMMIT DROP;
CREATE TEMP TABLE import_finding (
  row bigint NOT NULL, code text NOT NULL, column_name text NOT NULL, params jsonb NOT NULL, x float8, y float8
) ON COMMIT DROP;
"""
_INDEXES = """
CREATE INDEX ON import_row USING gist (geom);
CREATE INDEX ON import_row USING gist (anchor);
CREATE INDEX ON import_row (code);
CREATE INDEX ON import_parcel (row);
CREATE INDEX ON import_parcel (sheet, parcel);
ANALYZE import_row; ANALYZE import_parcel;
"""
_ROW_COLUMNS = "row, code, unit_id, unit_at_record_id, paper_m2, name, address, payload, raw, geom, anchor, area"


def stage(candidates: Candidates, progress: Progress | None = None) -> int:
    """Put all rows into the temporary tables; the caller holds a transaction. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
    total = 0
    for chunk in candidates.chunks():
        _copy_rows(chunk)
        _copy("import_parcel (row, sheet, parcel)", _parcels(chunk))
        add_findings(finding for candidate in chunk for finding in candidate.findings)
        total += len(chunk)
        if progress:
            progress("read", total, candidates.count)
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
    return total


def add_findings(findings: Iterable[Finding]) -> None:
    """Append findings about rows."""
    _copy(
        "import_finding (row, code, column_name, params, x, y)",
        (
            (finding.row, finding.code, finding.column, _json(dict(finding.params)), finding.x, finding.y)
            for finding in findings
        ),
    )


def loaded(value: Any) -> Any:
    """A JSON column read through a plain cursor, which Django leaves as text."""
    return json.loads(value) if isinstance(value, str) else value


def decode(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Field values of a staged row with their types."""
    return {name: _typed(name, value) for name, value in payload["values"].items()}


def read_rows(where: str, columns: str, params: Iterable[Any] = (), size: int = 2_000) -> Iterator[list[Any]]:
    """Staged rows in pieces, in row order.

    Args:
        where: condition on `import_row AS r`; declared in code, never from a request.
        columns: what to select.
    """
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT r.row, {columns} FROM import_row AS r WHERE r.row > %s AND ({where}) ORDER BY r.row LIMIT %s",  # noqa: S608
                [last, *params, size],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _copy_rows(chunk: list[Candidate]) -> None:
    geoms = as_objects([candidate.geom for candidate in chunk])
    anchors = shapely.point_on_surface(geoms)
    for at, candidate in enumerate(chunk):
        if candidate.geom is None:
            anchors[at] = candidate.point
    areas = shapely.area(geoms)
    shapes, places = _ewkb(geoms), _ewkb(anchors)
    _copy(
        f"import_row ({_ROW_COLUMNS})",
        (
            (
                candidate.row,
                candidate.code,
                candidate.values.get("unit_id") or "",
                candidate.values.get("unit_at_record_id"),
                candidate.values.get("area_legal_m2"),
                candidate.values.get("name") or "",
                candidate.values.get("address") or "",
                _json({"values": candidate.values, "parcels": candidate.parcels, "flags": candidate.flags}),
                _json(candidate.raw),
                shape,
                place,
                float(area) if candidate.geom is not None else None,
            )
            for candidate, shape, place, area in zip(chunk, shapes, places, areas, strict=True)
        ),
    )


def _parcels(chunk: list[Candidate]) -> Iterator[tuple[Any, ...]]:
    for candidate in chunk:
        for sheet, parcel in candidate.parcels:
            yield candidate.row, sheet, parcel


def _copy(target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _ewkb(shapes: Any) -> Any:
    return shapely.to_wkb(shapely.set_srid(shapes, _SRID), hex=True, include_srid=True)


def _json(value: Any) -> psycopg.types.json.Jsonb:
    return psycopg.types.json.Jsonb(value, dumps=_dumps)


def _dumps(value: Any) -> str:
    # PostgreSQL refuses the character 0 in JSON.
    return json.dumps(value, ensure_ascii=False, default=str).replace("\\u0000", "")


def _typed(name: str, value: Any) -> Any:
    if value is None or value == "":
        return value
    if name in _AREAS:
        return Decimal(value)
    return date.fromisoformat(value) if name in _DATES else value
