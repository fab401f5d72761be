"""The land app."""

from django.apps import AppConfig


class LandConfig(AppConfig):
    """The register of public land plots and its reference layers."""

    name = "land"
    verbose_name = "Quỹ đất công"

    def ready(self) -> None:
        """Declare what the public may read, the map layers, and who reads the log of the register."""
        from audit import readers
        from land import layers, policies, public
        from land.workflow import LOGGED_SUBJECTS

        public.declare()
        layers.register()
        readers.declare(LOGGED_SUBJECTS, policies.can_read_audit)
