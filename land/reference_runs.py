"""What a worker does with an uploaded reference layer: reads and checks it, or loads it, and tells what it found."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from gis.http.problems import DomainError
from land import import_files
from land.actions import SetDraft, foresee_reference, load_reference
from land.actions.imports import Told
from land.actions.reference import Loaded
from land.loading.register_places import places_of_register
from land.loading.staging import Progress
from land.loading_reference.reading import Options, ReferenceFile, RefusedRow, read_reference
from land.loading_reference.refused import write_refused
from land.loading_reference.rows import Setting
from land.loading_reference.told import Unclear
from land.models import ImportJob
from land.reference_preview import write_doubtful, write_preview
from land.workflow import ReferenceKind

_LISTED = 200


def check(job: ImportJob, progress: Progress) -> Told:
    """Read the file and say what loading it would do."""
    found = _read(job, progress)
    told = _told(job, found, _foreseen(job, found) if found.rows else None)
    return told | {"shapes": write_preview(import_files.reports_of(job.pk, job.run), found)}


def commit(job: ImportJob, progress: Progress) -> Told:
    """Read the file again and load it."""
    found = _read(job, progress)
    foreseen = _foreseen(job, found)
    progress("write", 0, len(found.rows))
    loaded = load_reference(
        actor=job.started_by, draft=draft_of(job, found.sha256), rows=found.rows, reason=job.options.get("reason", "")
    )
    told = _told(job, found, foreseen)
    return told | {"written": {"code": loaded.set.code, "rows": loaded.set.row_count}, "revised_all": []}


def choices_of(job: ImportJob, error: DomainError) -> Told:
    """What a person may choose from to put a refused reading right, and the map to see it by."""
    if not isinstance(error, Unclear):
        return {}
    choices = {"columns": list(error.columns), "fields": error.fields, "proposal": error.proposal}
    return choices | {"shapes": write_doubtful(import_files.reports_of(job.pk, job.run), error.drawn), "run": job.run}


def draft_of(job: ImportJob, sha256: str) -> SetDraft:
    """The set as the person described it."""
    given = job.options
    return SetDraft(
        kind=ReferenceKind(given["kind"]),
        title=given["title"],
        decision_number=given["decision_number"],
        decision_on=date.fromisoformat(given["decision_on"]),
        issuer=given["issuer"],
        start=date.fromisoformat(given["start"] or given["decision_on"]),
        end=date.fromisoformat(given["end"]) if given.get("end") else None,
        scale=given.get("scale"),
        unit_id=given.get("unit_id") or None,
        series=given.get("series", ""),
        source=given.get("source") or job.file_name,
        file_sha256=sha256,
    )


def _read(job: ImportJob, progress: Progress) -> ReferenceFile:
    given: Mapping[str, Any] = job.options
    setting = Setting(
        kind=ReferenceKind(given["kind"]),
        places=places_of_register(timezone.localdate()),
        unit_id=given.get("unit_id") or None,
        factor=given.get("factor") or 1,
    )
    how = Options(
        layer=given.get("layer") or None,
        srid=given.get("srid") or None,
        encoding=given.get("encoding") or None,
        columns=given.get("columns") or {},
        swap_axes=bool(given.get("swap_axes")),
    )
    return read_reference(import_files.source_of(job), setting, how, progress)


def _foreseen(job: ImportJob, found: ReferenceFile) -> Loaded:
    """What loading would do.

    Raises:
        DomainError: with its sentence in both languages: nobody knows here who will read it.
    """
    draft = draft_of(job, found.sha256)
    try:
        return foresee_reference(actor=job.started_by, draft=draft, rows=found.rows)
    except DomainError as refusal:
        refusal.detail_en = _in_english(job, draft, found) or refusal.detail  # type: ignore[attr-defined]
        raise


def _in_english(job: ImportJob, draft: SetDraft, found: ReferenceFile) -> str:
    with override("en"):
        try:
            foresee_reference(actor=job.started_by, draft=draft, rows=found.rows)
        except DomainError as refusal:
            return refusal.detail
    return ""


def _told(job: ImportJob, found: ReferenceFile, foreseen: Loaded | None) -> Told:
    """The report as the page needs it."""
    folder = import_files.reports_of(job.pk, job.run)
    written = write_refused(folder, found, PurePath(job.stored_name).stem)
    made = foreseen.set if foreseen and foreseen.created else None
    return {
        "counts": {
            "read": found.read,
            "new": made.row_count if made else 0,
            "refused": len(found.refused),
            "mended": len(found.mended),
        },
        "file": {"columns": list(found.headings), "fields": found.fields},
        "ignored": list(found.ignored),
        "file_findings": [finding.as_dict() for finding in found.findings],
        "refused_rows": [_refused_row(row) for row in found.refused[:_LISTED]],
        "files": list(written),
        "ends": list(foreseen.ended) if foreseen else [],
        "same": foreseen.set.code if foreseen and not foreseen.created else "",
    }


def _refused_row(row: RefusedRow) -> Told:
    told = {"row": row.row, "detail": row.why.vi, "detail_en": row.why.en}
    if row.shape is None:
        return told
    west, south, east, north = row.shape.bounds
    return told | {"coordinate": [(west + east) / 2, (south + north) / 2]}
