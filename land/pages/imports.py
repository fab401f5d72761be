"""The import desk of land managers: upload, check, look, decide, write. Nobody else learns that it exists."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis.http.problems import wants_problem
from land import import_files, policies
from land.actions import imports as actions
from land.errors import BadFile, ImportMoved, ImportStep
from land.models import ImportJob, ImportProfile
from land.pages import import_changes, import_forms, import_steps
from land.pages.desk import only
from land.pages.import_context import context_of
from land.pages.uploads import SUFFIXES, LimitedUpload, check_name
from land.workflow import ImportState, ImportTarget

Answer = HttpResponse | FileResponse
_LISTED = 50
for_managers = only(policies.can_import_plots)  # decided before a byte of an upload is read


@csrf_exempt  # the middleware would read the whole upload into Django's own handlers; _receive checks the token itself
@for_managers
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Uploads so far, and the form for the next one."""
    return _receive(request) if request.method == "POST" else _desk(request)


def _desk(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    jobs = ImportJob.objects.visible_to(request.user).select_related("actor").defer("report")
    context = {
        "page": Paginator(jobs, _LISTED).get_page(request.GET.get("page")),
        "profiles": ImportProfile.objects.visible_to(request.user).select_related("owner"),
        "axes": import_forms.AXES,
        "suffixes": SUFFIXES,
        "most_bytes": import_files.MOST_BYTES,
        "error": error,
    }
    return render(request, "land/imports/desk.html", context, status=status)


def _receive(request: HttpRequest) -> HttpResponse:
    handler = LimitedUpload(request)
    request.upload_handlers = [handler]
    return csrf_protect(_store)(request, handler)


def _store(request: HttpRequest, handler: LimitedUpload) -> HttpResponse:
    try:
        job = _stored(request, handler)
    except BadFile as error:
        if wants_problem(request):
            raise
        return _desk(request, error.detail, error.status)
    address = reverse("import", args=[job.pk])
    return JsonResponse({"address": address}, status=201) if wants_problem(request) else redirect(address)


def _stored(request: HttpRequest, handler: LimitedUpload) -> ImportJob:
    file = request.FILES.get("file")
    if handler.too_large:
        import_files.check_size(handler.received)
    if file is None or not file.name:
        raise BadFile(_("Hãy chọn một tệp."))
    check_name(file.name)
    job = actions.upload_import(
        actor=request.user,
        file_name=file.name,
        pieces=file.chunks(),
        options=import_forms.first_options(request.POST, _chosen_profile(request)),
    )
    return actions.start_check(actor=request.user, job=job)


def _chosen_profile(request: HttpRequest) -> ImportProfile | None:
    wanted = request.POST.get("profile", "")
    try:
        key = UUID(wanted)
    except ValueError:
        return None
    found: ImportProfile | None = ImportProfile.objects.visible_to(request.user).filter(pk=key).first()
    return found


@for_managers
@require_safe
def show(request: HttpRequest, pk: UUID) -> Answer:
    """One upload as a page, or what its script asks for."""
    job = _job(request, pk)
    if (answer := import_steps.asked(request, job)) is not None:
        return answer
    page = import_changes.number_of(request.GET)
    if request.GET.get("f") == "changes":
        return import_changes.shapes(job, page)
    context = context_of(request.user, job, page)
    return render(request, f"land/imports/{_TEMPLATES[ImportState(job.state)]}.html", context)


_TEMPLATES = {
    ImportState.UPLOADED: "failed",
    ImportState.CHECKING: "progress",
    ImportState.CHECKED: "checked",
    ImportState.COMMITTING: "progress",
    ImportState.COMMITTED: "committed",
    ImportState.FAILED: "failed",
    ImportState.ABANDONED: "abandoned",
}


@for_managers
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check again, with other options."""
    job = _job(request, pk)
    file = (job.report or {}).get("file", {})
    return import_steps.step(
        request,
        job,
        lambda: actions.start_check(
            actor=request.user, job=job, options=import_forms.options_of(request.POST, file, job.options)
        ),
    )


@for_managers
@require_POST
def commit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what was checked."""
    job = _job(request, pk)
    decisions = import_forms.decisions_of(request.POST, _decided(request, job))
    reason = request.POST.get("reason", "")[:500]
    return import_steps.step(
        request,
        job,
        lambda: actions.start_commit(
            actor=request.user,
            job=job,
            decisions=decisions,
            reason=reason,
            seen_run=_seen_run(request),
            valid_from=import_forms.valid_from_of(request.POST),
        ),
    )


@for_managers
@require_POST
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what is ticked on a page of changes, and show the page that was asked for."""
    job = _job(request, pk)
    try:
        actions.keep_decisions(
            actor=request.user, job=job, decisions=_decided(request, job), seen_run=_seen_run(request)
        )
    except (ImportMoved, ImportStep) as error:
        messages.error(request, error.detail)
    page = import_changes.number_of({"page": request.POST.get("go", "")})
    return redirect(f"{reverse('import', args=[job.pk])}?page={page}#changes")


@for_managers
@require_safe
def changes_table(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """All changes as a table for Excel."""
    return import_changes.table(_job(request, pk))


def _seen_run(request: HttpRequest) -> int:
    """The check whose result the page showed; none where the form does not say."""
    text = request.POST.get("run", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _decided(request: HttpRequest, job: ImportJob) -> dict[str, str]:
    return import_changes.decided(job, import_changes.number_of(request.POST), request.POST.getlist("accept"))


@for_managers
@require_POST
def abandon(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the upload up."""
    return import_steps.abandon(request, _job(request, pk))


@for_managers
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the upload to another worker."""
    return import_steps.resume(request, _job(request, pk))


@for_managers
@require_POST
def save_profile(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the mapping of a checked file under a name."""
    job = _job(request, pk)
    return import_steps.save_profile(request, job, import_forms.profile_of(job.options, job.report or {}))


@for_managers
@require_POST
def drop_profile(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete one's own saved mapping."""
    return import_steps.drop_profile(request, pk, ImportTarget.PLOTS, "imports")


@for_managers
@require_safe
def refused(request: HttpRequest, pk: UUID, kind: str) -> Answer:
    """The refused rows, to be mended and uploaded again."""
    return import_steps.refused_file(_job(request, pk), kind)


def _job(request: HttpRequest, pk: UUID) -> ImportJob:
    return import_steps.job_of(request.user, pk, ImportTarget.PLOTS)
