"""The way of an uploaded file: stored, checked and committed by a worker, resumed when the worker died, abandoned."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from audit.actions import Entry, record
from gis.db.clock import clock
from gis.work import runs
from gis.work.told import in_both_languages
from land import import_files, policies
from land.actions.plots import require
from land.errors import BadChange, ImportMoved, ImportStep
from land.models import ImportJob, PlotVersion
from land.workflow import IMPORT_RUNNING, ImportState, ImportTarget

TASK, QUEUE = "land.run_import", "imports"
_STALLED = gettext_noop("Việc xử lý tệp đã dừng giữa chừng %(times)s lần. Hãy báo quản trị hệ thống.")
_PLOTS_MOVED = gettext_noop(
    "%(count)s khu đất đã được người khác sửa sau khi kiểm tra tệp (%(names)s). Chưa ghi gì. "
    "Hãy kiểm tra lại tệp và xem lại các thay đổi."
)
_REGISTER_MOVED = gettext_noop(
    "Sổ đã thay đổi sau khi kiểm tra tệp nên kết quả không còn như đã xem. Chưa ghi gì. Hãy kiểm tra lại tệp."
)
NOT_YOURS: dict[ImportTarget, Any] = {
    ImportTarget.PLOTS: gettext_lazy("Chỉ chuyên viên quản lý đất đai của sở được nhập tệp vào sổ."),
    ImportTarget.REFERENCE: gettext_lazy("Bạn không có quyền nạp lớp tham chiếu này."),
}

Told = dict[str, Any]


def upload_import(
    *,
    actor: Any,
    file_name: str,
    pieces: Iterable[bytes],
    options: Mapping[str, Any] | None = None,
    target: ImportTarget = ImportTarget.PLOTS,
) -> ImportJob:
    """Keep an uploaded file.

    Args:
        pieces: the content, read once.
        options: how the person wants it read, see `start_check`.

    Raises:
        NotAllowed: the actor does not load this.
        BadFile: too large or empty.
    """
    name = file_name.replace("\x00", "")[-255:]
    job = ImportJob(target=target, file_name=name, options=dict(options or {}))
    _may_work(actor, job)
    job.actor = job.started_by = actor
    stored = import_files.store(job.pk, file_name, pieces)
    job.stored_name, job.sha256, job.size = stored.name, stored.sha256, stored.size
    try:
        return _entered(actor, job)
    except BaseException:
        import_files.remove(job.pk)
        raise


def _may_work(actor: Any, job: ImportJob) -> None:
    require(policies.can_work_import(actor, job), NOT_YOURS[ImportTarget(job.target)])


@transaction.atomic
def _entered(actor: Any, job: ImportJob) -> ImportJob:
    job.uploaded_at = clock()
    job.save(force_insert=True)
    _tell(actor, job, "import.uploaded", after={"sha256": job.sha256, "size": job.size})
    return job


@transaction.atomic
def start_check(*, actor: Any, job: ImportJob, options: Mapping[str, Any] | None = None) -> ImportJob:
    """Have a worker check the file; the job is queued in this transaction or not at all.

    Args:
        options: layer, srid, encoding, keep_faulty, mapping (a profile of land.loading); of a reference layer what
            `land.reference_runs` reads; None keeps the ones given.

    Raises:
        NotAllowed, ImportStep.
    """
    current = _locked(actor, job, ImportState.CHECKING)
    if options is not None:
        current.options = dict(options)
        _may_work(actor, current)  # the file may have been turned into another unit's
    return _started(actor, current, ImportState.CHECKING)


@transaction.atomic
def start_commit(
    *,
    actor: Any,
    job: ImportJob,
    decisions: Mapping[str, str],
    reason: str,
    seen_run: int,
    valid_from: date | None = None,
) -> ImportJob:
    """Have a worker write what was checked.

    Args:
        decisions: plot code, or "*" for the plots not named -> "accept" or "keep".
        reason: the decision or reason written into every version.
        seen_run: the check whose result the person looked at.
        valid_from: since when the changes are so in the world; None corrects the register's mistakes.

    Raises:
        NotAllowed, ImportStep.
        ImportMoved: the file was checked again meanwhile.
        BadChange: no reason, a day to come, the reading is not confirmed, or there is nothing to write.
    """
    current = _locked(actor, job, ImportState.COMMITTING)
    _seen(current, seen_run)
    report = current.report or {}
    if not reason.strip():
        raise BadChange(_("Hãy ghi số quyết định hoặc lý do ghi vào sổ."))
    if valid_from is not None and valid_from > timezone.localdate():
        raise BadChange(_("Ngày có hiệu lực không được sau hôm nay."))
    if report.get("blocked"):
        raise BadChange(_("Chưa ghi được: hãy xác nhận cách đọc tệp rồi kiểm tra lại."))
    accepting = "accept" in decisions.values()
    if not report.get("counts", {}).get("new") and not (accepting and report.get("counts", {}).get("changed")):
        raise BadChange(_("Không có gì để ghi: không có khu đất mới và không thay đổi nào được duyệt."))
    since = valid_from.isoformat() if valid_from else ""
    current.options = {
        **current.options,
        "decisions": dict(decisions),
        "reason": reason.strip(),
        "valid_from": since,
    }
    return _started(actor, current, ImportState.COMMITTING)


@transaction.atomic
def start_reference_commit(*, actor: Any, job: ImportJob, skip_refused: bool, reason: str, seen_run: int) -> ImportJob:
    """Have a worker load the reference layer that was checked.

    Args:
        skip_refused: the person saw the refused rows and wants the others.
        reason: for the log; may be empty, since the decision says why.
        seen_run: the check whose result the person looked at.

    Raises:
        NotAllowed, ImportStep.
        ImportMoved: the file was checked again meanwhile.
        BadChange: rows were refused and nobody said to leave them out, or there is nothing to load.
    """
    current = _locked(actor, job, ImportState.COMMITTING)
    _seen(current, seen_run)
    counts = (current.report or {}).get("counts", {})
    if not counts.get("new"):
        raise BadChange(_("Không có gì để nạp: không đọc được đối tượng nào, hoặc tệp này đã được nạp."))
    if counts.get("refused") and not skip_refused:
        raise BadChange.at("skip_refused", _("Có dòng bị từ chối. Hãy sửa tệp, hoặc đánh dấu nạp các dòng còn lại."))
    current.options = {**current.options, "reason": reason.strip()}
    return _started(actor, current, ImportState.COMMITTING)


@transaction.atomic
def keep_decisions(*, actor: Any, job: ImportJob, decisions: Mapping[str, str], seen_run: int) -> None:
    """Keep what a person has approved so far of a checked file; nothing is written into the register.

    Args:
        decisions: as of `start_commit`, all of them: what was kept before is forgotten.
        seen_run: the check whose result the person looked at.

    Raises:
        NotAllowed, ImportStep.
        ImportMoved: the file was checked again meanwhile.
    """
    current = _locked(actor, job, ImportState.COMMITTING)
    _seen(current, seen_run)
    current.options = {**current.options, "decisions": dict(decisions)}
    current.save(update_fields=["options"])


def _seen(current: ImportJob, seen_run: int) -> None:
    if seen_run != current.run:
        raise ImportMoved(_("Tệp đã được kiểm tra lại ở nơi khác. Hãy xem lại kết quả mới rồi ghi."))


@transaction.atomic
def resume_import(*, actor: Any, job: ImportJob) -> ImportJob:
    """Hand an upload to another worker when its own is silent or its order is lost; a commit begins from nothing.

    Args:
        actor: a person, or None for the worker's own rounds, which give up after runs.MOST_RESUMES.

    Raises:
        NotAllowed.
        ImportStep: nothing is under way, or its worker is alive.
    """
    current = ImportJob.objects.select_for_update().get(pk=job.pk)
    _may_work(actor, current)
    silent = runs.is_lost(current) if actor is None else runs.is_silent(current)
    if not policies.can_resume_import(actor, current) or not silent:
        raise ImportStep(_("Tệp này không bị dừng giữa chừng."))
    if actor is None and current.resumed >= runs.MOST_RESUMES:
        told = in_both_languages(_STALLED, times=runs.MOST_RESUMES + 1)
        return _ended(current, ImportState.FAILED, error={"code": "stalled", **told})
    current.resumed = current.resumed + 1 if actor is None else 0
    return _queued(current)


@transaction.atomic
def abandon_import(*, actor: Any, job: ImportJob) -> ImportJob:
    """Give an upload up; what a worker is doing with it is undone. The file and its report stay.

    Raises:
        NotAllowed, ImportStep.
    """
    current = _locked(actor, job, ImportState.ABANDONED)
    _tell(actor, current, "import.abandoned", before={"state": current.state})
    return _ended(current, ImportState.ABANDONED)


def claim_run(*, job_id: UUID, run: int) -> ImportJob | None:
    """The upload that a worker is to work on; None when the order is stale (done, abandoned, given to another)."""
    taken = runs.claim(ImportJob, job_id, run)
    return ImportJob.objects.select_related("started_by").get(pk=job_id) if taken else None


@transaction.atomic
def finish_check(*, job_id: UUID, run: int, load: Callable[[], Told]) -> ImportJob:
    """Check the file and keep the report.

    Args:
        load: checks in this transaction (its temporary tables live as long) and says what was found.

    Raises:
        RunSuperseded, and what `load` raises.
    """
    told = load()
    job = _own(job_id, run, ImportState.CHECKING)
    return _ended(job, ImportState.CHECKED, report={**told, "checked_from": job.claimed_at, "run": run})


@transaction.atomic
def finish_commit(*, job_id: UUID, run: int, load: Callable[[], Told]) -> ImportJob:
    """Write the file and close the upload, in one transaction.

    Args:
        load: imports in this transaction and says what was written; "revised_all" holds every code.

    Raises:
        ImportMoved: what was written is not what the person saw; it is undone.
        RunSuperseded, and what `load` raises.
    """
    told = load()
    revised = told.pop("revised_all")
    job = _own(job_id, run, ImportState.COMMITTING)
    _require_as_seen(job, told, revised)
    _tell(job.started_by, job, "import.committed", after=told["written"], reason=job.options.get("reason", ""))
    return _ended(job, ImportState.COMMITTED, report={**told, "run": run})


@transaction.atomic
def fail_run(*, job_id: UUID, run: int, error: Mapping[str, Any]) -> None:
    """Keep why a run gave nothing; nothing happens when the upload is no longer this run's."""
    try:
        job = _own(job_id, run, *IMPORT_RUNNING)
    except runs.RunSuperseded:
        return
    _ended(job, ImportState.FAILED, error=dict(error))


