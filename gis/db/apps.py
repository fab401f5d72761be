"""The installed app of the bottom storey: number series, data versions, own SRIDs, the public schema."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class GisDbConfig(AppConfig):
    """Owns what every app above needs from the database itself."""

    name = "gis.db"
    label = "gis_db"
    verbose_name = "GIS database"

    def ready(self) -> None:
        """Rebuild the public schema around migrations: PostgreSQL refuses to alter a column that a view shows."""
        from gis.db import public
        from gis.db.models import DataVersion

        public.declare(DataVersion)

        def drop(using: str, plan: Any, **_: Any) -> None:
            if plan and using == "default":
                public.drop(using)

        def rebuild(using: str, **_: Any) -> None:
            if using == "default":
                public.rebuild(using)

        pre_migrate.connect(drop, sender=self, weak=False, dispatch_uid="public_read_drop")
        post_migrate.connect(rebuild, sender=self, weak=False, dispatch_uid="public_read_rebuild")
