"""Reads the environment and the files that script/bootstrap leaves in DATA_DIR."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes, on are yes."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _bootstrap_values() -> dict[str, str]:
    """DATABASE_URL and PUBLIC_DATABASE_URL of the private cluster, as script/bootstrap wrote them."""
    path = DATA_DIR / "db.env"
    if not path.is_file():
        return {}
    lines = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip().strip("'\"") for name, value in lines}


def value(name: str) -> str | None:
    """A variable of the environment, else of DATA_DIR/db.env."""
    return os.environ.get(name) or _bootstrap_values().get(name)


def folder(name: str) -> Path | None:
    """A folder in DATA_DIR for nobody else on the machine, made when it is missing; None where it cannot be."""
    place = DATA_DIR / name
    try:
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o700)
    except OSError:
        return None
    return place


def secret_key() -> str:
    """SECRET_KEY of the environment or of DATA_DIR/secret_key.

    Raises:
        ImproperlyConfigured: where neither exists; a made-up key would end every session at each restart.
    """
    path = DATA_DIR / "secret_key"
    key = os.environ.get("SECRET_KEY") or (path.read_text().strip() if path.is_file() else "")
    if not key:
        raise ImproperlyConfigured("Set SECRET_KEY, or run script/bootstrap, which writes one to DATA_DIR/secret_key.")
    return key


def database(url: str, search_path: str, pool_size: int, timeout_s: int = 0) -> dict[str, Any]:
    """Django's DATABASES entry for a libpq address.

    Args:
        url: postgresql:// address or key=value string; sockets by ?host=/folder.
        search_path: schemas in order; the wall between public and internal reads stands on it.
        pool_size: connections kept by each server process.
        timeout_s: longest statement; 0 for no limit.
    """
    parts = conninfo_to_dict(url)
    known = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    entry: dict[str, Any] = {target: str(parts.pop(source, "") or "") for source, target in known.items()}
    options: dict[str, Any] = {key: val for key, val in parts.items() if val is not None}
    limit = f"-c statement_timeout={timeout_s}s" if timeout_s else ""
    options["options"] = f"-c search_path={search_path} {limit} {options.get('options', '')}".strip()
    options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 20}
    # Only what asks for it is prepared (gis.db.prepared): the other statements are hardly ever the same twice.
    options["prepare_threshold"] = 1_000_000_000
    return {"ENGINE": "django.contrib.gis.db.backends.postgis", "OPTIONS": options, **entry}


_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server(url: str) -> dict[str, Any]:
    """Django's settings of a mail server; without an address the host is "".

    Args:
        url: `smtp+tls://name:password@host:587` (STARTTLS), `smtps://...` (TLS from the start), `smtp://host:25`; what
            is special in an address is percent-encoded in name and password.

    Raises:
        ImproperlyConfigured: another scheme, or no host; the sentence does not repeat the password.
    """
    parts = urlsplit(url)
    if url and (parts.scheme not in _MAIL_PORTS or not parts.hostname):
        raise ImproperlyConfigured("EMAIL_URL is not smtp://host, smtp+tls://name:password@host or smtps://...")
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or _MAIL_PORTS.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
