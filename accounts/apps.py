"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, agencies, roles and their scopes."""

    name = "accounts"
    verbose_name = "Người dùng"

    def ready(self) -> None:
        """Agencies that manage public land are public: name and code. The log of accounts has its readers."""
        from accounts import models, policies
        from audit import readers
        from gis.db import public

        readers.declare(("account", "agency", "token"), policies.can_read_log)
        public.declare(models.Agency, ["id", "code", "name", "name_en", "parent"])
