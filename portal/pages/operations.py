"""How the service is, for those who look after it: what cannot be read, what failed, what waits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis.text.numbers import format_number
from gis.work import backlog
from imagery import faults
from imagery.actions.sample import retry_sample
from imagery.models import Scene
from land.pages.desk import done, only
from portal.operations import health, sample_error
from portal.pages.plot import language
from portal.policies import can_operate
from portal.work_words import task_words

_LISTED = 50
for_operators = only(can_operate)


@for_operators
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    found = health()
    visible = set(Scene.objects.visible_to(request.user).exclude(fault="").values_list("pk", flat=True))
    faulty = faults.faulty(request.user).order_by("-fault_since", "pk")[:_LISTED]
    context = {
        "found": found,
        "free_gb": format_number(found.free_bytes / 1_000_000_000, language(), 1),
        "faulty": [(scene, scene.pk in visible) for scene in faulty],
        "faulty_count": sum(found.faults.values()),
        "checked_at": backlog.last_turn(faults.ROUND),
        "waiting": sum(queue.todo for queue in found.queues),
        "failed": [(job, task_words(job.task_name), _about(job.args)) for job in backlog.latest_failures(_LISTED)],
        "failed_count": sum(found.failed.values()),
        "stalled": [(job, task_words(job.task_name), _about(job.args)) for job in backlog.latest_stalled(_LISTED)],
        "sample_failed": found.loads["sample"].get("failed", 0),
        "sample_error": sample_error(language()),
        "failed_loads": found.loads["scenes"].get("failed", 0),
    }
    return render(request, "operations.html", context)


def _about(args: dict[str, Any]) -> str:
    """What a job is of: ids and codes, never a person."""
    return ", ".join(str(value) for name, value in sorted(args.items()) if name != "timestamp")


@for_operators
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have failed work done once more."""
    if backlog.do_again(pk):
        done(request, _("Đã giao lại cho máy xử lý."))
    else:
        messages.error(request, _("Việc này không còn trong danh sách lỗi, hoặc đang chờ xử lý rồi."))
    return redirect("operations")


@for_operators
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have the files of a scene looked at."""
    if not faults.faulty(request.user).filter(pk=pk).exists():
        raise Http404
    faults.order_check(pk)
    done(request, _("Đã giao máy kiểm tra lại tệp ảnh."))
    return redirect("operations")


@for_operators
@require_POST
def check_all(request: HttpRequest) -> HttpResponse:
    """Have the files of all scenes looked at, when the store is back."""
    faults.order_round()
    done(request, _("Đã giao máy kiểm tra tất cả ảnh trong kho."))
    return redirect("operations")


@for_operators
@require_POST
def sample_again(request: HttpRequest) -> HttpResponse:
    """Have the sample's pictures made once more."""
    if retry_sample():
        done(request, _("Đã giao lại cho máy xử lý."))
    else:
        messages.error(request, _("Việc này không còn trong danh sách lỗi, hoặc đang chờ xử lý rồi."))
    return redirect("operations")
