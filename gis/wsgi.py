"""WSGI entry point; served by granian (docs/adr/0003)."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis.settings.base")

application = get_wsgi_application()
# Every page's code is read now, not at the first request of each worker: that one took 1.8 s.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
# Connections stand before anybody asks: the first tile of a worker took 20 to 140 ms, and takes 11 (measured). Opening
# waits for nothing; a database that is away is tried again in the background.
for connection in connections.all():
    if pool := getattr(connection, "pool", None):
        pool.open()
