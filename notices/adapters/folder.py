"""Letters as files, where no mail server is configured."""

from pathlib import Path
from typing import Any

from django.conf import settings

from notices.adapters.letters import mail_of
from notices.models import Message
from notices.outcomes import Outcome, accepted, down


def folder() -> Path:
    """Where the files are: for the operator of a trial only."""
    return Path(settings.DATA_DIR) / "mail"


class Folder:
    """Writes each letter to DATA_DIR/mail, one file for each message however often it is tried."""

    def send(self, message: Message) -> Outcome:
        """Write it."""
        mail: Any = mail_of(message).message()
        raw = mail.as_bytes(linesep="\r\n")
        try:
            place = folder()
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = place / f"{message.pk}.eml"
            file.touch(mode=0o600)
            file.write_bytes(raw)
        except OSError:
            return down("folder")
        return accepted()

    def close(self) -> None:
        """Nothing is held."""
