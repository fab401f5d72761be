"""The desk where land managers bring scenes in, and operators see what failed. Nobody else learns that it exists."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis.http.problems import DomainError, wants_problem
from gis.work import runs
from gis.work.told import describe_error, kept_sentence
from imagery import policies
from imagery.actions import jobs
from imagery.errors import ANSWERS, SENTENCES, BadScene, JobStep
from imagery.models import SceneJob
from imagery.pages.forms import SaidForm, initial_of
from imagery.pages.uploads import MOST_BYTES, SUFFIXES, SceneUpload, check_names, too_large
from imagery.workflow import JobState
from imagery.workflow import JobStep as Step
from land.loading.errors import SENTENCES as ARCHIVES
from land.pages.desk import only

_LISTED = 50
_OF_BANDS = {"types_differ", "palette", "data_type", "nothing"}  # may come of bands that were said to be used, or not
# What other files mend, and nothing else: the same ones would be refused again.
_OF_FILES = (SENTENCES.keys() | ARCHIVES.keys()) - ANSWERS.keys() - {"no_room", "known"}
for_desk = only(policies.can_open_scene_desk)


@csrf_exempt  # the middleware would read the whole upload into Django's own handlers; _receive checks the token itself
@for_desk
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """What is loaded, is being loaded and failed, and the form for the next one."""
    if request.method == "POST":
        if not policies.can_load_scenes(request.user):
            raise Http404
        return _receive(request)
    return _desk(request, SaidForm())


def _desk(request: HttpRequest, form: SaidForm, error: str = "", status: int = 200) -> HttpResponse:
    rows = SceneJob.objects.visible_to(request.user).select_related("actor", "scene")
    parts = {
        "": (_("Tất cả"), rows),
        "mine": (_("Của tôi"), rows.filter(actor=request.user)),
        "failed": (_("Không nạp được"), rows.filter(state=JobState.FAILED)),
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in parts else ""
    context = {
        "page": Paginator(parts[shown][1], _LISTED).get_page(request.GET.get("page")),
        "parts": [(name, title, found.count()) for name, (title, found) in parts.items()],
        "shown": shown,
        "kept": f"show={shown}" if shown else "",
        "form": form,
        "may_load": policies.can_load_scenes(request.user),
        "suffixes": SUFFIXES,
        "most_bytes": MOST_BYTES,
        "error": error,
    }
    return render(request, "imagery/loads.html", context, status=status)


def _receive(request: HttpRequest) -> HttpResponse:
    handler = SceneUpload(request)
    request.upload_handlers = [handler]
    return csrf_protect(_store)(request, handler)


def _store(request: HttpRequest, handler: SceneUpload) -> HttpResponse:
    form = SaidForm(request.POST)
    try:
        job = _stored(request, form, handler)
    except DomainError as error:
        if wants_problem(request):
            raise
        return _desk(request, form, error.detail, error.status)
    address = reverse("scene-load", args=[job.pk])
    return JsonResponse({"address": address}, status=201) if wants_problem(request) else redirect(address)


def _stored(request: HttpRequest, form: SaidForm, handler: SceneUpload) -> SceneJob:
    files = request.FILES.getlist("file")
    if handler.too_large:
        raise too_large()
    names = [str(file.name) for file in files]
    if not files:
        raise JobStep(_("Hãy chọn tệp."))
    check_names(names)
    if not form.is_valid():
        faults = [{"field": bound.name, "detail": f"{bound.label}: {fault}"} for bound, fault in form.faults()]
        raise JobStep("; ".join(fault["detail"] for fault in faults), faults)
    return jobs.receive_files(
        actor=request.user,
        title=", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
        files=((str(file.name), file.chunks()) for file in files),
        options=form.options(),
        most_bytes=MOST_BYTES,
    )


@for_desk
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One load; `?f=json` how far it is."""
    job = _job(request, pk)
    if request.GET.get("f") == "json":
        return JsonResponse(far(job))
    form = SaidForm(initial=initial_of(job.options))
    form.ask(_told(job))
    return _shown(request, job, form)


def _shown(request: HttpRequest, job: SceneJob, form: SaidForm, status: int = 200) -> HttpResponse:
    told = _told(job)
    codes = {one["code"] for one in told}
    answerable = bool(codes & ANSWERS.keys() or (codes & _OF_BANDS and job.options.get("bands")))
    context = {
        "job": job,
        "progress": far(job),
        "told": [(form[ANSWERS[one["code"]]] if one["code"] in ANSWERS else None, one["sentence"]) for one in told],
        "form": form,
        "answerable": answerable and not job.is_composite,
        "may_load": policies.can_load_scenes(request.user),
        "may_retry": policies.can_move_job(request.user, job, JobState.RUNNING),
        "helps": job.is_composite or answerable or bool(codes - _OF_FILES),
        "may_abandon": policies.can_move_job(request.user, job, JobState.ABANDONED),
        "may_resume": policies.can_resume_job(request.user, job),
    }
    return render(request, "imagery/load.html", context, status=status)


def far(job: SceneJob) -> dict[str, Any]:
    """How far a load is, in words and numbers."""
    known = job.total > 0
    step = Step(job.step).label if job.step in Step.values else _("Chờ máy xử lý")
    text = f"{step} {round(100 * job.done / job.total)} %" if known else f"{step} …"
    return {
        "state": job.state,
        "text": text,
        "done": job.done if known else None,
        "total": job.total if known else None,
        "stalled": runs.is_silent(job),
    }


@for_desk
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try again with other answers."""
    job = _job(request, pk)
    if job.is_composite:
        return _step(request, job, lambda: jobs.retry_job(actor=request.user, job=job))
    jobs.require_loader(request.user)
    form = SaidForm(request.POST)
    form.ask(_told(job))
    if not form.is_valid():
        return _shown(request, job, form, 400)
    try:
        return _step(request, job, lambda: jobs.retry_job(actor=request.user, job=job, options=form.options()))
    except BadScene as refusal:
        form.add_error(ANSWERS[refusal.reason], _sentence(describe_error(refusal)))
        return _shown(request, job, form, refusal.status)


@for_desk
@require_POST
def abandon(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the load up."""
    job = _job(request, pk)
    return _step(request, job, lambda: jobs.abandon_job(actor=request.user, job=job))


@for_desk
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the load to another worker."""
    job = _job(request, pk)
    return _step(request, job, lambda: jobs.resume_job(actor=request.user, job=job))


def _step(request: HttpRequest, job: SceneJob, act: Any) -> HttpResponse:
    try:
        act()
    except JobStep as error:
        messages.error(request, error.detail)
    return redirect("scene-load", pk=job.pk)


def _job(request: HttpRequest, pk: UUID) -> SceneJob:
    return get_object_or_404(SceneJob.objects.visible_to(request.user).select_related("actor", "scene"), pk=pk)


def _told(job: SceneJob) -> list[dict[str, str]]:
    """What was wrong, in the reader's language: all that has to be mended, the first thing first."""
    if not job.error:
        return []
    return [
        {"code": str(one.get("code") or ""), "sentence": _sentence(one)}
        for one in (job.error, *job.error.get("also", ()))
    ]


def _sentence(told: Mapping[str, Any]) -> str:
    return kept_sentence(told, english=get_language() == "en")
