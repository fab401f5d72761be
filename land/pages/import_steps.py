"""What the pages of an upload share, of plots and of reference layers: finding it, a step of it, its files."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from land import import_files
from land.actions import imports as actions
from land.actions.import_profiles import drop_import_profile, save_import_profile
from land.errors import BadChange, ImportMoved, ImportStep
from land.import_preview import PREVIEW_NAME
from land.loading.refused import CSV_NAME, GPKG_NAME
from land.models import ImportJob, ImportProfile
from land.pages.import_context import far
from land.workflow import ImportTarget

_ADDRESS = {ImportTarget.PLOTS: "import", ImportTarget.REFERENCE: "reference-upload"}
_REFUSED = {"csv": (CSV_NAME, "text/csv; charset=utf-8"), "gpkg": (GPKG_NAME, "application/geopackage+sqlite3")}


def job_of(user: Any, pk: UUID, target: ImportTarget) -> ImportJob:
    """An upload that this person may see; 404 for any other."""
    return get_object_or_404(ImportJob.objects.visible_to(user, target).select_related("actor", "started_by"), pk=pk)


def step(request: HttpRequest, job: ImportJob, act: Callable[[], object]) -> HttpResponse:
    """Do it and show the upload; what a person can put right is said on the page where it is put right."""
    try:
        act()
    except (BadChange, ImportMoved, ImportStep) as error:
        messages.error(request, error.detail)
    return redirect(_ADDRESS[ImportTarget(job.target)], pk=job.pk)


def abandon(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Give the upload up."""
    return step(request, job, lambda: actions.abandon_import(actor=request.user, job=job))


def resume(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Hand the upload to another worker."""
    return step(request, job, lambda: actions.resume_import(actor=request.user, job=job))


def save_profile(request: HttpRequest, job: ImportJob, mapping: Mapping[str, Any]) -> HttpResponse:
    """Keep the mapping of a checked file under the name that was sent."""

    def save() -> None:
        profile = save_import_profile(
            actor=request.user,
            name=request.POST.get("name", ""),
            mapping=mapping,
            target=ImportTarget(job.target),
            kind=job.options.get("kind", ""),
        )
        messages.success(request, _("Đã lưu hồ sơ ánh xạ “%(name)s”.") % {"name": profile.name})

    return step(request, job, save)


def drop_profile(request: HttpRequest, pk: UUID, target: ImportTarget, back: str) -> HttpResponse:
    """Delete one's own saved mapping and go back to the desk."""
    profile = get_object_or_404(ImportProfile.objects.visible_to(request.user, target), pk=pk)
    drop_import_profile(actor=request.user, profile=profile)
    messages.success(request, _("Đã xóa hồ sơ ánh xạ “%(name)s”.") % {"name": profile.name})
    return redirect(back)


def asked(request: HttpRequest, job: ImportJob) -> HttpResponse | FileResponse | None:
    """What the page's script asks for: `?f=json` how far it is, `?f=geojson` its shapes."""
    wanted = request.GET.get("f", "")
    if wanted == "json":
        return JsonResponse(far(job))
    if wanted == "geojson":
        return report_file(job, PREVIEW_NAME, "application/geo+json")
    return None


def refused_file(job: ImportJob, kind: str) -> FileResponse:
    """The refused rows, to be mended and uploaded again; 404 when the last check wrote no file of this kind."""
    if kind not in _REFUSED:
        raise Http404
    name, media_type = _REFUSED[kind]
    return report_file(job, name, media_type, as_attachment=True, filename=name)


def report_file(job: ImportJob, name: str, media_type: str, **options: Any) -> FileResponse:
    """A file that the last check wrote; 404 when it wrote none."""
    told = (job.error if "run" in (job.error or {}) else job.report) or {}
    path = import_files.reports_of(job.pk, told.get("run", 0)) / name
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=media_type, **options)
