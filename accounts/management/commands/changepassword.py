"""Django's command, which says what else the new password does."""

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.utils.translation import gettext as _


class Command(changepassword.Command):
    """Set somebody's password; their API tokens end with the old one (`accounts.passwords`)."""

    def handle(self, *args: Any, **options: Any) -> str:
        """Run it and add a sentence."""
        done = super().handle(*args, **options)
        return f"{done}\n{_('Mọi mã truy cập đã cấp cho tài khoản này đã bị thu hồi.')}"
