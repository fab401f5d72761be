"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public pages that compose the other apps; owns no model."""

    name = "portal"

    def ready(self) -> None:
        """Have the settings looked at."""
        from portal import checks  # noqa: F401 - registers itself
