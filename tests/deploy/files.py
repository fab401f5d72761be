"""Where the files of a deployment are, and how the nginx template is filled in."""

import re
from pathlib import Path

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
