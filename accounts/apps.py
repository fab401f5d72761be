"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, agencies, roles and their scopes."""

    name = "accounts"
    verbose_name = "Người dùng"

    def ready(self) -> None:
        """Agencies that manage public land are public: name and code."""
        from accounts import models
        from gis.db import public

        public.declare(models.Agency, ["id", "code", "name", "name_en", "parent"])
