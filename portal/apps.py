"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public pages that compose the other apps; owns no model."""

    name = "portal"
