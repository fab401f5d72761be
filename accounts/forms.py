"""Forms of the account pages that write."""

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.actions import record_password_change


class PasswordForm(PasswordChangeForm):
    """Django's form in our words; the change and its record stand or fall together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = gettext_lazy("Mật khẩu hiện nay")
        self.fields["new_password1"].label = gettext_lazy("Mật khẩu mới")
        self.fields["new_password2"].label = gettext_lazy("Nhập lại mật khẩu mới")
        self.fields["new_password2"].help_text = ""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Django's own, then the record."""
        person = super().save(commit)
        record_password_change(actor=person)
        return person
