"""What the desks of the register share: who is let in, and a form that says where to mend what was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gis.http.problems import DomainError, NotAllowed, NotFound

View = TypeVar("View", bound=Callable[..., Any])
form_page = require_http_methods(["GET", "HEAD", "POST"])


def signed_in(view: View) -> View:
    """Asks strangers to sign in; what a desk shows is kept by no cache."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def only(may: Callable[[Any], object]) -> Callable[[View], View]:
    """For people whom a policy lets in; strangers are asked to sign in, and for others the address does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return signed_in(guarded)  # type: ignore[return-value]

    return decorate


def sent(request: HttpRequest) -> Any:
    """The fields that were sent; None when the form is only asked for, so that it is not validated."""
    return request.POST if request.method == "POST" else None


class DeskForm(forms.Form):
    """A form in groups; errors stand beside the field and are listed above.

    Attributes:
        groups: (heading, names of fields) in order.
        sometimes: names of fields that are asked for in some cases, so "optional" would not be true of them.
        marks_required: the few that must be filled in say so, since most others may be left blank.
    """

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    sometimes: frozenset[str] = frozenset()
    marks_required = False

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Groups with their fields, those that have any; without groups one without heading. Nothing that is hidden."""
        groups = self.groups or (("", tuple(self.fields)),)
        shown = {bound.name for bound in self.visible_fields()}
        found = [(heading, [self[name] for name in names if name in shown]) for heading, names in groups]
        return [(heading, fields) for heading, fields in found if fields]

    def faults(self) -> list[tuple[forms.BoundField, str]]:
        """Fields with what is wrong with them, in the order of the form."""
        return [(bound, str(errors[0])) for bound in self if (errors := bound.errors)]

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal of the domain beside the fields that it names."""
        named = [(item["field"], item["detail"]) for item in refusal.errors if item.get("field") in self.fields]
        for name, detail in named or [(None, refusal.detail)]:
            self.add_error(name, detail)


@dataclass(frozen=True)
class Frame:
    """The words round a form.

    Attributes:
        title, lead, submit: heading, what will happen, the button.
        back: (address, words) of where one came from.
        danger: the act is hard to take back, so the button says so by its colour.
        upload: the form carries a file.
        more: further context for `template`.
    """

    title: str
    submit: str
    back: tuple[str, str]
    lead: str = ""
    danger: bool = False
    upload: bool = False
    template: str = "land/desk/form.html"
    more: dict[str, Any] = field(default_factory=dict)


def answer(request: HttpRequest, form: DeskForm, frame: Frame, act: Callable[[dict[str, Any]], str]) -> HttpResponse:
    """Show the form, or do the act and go where it says.

    Args:
        act: gets the cleaned fields; returns the address to go on to.
    """
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(act(form.cleaned_data))
            except (NotAllowed, NotFound):
                raise
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    return render(request, frame.template, {"form": form, "frame": frame, **frame.more}, status=status)


def done(request: HttpRequest, sentence: str) -> None:
    """Tell on the next page that it was done."""
    messages.success(request, sentence)
