"""Loading a reference layer: the file with its decision, the check, another reading, the commit."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from land.actions import imports as actions
from land.loading_reference.mappings import mapping_of
from land.models import ImportJob
from land.pages import import_steps, import_words
from land.pages.borders import are_illustrative
from land.pages.desk import Frame, answer, form_page, sent
from land.pages.import_context import frame_of
from land.pages.reference_desk import for_loaders
from land.pages.reference_forms import NewReferenceForm, ReferenceForm, initial_of
from land.pages.uploads import LimitedUpload, check_name
from land.workflow import IMPORT_RUNNING, ImportState, ImportTarget, ReferenceKind
from territory.models import AdminUnit


@csrf_exempt  # the token is in the body, which only the limited upload may read; csrf_protect below checks it
@for_loaders
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """A file with the decision it comes from; it is checked at once."""
    handler = LimitedUpload(request)
    request.upload_handlers = [handler]
    return csrf_protect(_new)(request, handler)


def _new(request: HttpRequest, handler: LimitedUpload) -> HttpResponse:
    form = NewReferenceForm(request.user, sent(request), request.FILES if request.method == "POST" else None)
    if handler.too_large:
        form.say_too_large()

    def act(data: dict[str, Any]) -> str:
        file = data["file"]
        check_name(file.name)
        job = actions.upload_import(
            actor=request.user,
            file_name=file.name,
            pieces=file.chunks(),
            options=form.options(),
            target=ImportTarget.REFERENCE,
        )
        return reverse("reference-upload", args=[actions.start_check(actor=request.user, job=job).pk])

    frame = Frame(
        title=_("Nạp lớp tham chiếu"),
        lead=_("Tệp được kiểm tra trước; chưa có gì được nạp cho đến khi anh, chị xem kết quả và bấm “Nạp bộ này”."),
        submit=_("Tải lên và kiểm tra"),
        back=(reverse("references"), _("Lớp tham chiếu")),
        upload=True,
    )
    return answer(request, form, frame, act)


@for_loaders
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """One upload as a page, or what its script asks for."""
    job = _job(request, pk)
    if (asked := import_steps.asked(request, job)) is not None:
        return asked
    if ImportState(job.state) in IMPORT_RUNNING:
        return render(request, "land/imports/progress.html", frame_of(job))
    return _page(request, job, _form(request, job))


@for_loaders
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check again, described or read in another way."""
    job = _job(request, pk)
    form = _form(request, job)
    if not form.is_valid():
        return _page(request, job, form, status=400)
    return import_steps.step(
        request, job, lambda: actions.start_check(actor=request.user, job=job, options=form.options())
    )


@for_loaders
@require_POST
def commit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Load what was checked."""
    job = _job(request, pk)
    run = request.POST.get("run", "")

    def act() -> None:
        actions.start_reference_commit(
            actor=request.user,
            job=job,
            skip_refused=bool(request.POST.get("skip_refused")),
            reason=request.POST.get("reason", "")[:500],
            seen_run=int(run) if run.isascii() and run.isdigit() else -1,
        )

    return import_steps.step(request, job, act)


@for_loaders
@require_POST
def abandon(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the upload up."""
    return import_steps.abandon(request, _job(request, pk))


@for_loaders
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the upload to another worker."""
    return import_steps.resume(request, _job(request, pk))


@for_loaders
@require_safe
def refused(request: HttpRequest, pk: UUID, kind: str) -> FileResponse:
    """The refused rows with their reasons, to mend the file by."""
    return import_steps.refused_file(_job(request, pk), kind)


@for_loaders
@require_POST
def save_profile(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the mapping of a checked file under a name."""
    job = _job(request, pk)
    fields = (job.report or {}).get("file", {}).get("fields", {})
    return import_steps.save_profile(request, job, mapping_of(job.options, fields))


@for_loaders
@require_POST
def drop_profile(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete one's own saved mapping."""
    return import_steps.drop_profile(request, pk, ImportTarget.REFERENCE, "references")


def _job(request: HttpRequest, pk: UUID) -> ImportJob:
    return import_steps.job_of(request.user, pk, ImportTarget.REFERENCE)


def _form(request: HttpRequest, job: ImportJob) -> ReferenceForm:
    """How the file is described and read; with its columns once they are known."""
    file = (job.report or {}).get("file", {})
    error = job.error or {}
    headings = error.get("columns") or file.get("columns") or []
    options = dict(job.options)
    if proposal := error.get("proposal"):
        options |= {name: proposal[name] for name in ("srid", "swap_axes") if name in proposal}
    fields = error.get("fields") or job.options.get("columns") or file.get("fields", {})
    first = initial_of(options, headings, fields)
    return ReferenceForm(request.user, sent(request), initial=first, headings=headings, kind=options["kind"])


def _page(request: HttpRequest, job: ImportJob, form: ReferenceForm, status: int = 200) -> HttpResponse:
    report = job.report or {}
    unit = AdminUnit.objects.light().filter(pk=job.options.get("unit_id") or None).first()
    rows = report.get("refused_rows", [])
    frame = Frame(title="", submit=_("Kiểm tra lại"), back=(reverse("references"), ""))
    context = frame_of(job) | {
        "form": form,
        "frame": frame,
        "given": initial_of(job.options, (), {}),
        "kind": ReferenceKind(job.options["kind"]).label,
        "unit": unit,
        "report": report,
        "counts": {name: import_words.number(count) for name, count in report.get("counts", {}).items()},
        "raw_counts": report.get("counts", {}),
        "remarks": import_words.file_remarks(report),
        "refused": [_refused_row(row) for row in rows],
        "refused_more": report.get("counts", {}).get("refused", 0) - len(rows),
        "illustrative": are_illustrative(request.user),
        "legend": import_words.LEGEND_OF_DOUBT if job.error else import_words.LEGEND_OF_REFERENCE,
        "shapes": (job.error or report).get("shapes", 0),
        "mendable": ImportState(job.state) in {ImportState.CHECKED, ImportState.FAILED, ImportState.UPLOADED},
    }
    return render(request, "land/reference/upload.html", context, status=status)


def _refused_row(told: dict[str, Any]) -> dict[str, Any]:
    return {"row": told["row"], "text": import_words.sentence(told)} | import_words.where(told.get("coordinate"))
