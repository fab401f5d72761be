"""The imagery app."""

from django.apps import AppConfig


class ImageryConfig(AppConfig):
    """Scenes with their bands, collections, tiles and observations of plots."""

    name = "imagery"
    verbose_name = "Ảnh vệ tinh"

    def ready(self) -> None:
        """Declare what the public may read, the map layer, and who reads the log of scenes."""
        from audit import readers
        from imagery import layers, policies, public
        from imagery.workflow import LOGGED_SUBJECTS

        public.declare()
        layers.register()
        readers.declare(LOGGED_SUBJECTS, policies.can_read_audit)
