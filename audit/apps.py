"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only event log."""

    name = "audit"
    verbose_name = "Nhật ký"
