"""WSGI entry point; served by granian (docs/adr/0003)."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis.settings.base")

application = get_wsgi_application()
# Every page's code is read now, not at the first request of each worker: that one took 1.8 s.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
