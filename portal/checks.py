"""What a start says of settings that do not go together."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def basemap_origin(**_kwargs: Any) -> list[CheckMessage]:
    """A base map of another host is refused by browsers unless the content security policy names its origin."""
    address = urlsplit(settings.BASEMAP_URL)
    origin = f"{address.scheme}://{address.netloc}"
    if not address.netloc or "{" in address.netloc or origin in settings.BASEMAP_ORIGINS:
        return []
    return [
        Warning(
            f"BASEMAP_URL is at {origin}, which BASEMAP_ORIGINS does not name: browsers will not load it.",
            hint=f"Set BASEMAP_ORIGINS={origin}, unless that is this site's own host.",
            id="portal.W001",
        )
    ]
