"""An import from beginning to end: what the command and the upload page call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from gis.http.problems import NotAllowed
from land import policies
from land.actions.tallies import fold_tallies
from land.loading import checks, committing, comparing, staging
from land.loading import report as reports
from land.loading.candidates import Candidates
from land.loading.changed import ChangedPages
from land.loading.findings import Finding
from land.loading.reading import read
from land.loading.refused import write_refused
from land.loading.register_places import places_of_register
from land.loading.report import Report
from land.loading.staging import Progress
from land.loading.understanding import understand

_NUMBERS = frozenset({"sheet_number", "parcel_number"})
REPORT_NAME = "bao-cao.json"


@dataclass(frozen=True)
class Options:
    """What a person chose.

    Attributes:
        layer, srid, encoding: see `read`.
        profile: mapping profile.
        commit: write; otherwise a dry run.
        keep_faulty: rows with a mendable fault enter as "cần rà soát".
        decisions: plot code -> "accept" or "keep"; "*" for all others. Changes nobody accepted wait.
        report_dir: folder for the report, the refused rows and, page by page, all changes.
        reason: written into every version.
        valid_from: since when accepted changes are so in the world; None corrects the register's mistakes.
    """

    layer: str | None = None
    srid: str | None = None
    encoding: str | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    commit: bool = True
    keep_faulty: bool = False
    decisions: Mapping[str, str] = field(default_factory=dict)
    report_dir: Path | None = None
    reason: str = ""
    valid_from: date | None = None


def import_plots(
    path: str | Path, *, actor: Any, options: Options, today: date, progress: Progress | None = None
) -> Report:
    """Read, understand, check and, unless it is a dry run, commit a file, in one transaction.

    Raises:
        NotAllowed: the actor may not import.
        Unreadable: the file gives no rows.
        BadChange, PlotOverlap, ParcelTaken, StaleVersion: the register moved on meanwhile; nothing was written.
    """
    if not policies.can_import_plots(actor):
        raise NotAllowed("Chỉ chuyên viên quản lý đất đai của sở được nhập tệp vào sổ.")
    with read(
        path, layer=options.layer, srid=options.srid, encoding=options.encoding, mapping=options.profile
    ) as table:
        candidates = understand(table, profile=options.profile, places=places_of_register(today))
        return check(candidates, actor=actor, options=options, today=today, progress=progress)


@transaction.atomic
def check(
    candidates: Candidates, *, actor: Any, options: Options, today: date, progress: Progress | None = None
) -> Report:
    """Check understood rows and commit them where the options say so and nothing blocks it."""
    staging.stage(candidates, progress)
    flagged = "flags" in candidates.mapping.fields
    remarks = checks.run_checks(today=today, keep_faulty=options.keep_faulty, flagged=flagged, progress=progress)
    result = Report(
        file=reports.about_file(candidates),
        file_findings=[*candidates.findings, *remarks],
        blocked=candidates.blocked,
    )
    if options.report_dir is not None:
        options.report_dir.mkdir(parents=True, exist_ok=True)
    accepted = _compare(candidates, options, result)
    counts, result.by_code = reports.counted()
    result.counts = counts | result.counts
    result.findings = reports.row_findings()
    if options.report_dir is not None:
        result.files = write_refused(options.report_dir, candidates.columns, Path(candidates.name).stem)
    if options.commit and not result.blocked:
        _commit(actor, candidates, accepted, options, result, progress)
    if options.report_dir is not None:
        _write_report(options.report_dir, result)
    return result


def _compare(candidates: Candidates, options: Options, result: Report) -> list[comparing.PlotChange]:
    """Fill in what would change; returns the approved changes."""
    accepted, renumbered = [], []
    pages = ChangedPages(options.report_dir)
    same = changed = 0
    for change in comparing.compare(candidates.given):
        if change.is_empty:
            same += 1
            continue
        changed += 1
        if _NUMBERS & {item.name for item in change.fields}:
            renumbered.append(Finding("parcels_differ", change.row))
        pages.add(change)
        if committing.is_accepted(change.plot.code, options.decisions):
            accepted.append(change)
        else:
            result.waiting.append(change.plot.code)
    result.changes = pages.close()
    staging.add_findings(renumbered)
    result.counts |= {"same": same, "changed": changed}
    return accepted


def _commit(
    actor: Any,
    candidates: Candidates,
    accepted: list[comparing.PlotChange],
    options: Options,
    result: Report,
    progress: Progress | None,
) -> None:
    source = f"Tệp {candidates.name}"[:300]
    reason = options.reason or f"Nhập từ tệp {candidates.name}"
    committing.lock_all(accepted)
    result.revised = committing.commit_changes(
        actor=actor, changes=accepted, reason=reason, valid_from=options.valid_from
    )
    result.created = committing.commit_new(
        actor=actor, source=source, reason=reason, progress=progress, total=result.counts["new"]
    )
    fold_tallies()
    result.committed = True


def _write_report(folder: Path, result: Report) -> None:
    target = folder / REPORT_NAME
    result.files["report"] = str(target)
    target.write_text(json.dumps(result.as_dict(), ensure_ascii=False, indent=1, default=str), encoding="utf-8")
