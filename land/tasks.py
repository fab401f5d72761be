"""Work in the background (docs/adr/0011): checking and committing uploaded files."""

import logging
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gis.http.problems import DomainError
from gis.work import runs
from gis.work.pulse import Pulse
from gis.work.told import describe_error, in_both_languages
from land import import_files, import_preview, reference_runs
from land.actions import imports, leases, reference, tallies, vocabulary
from land.actions.imports import QUEUE, TASK, Told
from land.errors import ImportStep
from land.loading import reading
from land.loading.errors import Unreadable
from land.loading.importing import Options, import_plots
from land.loading.report import Report
from land.models import ImportJob
from land.workflow import ImportState, ImportTarget

log = logging.getLogger(__name__)
_BROKEN = gettext_noop(
    "Lỗi hệ thống khi xử lý tệp; chưa ghi gì vào sổ. Hãy thử lại, nếu vẫn lỗi thì báo quản trị hệ thống."
)


@app.task(name=TASK, queue=QUEUE)
def run_import(job: str, run: int) -> None:
    """Check or commit an upload. Ordered twice, or too late, it does nothing."""
    taken = imports.claim_run(job_id=UUID(job), run=run)
    if taken is None:
        return
    try:
        _work(taken, run)
    except runs.RunSuperseded:
        log.info("import %s run %s was taken over", job, run)
    except Exception:  # whatever broke, the person is told that it ended; the worker's log has it
        imports.fail_run(job_id=taken.pk, run=run, error={"code": "error", **in_both_languages(_BROKEN)})
        raise


def _work(taken: ImportJob, run: int) -> None:
    """Do the step; a refusal is told with what may be chosen and seen, and what breaks in telling it is no refusal."""
    check, commit = _WORK[ImportTarget(taken.target)]
    try:
        with Pulse(taken) as pulse:
            if taken.state == ImportState.CHECKING:
                imports.finish_check(job_id=taken.pk, run=run, load=lambda: check(taken, pulse))
            else:
                imports.finish_commit(job_id=taken.pk, run=run, load=lambda: commit(taken, pulse))
    except DomainError as error:
        choices = reference_runs.choices_of(taken, error) | {"layers": _layers(taken, error)}
        imports.fail_run(job_id=taken.pk, run=run, error=describe_error(error) | choices)


@app.periodic(cron="* * * * *")
@app.task(name="land.resume_imports", queue=QUEUE, queueing_lock="land.resume_imports")
def resume_imports(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells when it was due
    """Hand uploads whose worker died, or whose order was lost, to a worker that lives."""
    for job in runs.lost(ImportJob):
        with suppress(ImportStep):  # its worker woke up, or somebody abandoned it, in this moment
            imports.resume_import(actor=None, job=job)


@app.periodic(cron="*/5 * * * *")
@app.task(name="land.fold_tallies", queue=QUEUE, queueing_lock="land.fold_tallies")
def fold_tallies(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Keep the sums beside the register short."""
    tallies.fold_tallies_when_many()


@app.periodic(cron="17 * * * *")
@app.task(name="land.refresh_vocabulary", queue=QUEUE, queueing_lock="land.refresh_vocabulary")
def refresh_vocabulary(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Let the search box know the words of new plots."""
    vocabulary.refresh_vocabulary()


@app.periodic(cron="1 * * * *")
@app.task(name="land.turn_the_day", queue=QUEUE, queueing_lock="land.turn_the_day")
def turn_the_day(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Do what the day brings. Every hour, so that a worker that slept at midnight catches up."""
    today = timezone.localdate()
    leases.advance_leases(actor=None, today=today)
    reference.announce_turning(today=today)


def _check(job: ImportJob, pulse: Pulse) -> Told:
    report = _import(job, pulse, commit=False)
    folder = import_files.reports_of(job.pk, job.run)
    told = _told(report)
    told["samples"] = import_preview.samples(report.file["columns"])
    told["shapes"] = import_preview.write_preview(folder)
    told["layers"] = _layers(job, None) if any(item.code == "layer_chosen" for item in report.file_findings) else []
    return told


def _commit(job: ImportJob, pulse: Pulse) -> Told:
    report = _import(job, pulse, commit=True)
    written = {"created": len(report.created), "revised": len(report.revised)}
    return _told(report) | {"written": written, "revised_all": report.revised}


def _check_reference(job: ImportJob, pulse: Pulse) -> Told:
    return reference_runs.check(job, pulse.progress)


def _commit_reference(job: ImportJob, pulse: Pulse) -> Told:
    return reference_runs.commit(job, pulse.progress)


_WORK = {
    ImportTarget.PLOTS: (_check, _commit),
    ImportTarget.REFERENCE: (_check_reference, _commit_reference),
}


def _import(job: ImportJob, pulse: Pulse, *, commit: bool) -> Report:
    chosen = job.options
    options = Options(
        layer=chosen.get("layer") or None,
        srid=chosen.get("srid") or None,
        encoding=chosen.get("encoding") or None,
        profile=chosen.get("mapping") or {},
        commit=commit,
        keep_faulty=bool(chosen.get("keep_faulty")),
        decisions=chosen.get("decisions", {}) if commit else {},
        report_dir=import_files.reports_of(job.pk, job.run),
        reason=chosen.get("reason", "") if commit else "",
        valid_from=date.fromisoformat(since) if commit and (since := chosen.get("valid_from")) else None,
    )
    return import_plots(
        import_files.source_of(job),
        actor=job.started_by,
        options=options,
        today=timezone.localdate(),
        progress=pulse.progress,
    )


def _told(report: Report) -> Told:
    """The report as the pages need it: shapes are in the preview, and no place on the disk is told."""
    told = report.as_dict()
    told["files"] = sorted(kind for kind in report.files if kind.startswith("refused"))
    told["waiting_count"] = len(report.waiting)
    del told["changes"]  # they have files of their own, see land.loading.changed
    return told


def _layers(job: ImportJob, error: Any) -> list[str]:
    """The layers to choose from, when that is the question."""
    if error is not None and getattr(error, "reason", "") not in {"choose_layer", "no_such_layer"}:
        return []
    try:
        with reading.read(import_files.source_of(job), layer=reading.ALL) as table:
            return list(table.layers)
    except Unreadable:
        return []
