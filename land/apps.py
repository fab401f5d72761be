"""The land app."""

from django.apps import AppConfig


class LandConfig(AppConfig):
    """The register of public land plots and its reference layers."""

    name = "land"
    verbose_name = "Quỹ đất công"

    def ready(self) -> None:
        """Declare what the public may read, and the map layers."""
        from land import layers, public

        public.declare()
        layers.register()
