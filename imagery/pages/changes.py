"""The desk where land managers walk through what seems to have changed. Others do not learn that it exists."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis.http.problems import DomainError, NotFound
from imagery import policies
from imagery.actions import changes as actions
from imagery.models import ChangeCandidate, ChangeLook
from imagery.pages import change_record
from imagery.pages.change_forms import ConfirmForm, DismissForm
from imagery.panel.answers import answer_picture
from imagery.workflow import CHANGE_WAITING, CandidateKind, ChangeState, Sight
from land.pages.desk import DeskForm, View, done, signed_in

_LISTED = 50
_WAITING = "waiting"


def for_review(view: View) -> View:
    """Signed in as somebody who reviews changes; for others the desk does not exist."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not policies.can_review_changes(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(guarded)  # type: ignore[return-value]


@for_review
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """What waits for a person, or what was decided."""
    state, kind = request.GET.get("state", _WAITING), request.GET.get("kind", "")
    every = ChangeCandidate.objects.visible_to(request.user).with_names()
    rows = every.filter(state=state).order_by("-updated_at", "pk") if state in ChangeState.values else every.waiting()
    if kind in CandidateKind.values:
        rows = rows.filter(kind=kind)
    context = {
        "page": Paginator(rows, _LISTED).get_page(request.GET.get("page")),
        "state": state if state in ChangeState.values else _WAITING,
        "kind": kind,
        "kept": f"state={state}&kind={kind}" if state in ChangeState.values or kind in CandidateKind.values else "",
        "kinds": CandidateKind.choices,
        "counts": _counts(request.user),
        "first": every.waiting().first(),
        "sights": _sights(request.user),
    }
    return render(request, "imagery/changes.html", context)


def _counts(user: Any) -> list[tuple[str, Any, int]]:
    """Tabs of the list: state, its name, how many there are."""
    rows = ChangeCandidate.objects.visible_to(user)
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
    return _shown(request, candidate, ConfirmForm(initial={"kind": candidate.kind}), DismissForm())


def _shown(
    request: HttpRequest,
    candidate: ChangeCandidate,
    confirm: ConfirmForm,
    dismiss: DismissForm,
    status: int = 200,
) -> HttpResponse:
    waiting = ChangeCandidate.objects.visible_to(request.user).waiting()
    context = {
        "candidate": candidate,
        "panel": change_record.panel_of_change(request.user, candidate, request.GET),
        "verbs": policies.change_verbs(request.user, candidate),
        "before": waiting.before(candidate),
        "after": waiting.after(candidate),
        "waiting": waiting.count(),
        "confirm": confirm,
        "dismiss": dismiss,
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
    return redirect("change", pk=pk)


@for_review
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is a change."""
    candidate = _candidate(request, pk)
    form = ConfirmForm(request.POST)

    def act() -> str:
        kind, since = CandidateKind(form.cleaned_data["kind"]), form.cleaned_data["since"]
        today, note = timezone.localdate(), form.cleaned_data["note"]
        actions.confirm_change(actor=request.user, candidate=candidate, today=today, kind=kind, since=since, note=note)
        return _("%(code)s: đã xác nhận “%(kind)s”.") % {"code": candidate.plot.code, "kind": kind.label}

    return _decided(request, candidate, form, act)


@for_review
@require_POST
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is none."""
    candidate = _candidate(request, pk)
    form = DismissForm(request.POST)

    def act() -> str:
        actions.dismiss_change(actor=request.user, candidate=candidate, reason=form.sentence())
        return _("%(code)s: đã loại nghi vấn.") % {"code": candidate.plot.code}

    return _decided(request, candidate, form, act)


def _decided(request: HttpRequest, candidate: ChangeCandidate, form: DeskForm, act: Any) -> HttpResponse:
    """Decide and go on to the next one that waits; where the form is refused, say so beside it."""
    following = _following(request.user, candidate)
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
    confirm = form if isinstance(form, ConfirmForm) else ConfirmForm(initial={"kind": candidate.kind})
    dismiss = form if isinstance(form, DismissForm) else DismissForm()
    return _shown(request, candidate, confirm, dismiss, status)


def _following(user: Any, candidate: ChangeCandidate) -> str:
    waiting = ChangeCandidate.objects.visible_to(user).waiting()
    found = waiting.after(candidate) or waiting.exclude(pk=candidate.pk).first()
    return reverse("change", args=[found.pk]) if found else reverse("changes")


def _candidate(request: HttpRequest, pk: UUID) -> ChangeCandidate:
    rows = ChangeCandidate.objects.visible_to(request.user).with_names().select_related("decided_by")
    found: ChangeCandidate | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Không có nghi vấn biến động này."))
    return found
