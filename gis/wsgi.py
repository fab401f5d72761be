"""WSGI entry point; served by granian (docs/adr/0003)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis.settings.base")

application = get_wsgi_application()
