"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Outbox of messages and the ways they go."""

    name = "notices"
    verbose_name = "Tin gửi"

    def ready(self) -> None:
        """Declare the question to confirm, and who reads the log. The public reads nothing of this app."""
        from audit import readers
        from notices import kinds, own_kinds, policies
        from notices.workflow import LOGGED_SUBJECTS

        kinds.declare(own_kinds.CONFIRMATION)
        readers.declare(LOGGED_SUBJECTS, policies.can_read_audit)
