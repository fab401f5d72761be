"""Where the files of a deployment are, and how the nginx template is filled in."""

import re
import time
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SITE_TEMPLATE = ROOT / "deploy/nginx/site.conf.template"
SITE_VARIABLES = {
    "SERVER_NAME",
    "HTTP_PORT",
    "HTTPS_PORT",
    "HTTPS_SUFFIX",
    "TLS_CERTIFICATE",
    "TLS_KEY",
    "UPSTREAM",
    "STATIC_ROOT",
    "CACHE_FOLDER",
    "SCENES_ROOT",
}


def filled_site(values: dict[str, str]) -> str:
    """The template as envsubst leaves it: `${NAME}` replaced, nginx's own `$name` kept."""
    return re.sub(r"\$\{([A-Z_]+)\}", lambda found: values[found[1]], SITE_TEMPLATE.read_text(encoding="utf-8"))


def drop_database(db: psycopg.Connection[Any], name: str) -> None:
    """Autovacuum may be at work in there: a worker of the superuser's, which FORCE must not end; it ends soon."""
    for left in reversed(range(60)):
        try:
            db.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            if not left:
                raise
            time.sleep(1)
        else:
            return
