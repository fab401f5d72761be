"""Letters by a mail server, with Django's own backend."""

import smtplib
from contextlib import suppress
from typing import Any

from django.core.mail import get_connection

from notices.adapters.letters import mail_of
from notices.models import Message
from notices.outcomes import Outcome, accepted, down, later, refused, unknown

_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_CLOSING = 421  # "service not available, closing transmission channel", RFC 5321 3.8


class Smtp:
    """One connection for a round; opened anew after each failure, since nobody knows in what state it was left.

    Every wait for the server ends after NOTICES_TIMEOUT_S; TLS verifies the server's name.
    """

    def __init__(self) -> None:
        self._connection: Any = None

    def send(self, message: Message) -> Outcome:
        """Hand it to the server. "Accepted" is all that a mail server says; a bounce may come later."""
        mail = mail_of(message)
        if self._connection is None:
            self._connection = get_connection(_BACKEND, fail_silently=False)
            failure = self._opened()
            if failure is not None:
                self.close()
                return failure
        mail.connection = self._connection
        try:
            mail.send()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return _meaning(error)
        return accepted()

    def _opened(self) -> Outcome | None:
        try:
            self._connection.open()
        except smtplib.SMTPResponseException as error:
            return down(f"smtp_connect_{error.smtp_code}")
        except (smtplib.SMTPException, OSError) as error:  # no such host, refused, silent, no TLS or a foreign name
            return down(f"smtp_{type(error).__name__}")
        return None

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.close()


def _meaning(error: Exception) -> Outcome:
    """What a failure after the greeting means. Codes only: what servers write repeats the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((int(code) for code, _words in error.recipients.values()), default=450)
        return _of_message(code)
    if isinstance(error, smtplib.SMTPSenderRefused):  # our own address or our right to send: the same for all
        return down(f"smtp_sender_{error.smtp_code}")
    if isinstance(error, smtplib.SMTPDataError):
        return _of_message(error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return down(f"smtp_{error.smtp_code}")
    # The connection broke or fell silent, perhaps after the last dot: then the letter is on its way.
    return unknown(f"smtp_{type(error).__name__}")


def _of_message(code: int) -> Outcome:
    if code == _CLOSING:
        return down(f"smtp_{code}")
    return refused(f"smtp_{code}") if 500 <= code < 600 else later(f"smtp_{code}")
