"""The shipped nginx, filled in as its image does, before an application."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from bench.processes import child, free_port
from bench.registers import Register

_NGINX = "/usr/sbin/nginx"
_KEY = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"


@contextmanager
def nginx(register: Register, upstream: int, packed: bytes) -> Iterator[str]:
    """The site's address by TLS; `/static/bench-tile.mvt` is the gzipped bytes as a file."""
    folder = register.folder / "nginx"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "static").mkdir(parents=True)
    (folder / "static" / "bench-tile.mvt").write_bytes(packed)
    subprocess.run(
        [*_KEY.split(), "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True
    )
    port = free_port()
    values = {
        "SERVER_NAME": "localhost",
        "HTTP_PORT": f"127.0.0.1:{free_port()}",
        "HTTPS_PORT": f"127.0.0.1:{port}",
        "HTTPS_SUFFIX": f":{port}",
        "TLS_CERTIFICATE": f"{folder}/cert.pem",
        "TLS_KEY": f"{folder}/key.pem",
        "UPSTREAM": f"127.0.0.1:{upstream}",
        "STATIC_ROOT": f"{folder}/static",
        "CACHE_FOLDER": f"{folder}/cache",
        "SCENES_ROOT": f"{folder}/scenes",
    }
    template = (settings.BASE_DIR / "deploy/nginx/site.conf.template").read_text(encoding="utf-8")
    site = re.sub(r"\$\{([A-Z_]+)\}", lambda found: values[found[1]], template)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    parts = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{part}_temp_path {folder}/tmp-{part};" for part in parts)
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {temporary} include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    command = [
        _NGINX,
        "-p",
        f"{folder}/",
        "-c",
        f"{folder}/nginx.conf",
        "-e",
        f"{folder}/error.log",
        "-g",
        "daemon off;",
    ]
    with child(command, port, None, folder / "output.log"):
        yield f"https://localhost:{port}"
