"""What a password must be in words of our own, and what else happens when one is changed."""

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tokens import revoke_tokens_of


class LongEnough(MinimumLengthValidator):
    """Django's rule; its catalogue still translates the sentence of an older release."""

    def get_error_message(self) -> str:
        """The refusal."""
        return _("Mật khẩu quá ngắn: cần ít nhất %(least)d ký tự.") % {"least": self.min_length}


class TokensEnd:
    """Stands among the validators of passwords, because Django tells those of a new password whoever sets it.

    The page, the admin, a command and whatever comes later all pass here; a call in each door could be forgotten in
    one. Whoever changes a password because it became known must not leave another key in the door.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Any password will do."""

    def get_help_text(self) -> str:
        """Shown wherever a password is set."""
        return _("Đổi mật khẩu thì mọi mã truy cập (QGIS, phần mềm khác) đã cấp cho tài khoản bị thu hồi.")

    def password_changed(self, password: str, user: Any = None) -> None:
        """The password has been saved."""
        if isinstance(user, User):
            revoke_tokens_of(person=user, reason="Mật khẩu của tài khoản đã được đổi")
