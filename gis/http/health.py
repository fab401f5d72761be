"""Liveness and readiness."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

_LEAST_FREE_BYTES = 500_000_000


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(_request: HttpRequest) -> JsonResponse:
    """Database, public role, migrations and disk are fit to serve; 503 names what is not."""
    checks = {"database": _database("default"), "public_role": _database(settings.PUBLIC_DATABASE)}
    checks["migrations"] = checks["database"] and _migrated()
    checks["disk"] = _has_room()
    return JsonResponse({"checks": checks}, status=200 if all(checks.values()) else 503)


def _database(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1 FROM land_plot LIMIT 1")
    except DatabaseError:
        return False
    return True


def _has_room() -> bool:
    """Where files are written; the code may lie on another disk."""
    try:
        return shutil.disk_usage(settings.DATA_DIR).free > _LEAST_FREE_BYTES
    except OSError:
        return False


def _migrated() -> bool:
    executor = MigrationExecutor(connections["default"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
