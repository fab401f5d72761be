"""Signing in and out, the account page, API tokens."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import PasswordForm
from accounts.lock import LONGEST_NAME, too_many_failures
from accounts.models import User
from accounts.tokens import issue_token, revoke_token


class SignInForm(AuthenticationForm):
    """Name and password, with words that help and do not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại."
        ),
        "inactive": gettext_lazy("Tài khoản này đã ngừng hoạt động. Hãy liên hệ quản trị hệ thống."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django sets the length on the box alone; a longer name would not fit into the log of failures.
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_NAME))


class SignIn(views.LoginView):
    """Sign-in page; a name and address wait a quarter of an hour after five failures, an address after fifty."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class ChangePassword(views.PasswordChangeView):
    """One's own password. Sessions elsewhere and the API tokens (`accounts.passwords`) end with the old one."""

    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and say what became of the tokens."""
        held = cast(User, self.request.user).tokens.count()
        response = super().form_valid(form)
        said = _("Đã đổi mật khẩu. Các phiên đăng nhập ở nơi khác đã kết thúc.")
        if held:
            said += " " + _("Số mã truy cập đã thu hồi: %(count)d. Hãy tạo mã mới cho QGIS, phần mềm khác.") % {
                "count": held
            }
        messages.success(self.request, said)
        return response


class TokenForm(forms.Form):
    """A new API token."""

    label = forms.CharField(label=gettext_lazy("Tên (ví dụ: QGIS máy bàn)"), max_length=80)
    days = forms.IntegerField(label=gettext_lazy("Số ngày hiệu lực"), min_value=1, max_value=365, initial=180)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The person's roles and API tokens; a new token's secret is shown on this answer only."""
    person = cast(User, request.user)  # login_required
    today = timezone.localdate()
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        secret = issue_token(actor=person, label=data["label"], days=data["days"], now=timezone.localtime())
        form = TokenForm()
    context = {
        "form": form,
        "secret": secret,
        "held": person.assignments.held_on(today).with_places(),
        "coming": person.assignments.coming_after(today).with_places(),
        "tokens": person.tokens.order_by("-created_at"),
    }
    return render(request, "accounts/account.html", context)


@login_required
@require_http_methods(["POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the person's own tokens."""
    if revoke_token(actor=cast(User, request.user), pk=pk):
        messages.success(request, _("Đã thu hồi mã truy cập."))
    return redirect("account")


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Too many failures from one place, for one name or for many."""
    context = {
        "status": 429,
        "title": _("Tạm khóa đăng nhập"),
        "detail": too_many_failures(),
    }
    return render(request, "problem.html", context, status=429)
