"""The desk where land managers walk through what seems to have changed. Others do not learn that it exists."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis.http.problems import DomainError, NotFound
from imagery import policies
from imagery.actions import changes as actions
from imagery.models import ChangeCandidate, ChangeLook
from imagery.pages import change_record
from imagery.pages.change_forms import ConfirmForm, DismissForm
from imagery.pages.change_walk import Walk, orders, units_of
from imagery.panel.answers import answer_picture
from imagery.workflow import CHANGE_WAITING, CandidateKind, ChangeState, Sight
from land.pages.desk import DeskForm, done, only
from land.workflow import FlagKind

_LISTED = 50
_WAITING = "waiting"
for_review = only(policies.can_review_changes)


@for_review
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """What waits for a person, or what was decided."""
    walk, state = Walk.of(request.GET), request.GET.get("state", _WAITING)
    decided = state in ChangeState.values
    every = walk.narrowed(ChangeCandidate.objects.visible_to(request.user).with_names())
    waiting = every.waiting().in_order(walk.sort)
    rows = _decided_rows(every, state, walk) if decided else waiting
    context = {
        "page": Paginator(rows, _LISTED).get_page(request.GET.get("page")),
        "state": state if decided else _WAITING,
        "walk": walk,
        "kept": urlencode(({"state": state} if decided else {}) | walk.given()),
        "kinds": CandidateKind.choices,
        "units": units_of(request.user),
        "orders": orders(decided=decided),
        "counts": _counts(every),
        "first": waiting.first(),
        "sights": _sights(request.user),
    }
    return render(request, "imagery/changes.html", context)


def _decided_rows(rows: Any, state: str, walk: Walk) -> Any:
    found = rows.filter(state=state)
    return found.in_order(walk.sort) if walk.sort else found.order_by("-updated_at", "pk")


def _counts(rows: Any) -> list[tuple[str, Any, int]]:
    """Tabs of the list: state, its name, how many there are."""
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    ended = [state for state in ChangeState if state not in CHANGE_WAITING]
    return [(_WAITING, _("Chờ xem"), rows.waiting().count())] + [
        (str(state), state.label, found.get(state, 0)) for state in ended
    ]


def _sights(user: Any) -> list[tuple[Any, int]]:
    """On how many plots pictures could show a change, and on how many not."""
    rows = ChangeLook.objects.visible_to(user).order_by()
    found = dict(rows.values_list("sight").annotate(number=Count("plot", distinct=True)))
    return [(sight.label, found[sight]) for sight in Sight if sight in found]


@for_review
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One candidate: two days, the curve, what to decide."""
    candidate = _candidate(request, pk)
    return _shown(request, candidate, ConfirmForm.of(candidate), DismissForm())


def _shown(
    request: HttpRequest,
    candidate: ChangeCandidate,
    confirm: ConfirmForm,
    dismiss: DismissForm,
    status: int = 200,
) -> HttpResponse:
    walk = Walk.of(request.GET)
    waiting = walk.waiting(request.user)
    context = {
        "candidate": candidate,
        "panel": change_record.panel_of_change(request.user, candidate, request.GET),
        "verbs": policies.change_verbs(request.user, candidate),
        "walk": walk,
        "narrowed": walk.words(request.user),
        "before": waiting.before(candidate, walk.sort),
        "after": waiting.after(candidate, walk.sort),
        "waiting": waiting.count(),
        "confirm": confirm,
        "dismiss": dismiss,
        "flag": FlagKind.ENCROACHED,
    }
    return render(request, "imagery/change.html", context, status=status)


@for_review
@require_safe
def show_picture(request: HttpRequest, pk: UUID, scene: UUID) -> HttpResponse:
    """One scene around the changed ground."""
    candidate = _candidate(request, pk)
    frame = change_record.frame_of_change(candidate)
    return answer_picture(request, scene, frame, change_record.version_of(candidate))


@for_review
@require_POST
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one looks at it."""
    return _stepped(request, pk, actions.take_up_change)


@for_review
@require_POST
def put_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave it to somebody else."""
    return _stepped(request, pk, actions.put_back_change)


def _stepped(request: HttpRequest, pk: UUID, act: Any) -> HttpResponse:
    candidate = _candidate(request, pk)
    try:
        act(actor=request.user, candidate=candidate)
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect(_address(candidate, Walk.of(request.GET)))


def _address(candidate: ChangeCandidate, walk: Walk) -> str:
    return reverse("change", args=[candidate.pk]) + walk.query


@for_review
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is a change."""
    candidate = _candidate(request, pk)
    form = ConfirmForm(request.POST)

    def act() -> str:
        kind, since = CandidateKind(form.cleaned_data["kind"]), form.cleaned_data["since"]
        today, note = timezone.localdate(), form.cleaned_data["note"]
        found = actions.confirm_change(
            actor=request.user, candidate=candidate, today=today, kind=kind, since=since, note=note
        )
        return _confirmed(found, kind, since or found.seen_on)

    return _decided(request, candidate, form, act)


def _confirmed(candidate: ChangeCandidate, kind: CandidateKind, since: date) -> str:
    """What was confirmed and which flag that raised, with the way to the plot.

    Args:
        candidate: with its plot as it was before.
    """
    flag = FlagKind.ENCROACHED
    if kind != CandidateKind.ENCROACHMENT:
        told = _("{plot}: đã xác nhận “{kind}”.")
    elif flag in candidate.plot.flags:
        told = _("{plot}: đã xác nhận “{kind}”; khu đất đã có cờ “{flag}” từ trước.")
    else:
        told = _("{plot}: đã xác nhận “{kind}”, đã gắn cờ “{flag}” từ {day}. Gắn nhầm thì rút lại cờ ở trang khu đất.")
    return format_html(told, plot=_link(candidate), kind=kind.label, flag=flag.label, day=f"{since:%d/%m/%Y}")


def _link(candidate: ChangeCandidate) -> str:
    code = candidate.plot.code
    return format_html('<a href="{}">{}</a>', reverse("plot", args=[code]), code)


@for_review
@require_POST
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is none."""
    candidate = _candidate(request, pk)
    form = DismissForm(request.POST)

    def act() -> str:
        actions.dismiss_change(actor=request.user, candidate=candidate, reason=form.sentence())
        return format_html(_("{plot}: đã loại nghi vấn."), plot=_link(candidate))

    return _decided(request, candidate, form, act)


def _decided(request: HttpRequest, candidate: ChangeCandidate, form: DeskForm, act: Any) -> HttpResponse:
    """Decide and go on to the next one that waits; where the form is refused, say so beside it."""
    following = _following(request, candidate)
    status = 400
    if form.is_valid():
        try:
            with transaction.atomic():
                sentence = act()
            done(request, sentence)
            return redirect(following)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    candidate.refresh_from_db()
    confirm = form if isinstance(form, ConfirmForm) else ConfirmForm.of(candidate)
    dismiss = form if isinstance(form, DismissForm) else DismissForm()
    return _shown(request, candidate, confirm, dismiss, status)


def _following(request: HttpRequest, candidate: ChangeCandidate) -> str:
    walk = Walk.of(request.GET)
    waiting = walk.waiting(request.user)
    found = waiting.after(candidate, walk.sort) or waiting.exclude(pk=candidate.pk).first()
    return _address(found, walk) if found else reverse("changes") + walk.query


def _candidate(request: HttpRequest, pk: UUID) -> ChangeCandidate:
    rows = ChangeCandidate.objects.visible_to(request.user).with_names().select_related("decided_by")
    found: ChangeCandidate | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Không có nghi vấn biến động này."))
    return found
