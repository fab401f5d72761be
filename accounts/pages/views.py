"""Signing in and out, the account page, API tokens."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.lock import LONGEST_NAME
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
    """Sign-in page; axes locks a name and address after five failures for a quarter of an hour."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class PasswordForm(PasswordChangeForm):
    """The old password and the new one twice; our labels are there in both languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Mật khẩu hiện nay")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password2"].label = _("Nhập lại mật khẩu mới")
        self.fields["new_password2"].help_text = ""


class ChangePassword(views.PasswordChangeView):
    """One's own password; the API tokens end with the old one (`accounts.passwords`)."""

    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and say what became of the tokens."""
        held = cast(User, self.request.user).tokens.count()
        response = super().form_valid(form)
        said = _("Đã đổi mật khẩu.")
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
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        secret = issue_token(actor=person, label=data["label"], days=data["days"], now=timezone.localtime())
        form = TokenForm()
    context = {
        "form": form,
        "secret": secret,
        "assignments": person.assignments.prefetch_related("units", "agencies"),
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
    """Too many failures from one place for one name."""
    context = {
        "status": 429,
        "title": _("Tạm khóa đăng nhập"),
        "detail": _("Đã nhập sai quá nhiều lần. Xin thử lại sau 15 phút, hoặc liên hệ quản trị hệ thống."),
    }
    return render(request, "problem.html", context, status=429)
