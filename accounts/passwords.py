"""What a password must be, where Django has no Vietnamese words for it."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's rule; its catalogue still translates the sentence of an older release."""

    def get_error_message(self) -> str:
        """The refusal."""
        return _("Mật khẩu quá ngắn: cần ít nhất %(least)d ký tự.") % {"least": self.min_length}
