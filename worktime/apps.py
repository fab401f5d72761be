"""The worktime app."""

from django.apps import AppConfig


class WorktimeConfig(AppConfig):
    """Working calendars and legal terms."""

    name = "worktime"
    verbose_name = "Lịch làm việc và thời hạn"

    def ready(self) -> None:
        """Declare what the public may read, and who reads the log of calendars."""
        from audit import readers
        from worktime import policies, public
        from worktime.workflow import LOGGED_SUBJECTS

        public.declare()
        readers.declare(LOGGED_SUBJECTS, policies.can_read_log)
