"""The territory app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Administrative units with validity dates."""

    name = "territory"
    verbose_name = "Địa giới hành chính"

    def ready(self) -> None:
        """Declare what the public may read, and the map layer."""
        from gis.db import public
        from territory import layers, models

        public.declare(models.AdminUnit)
        public.declare(models.UnitSuccession)
        layers.register()