def _locked(actor: Any, job: ImportJob, target: ImportState) -> ImportJob:
    current = ImportJob.objects.select_for_update().get(pk=job.pk)
    _may_work(actor, current)
    if not policies.can_move_import(actor, current, target):
        raise ImportStep(
            _("Tệp “%(file_name)s” đang ở bước “%(state)s” nên chưa làm được việc này. Hãy tải lại trang.")
            % {"file_name": current.file_name, "state": current.get_state_display()}
        )
    return current


def _started(actor: Any, job: ImportJob, state: ImportState) -> ImportJob:
    job.state, job.started_by, job.resumed, job.error = state, actor, 0, None
    return _queued(job)


def _queued(job: ImportJob) -> ImportJob:
    runs.order(job, TASK, QUEUE)
    return job


def _own(job_id: UUID, run: int, *states: ImportState) -> ImportJob:
    job = ImportJob.objects.select_for_update(of=("self",)).select_related("started_by").get(pk=job_id)
    runs.own(job, run, *states)
    return job


def _ended(job: ImportJob, state: ImportState, **values: Any) -> ImportJob:
    job.state, job.finished_at = state, clock()
    for name, value in values.items():
        setattr(job, name, json.loads(json.dumps(value, default=str)))
    job.save()
    return job


def _require_as_seen(job: ImportJob, told: Told, revised: list[str]) -> None:
    """What is written is what the person approved: the same outcome of every row, and plots as the check read them."""
    seen = job.report or {}
    since = PlotVersion.objects.filter(plot__code__in=revised, recorded__startswith__gt=seen["checked_from"])
    # A change from a day on writes the days before it again, under their old number, in the instant of the new version.
    own = PlotVersion.objects.filter(
        plot=OuterRef("plot"), version=OuterRef("plot__version"), recorded__startswith=OuterRef("recorded__startswith")
    )
    others = since.filter(version__lt=F("plot__version")).exclude(Exists(own))
    moved = sorted(set(others.values_list("code", flat=True)))
    if moved:
        raise ImportMoved.told(_PLOTS_MOVED, count=len(moved), names=", ".join(moved[:5]))
    if seen["counts"] != told["counts"]:
        raise ImportMoved.told(_REGISTER_MOVED)


def _tell(actor: Any, job: ImportJob, verb: str, **values: Any) -> None:
    record(actor=actor, entries=[Entry(verb, "import", str(job.pk), job.file_name[:200], **values)])
