"""Stage C, commit: approved changes and new plots through the register's actions, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.db import connection

from gis.geometry import is_parcel_identifier
from land.actions import (
    PIECE,
    FlagDraft,
    ParcelDraft,
    PlotDraft,
    PlotRevision,
    create_by_piece,
    parcel_numbers,
    revise_plots,
)
from land.actions.changes import locked
from land.loading import staging
from land.loading.comparing import PlotChange
from land.loading.report import finding_of
from land.loading.staging import Progress
from land.workflow import ChangeKind, ReviewState

DISPUTES = frozenset({"overlap_row", "overlap_plot", "duplicate_shape"})  # the boundary is kept in the note of one
ACCEPT, KEEP, EVERY = "accept", "keep", "*"
_NEW = "r.payload, r.unit_id, r.unit_at_record_id, r.basis, r.outcome, ST_AsBinary(r.geom), ST_AsBinary(r.anchor)"
_GROUND = """
SELECT pg_advisory_xact_lock(cell)
FROM (SELECT array_agg(ST_XMin(geom)) AS west, array_agg(ST_YMin(geom)) AS south,
             array_agg(ST_XMax(geom)) AS east, array_agg(ST_YMax(geom)) AS north
      FROM import_row WHERE geom IS NOT NULL AND outcome IN ('good', 'faulty')) AS box,
     land_cells_v2(west, south, east, north) AS cell
"""
_UNITS = """
SELECT DISTINCT coalesce(unit_at_record_id, unit_id) FROM import_row
WHERE outcome IN ('good', 'faulty') AND coalesce(unit_at_record_id, unit_id) IS NOT NULL
"""


def is_accepted(code: str, decisions: Mapping[str, str]) -> bool:
    """Whether a person approved the changes of a plot; "*" speaks for the plots not named."""
    return decisions.get(code, decisions.get(EVERY, KEEP)) == ACCEPT


def lock_all(changes: Iterable[PlotChange]) -> None:
    """Take every lock that the staged rows need, before the first is written, in the order of all acts on plots.

    Batch by batch two imports, or an import and an editor, could wait for each other in a circle.
    """
    rows = locked(change.plot for change in changes)
    with connection.cursor() as cursor:
        cursor.execute(_GROUND)
        cursor.execute(_UNITS)
        units = [unit for (unit,) in cursor.fetchall()]
    parcel_numbers.lock([*units, parcel_numbers.IDENTIFIERS], plots=rows.values())


def commit_changes(*, actor: Any, changes: list[PlotChange], reason: str, valid_from: date | None = None) -> list[str]:
    """Write approved changes; all together, so that neighbours may exchange ground and numbers. Returns the codes.

    Args:
        valid_from: since when they are so in the world; None corrects the register's mistakes.

    Raises:
        BadChange: a row names a parcel that cannot be read.
        ParcelTaken: a new number belongs to another plot.
    """
    if not changes:
        return []
    revisions = [_revision(change, valid_from) for change in changes]
    done = revise_plots(actor=actor, revisions=revisions, change=ChangeKind.IMPORTED, reason=reason)
    return [plot.code for plot in done]


def _revision(change: PlotChange, valid_from: date | None) -> PlotRevision:
    parcels = None if change.numbers is None else change.numbers.drafts(change.plot, valid_from)
    return PlotRevision(change.plot, change.changes(), valid_from, change.plot.version, parcels)


def commit_new(*, actor: Any, source: str, reason: str, progress: Progress | None, total: int) -> list[str]:
    """Enter the rows that match no plot. Returns the codes, in row order."""
    codes: list[str] = []
    entered = create_by_piece(
        actor=actor,
        pieces=_pieces(),
        drafts_of=lambda piece: [_draft(row, piece, source) for row in piece.rows],
        change=ChangeKind.IMPORTED,
        reason=reason,
    )
    for plots in entered:
        codes += [plot.code for plot in plots]
        if progress:
            progress("write", len(codes), total)
    return codes


@dataclass(frozen=True)
class _Piece:
    """Staged rows, with what is wrong with some of them and since when their numbers are free."""

    rows: list[Any]
    faults: Mapping[int, list[dict[str, Any]]]
    starts: Mapping[tuple[int, str, str], date]

    def __len__(self) -> int:
        return len(self.rows)


def _pieces() -> Iterator[_Piece]:
    for rows in staging.read_rows("r.plot_id IS NULL AND r.outcome IN ('good', 'faulty')", _NEW, size=PIECE):
        faulty = [row[0] for row in rows if row[5] == "faulty"]
        yield _Piece(rows, _faults(faulty), _free_since([row[0] for row in rows]))


def _draft(row: Any, piece: _Piece, source: str) -> PlotDraft:
    number, payload, unit, recorded, basis, _outcome, geom, anchor = row
    loaded = staging.loaded(payload)
    values = {**staging.decode(loaded), "unit_id": unit, "unit_at_record_id": recorded, "location_basis": basis}
    values["source"] = values.get("source") or source
    identifier = values.pop("parcel_uid", "")
    if is_parcel_identifier(identifier):
        values |= {"parcel_uid": identifier, "parcel_uid_provisional": False}
    elif identifier:
        lost = f"Mã định danh trong tệp không đúng: {identifier}"
        values["note"] = "\n".join(filter(None, [values.get("note"), lost]))
    if faults := piece.faults.get(number):
        values |= {"review_state": ReviewState.NEEDS_REVIEW, "review_notes": faults}
    return PlotDraft(
        values=values,
        geom=shapely.from_wkb(bytes(geom)) if geom else None,
        point=shapely.from_wkb(bytes(anchor)) if anchor and not geom else None,
        parcels=[
            ParcelDraft(
                recorded or unit,
                sheet,
                parcel,
                start=piece.starts.get((number, sheet, parcel)),
                identifier="" if place or values.get("parcel_uid_provisional", True) else identifier,
            )
            for place, (sheet, parcel) in enumerate(loaded["parcels"])
        ],
        flags=[FlagDraft(kind, None) for kind in loaded["flags"]],  # a list does not say since when
    )


def _free_since(rows: list[int]) -> dict[tuple[int, str, str], date]:
    """Since when a number is free that another plot held before: the new plot cannot have held it earlier."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.row, n.sheet, n.parcel, max(upper(h.period)) FROM import_parcel n JOIN import_row r USING (row) "
            "JOIN land_plotparcel h ON h.unit_id = coalesce(r.unit_at_record_id, r.unit_id) "
            "AND h.sheet_number = n.sheet AND h.parcel_number = n.parcel "
            "WHERE n.row = ANY(%s) AND NOT upper_inf(h.period) GROUP BY 1, 2, 3",
            [rows],
        )
        return {(row, sheet, parcel): day for row, sheet, parcel, day in cursor.fetchall()}


def _faults(rows: list[int]) -> dict[int, list[dict[str, Any]]]:
    """What is wrong with rows that are kept all the same: it stands in the record until somebody mends it."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.row, f.code, f.column_name, f.params, f.x, f.y, ST_AsText(r.disputed, 4) "
            "FROM import_finding f JOIN import_row r USING (row) WHERE f.row = ANY(%s) ORDER BY f.row, f.code",
            [rows],
        )
        found: dict[int, list[dict[str, Any]]] = {}
        for *row, disputed in cursor.fetchall():
            finding = finding_of(row)
            if finding.severity == "error":
                note = {"code": finding.code, "detail": finding.text(), "mend": finding.mend()}
                held = found.setdefault(row[0], [])
                if disputed and finding.code in DISPUTES and not any("boundary" in other for other in held):
                    note["boundary"] = disputed
                held.append(note)
    return found
