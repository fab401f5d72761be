"""One verb on one plot: who may come in, and the form whose last validator is the action."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gis.http.problems import DomainError, NotAllowed, NotFound
from land import policies
from land.errors import PlotEnded, StaleVersion
from land.models import Plot
from land.reading_leases import lasting_leases
from land.workflow import PlotStatus

View = Callable[..., HttpResponse]
# The verbs that have a page here, in the order of the plot page's group.
VERBS = (
    "restore",
    "publish",
    "flag",
    "set_parcels",
    "place_price",
    "locate",
    "redraw",
    "split",
    "merge",
    "accept_overlap",
    "review",
    "remove",
)


def offered(verbs: list[str]) -> list[str]:
    """Of the verbs a person may use on a plot, those with a page here."""
    return [verb for verb in VERBS if verb in verbs]


def for_verb(verb: str) -> Callable[[View], View]:
    """Signed in, sees the plot, may do this to it; the view gets the plot in place of its code."""

    def decorate(view: View) -> View:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            plot = Plot.objects.visible_to(request.user).filter(code=code).with_names().first()
            if plot is None:
                raise NotFound(_("Không có khu đất %(code)s, hoặc bạn không được xem.") % {"code": code[:20]})
            if verb not in policies.allowed_verbs(request.user, plot):
                raise _refusal(request.user, plot)
            return view(request, plot, **kwargs)

        return guarded

    return decorate


def _refusal(user: Any, plot: Plot) -> DomainError:
    if plot.status != PlotStatus.ACTIVE and policies.allowed_verbs(user, plot):
        text = _("Khu đất %(code)s: %(status)s, không làm được việc này.")
        return PlotEnded(text % {"code": plot.code, "status": plot.get_status_display().lower()})
    return NotAllowed(_("Bạn không có quyền làm việc này với khu đất %(code)s.") % {"code": plot.code})


class ActForm(forms.Form):
    """A form that acts when it is found valid; what the action refuses is said in it, and nothing typed is lost.

    Somebody else's change meanwhile is told once: the form then carries the new version, so that pressing again, after
    a look at the history, means it.
    """

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        help_text=gettext_lazy("Số quyết định hoặc căn cứ; được ghi vào lịch sử của khu đất."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Any, plot: Plot, **kwargs: Any) -> None:
        self.actor, self.plot = actor, plot
        self.stale = False
        self.done: Any = None
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen_version", plot.version)
        self.today = timezone.localdate()

    def act(self) -> Any:
        """Run the action with `cleaned_data`."""
        raise NotImplementedError

    def common(self) -> dict[str, Any]:
        """What every action takes."""
        seen = self.cleaned_data["seen_version"]
        return {"actor": self.actor, "reason": self.cleaned_data["reason"], "expected_version": seen}

    def full_clean(self) -> None:
        """Validate, then act."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        try:
            self.done = self.act()
        except StaleVersion as refusal:
            self.stale = True
            self.add_error(None, refusal.detail)
            current = Plot.objects.visible_to(self.actor).filter(pk=self.plot.pk).first() or self.plot
            self.data = rewritten(self.data, seen_version=str(current.version))
        except DomainError as refusal:
            self.add_error(None, refusal.detail)


class EndingForm(ActForm):
    """The act that ends plots; whoever acts has seen the leases that outlast them."""

    leases_seen = forms.BooleanField(
        label=gettext_lazy("Tôi đã xem các hợp đồng thuê nêu trên; hợp đồng ở lại với mã cũ và được thanh lý riêng"),
        error_messages={"required": gettext_lazy("Hãy xem các hợp đồng thuê rồi đánh dấu ô này.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leases = lasting_leases(self.actor, self.ending(), self.today)
        if not self.leases:
            del self.fields["leases_seen"]

    def ending(self) -> list[Plot]:
        """The plots that it ends."""
        return [self.plot]


def rewritten(data: Any, **values: str) -> Any:
    """What a browser sent, with some values replaced; for forms that are shown again."""
    copy = data.copy()
    for name, value in values.items():
        copy[name] = value
    return copy


def finished(request: HttpRequest, plot: Plot, sentence: str) -> HttpResponse:
    """Back to the plot's page, which says what was done."""
    messages.success(request, sentence)
    return redirect("plot", code=plot.code)


def finished_end(request: HttpRequest, plot: Plot, form: EndingForm, sentence: str) -> HttpResponse:
    """As `finished`; names the leases that somebody has to settle at the old codes."""
    if form.leases:
        kept = ", ".join(f"{lease.contract_number} ({lease.plot.code})" for lease, _last in form.leases)
        messages.warning(request, _("Hợp đồng thuê còn ở mã cũ, chờ chấm dứt, thanh lý: %(kept)s.") % {"kept": kept})
    return finished(request, plot, sentence)


def page_of_end(request: HttpRequest, plots: list[Plot], template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a verb that ends plots, the first of which it belongs to: says which leases still run on them."""
    leases = lasting_leases(request.user, plots, timezone.localdate())
    return page(request, plots[0], template, {"leases": leases, **context})


def page(request: HttpRequest, plot: Plot, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a verb, with where it belongs."""
    return render(request, template, {"plot": plot, "back": reverse("plot", args=[plot.code]), **context})
