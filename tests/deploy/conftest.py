"""A real nginx, as a plain process in a folder of its own, in front of a small stand-in for the application."""

import http.client
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.deploy.files import filled_site

NGINX = "/usr/sbin/nginx"


@dataclass(slots=True)
class Reply:
    """What came back: status, headers by small-letter name (all values of a name), body."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str:
        """The one value of a header, empty where it is missing."""
        values = self.headers.get(name.lower(), [])
        assert len(values) <= 1, f"{name} comes {len(values)} times"
        return values[0] if values else ""


@dataclass(slots=True)
class Application:
    """The stand-in: every answer is counted, and its headers are told by the address."""

    port: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    down: bool = False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    application: Application

    def do_GET(self) -> None:
        if self.application.down:
            self.close_connection = True
            return
        address = urlsplit(self.path)
        self.application.hits[self.path] += 1
        self.application.seen[self.path] = {name.lower(): value for name, value in self.headers.items()}
        who = self.headers.get("Authorization") or self.headers.get("Cookie") or "anyone"
        body = f"{address.path} {self.application.hits[self.path]} {who} ".encode()
        self.send_response(200)
        for name, value in self._headers_for(address.path, address.query):
            self.send_header(name, value)
        if address.path == "/page/":
            body = b"a page " * 1000
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the base class asks for this name

    def _headers_for(self, path: str, query: str) -> Iterator[tuple[str, str]]:
        if "/tiles/" not in path:
            yield "Content-Type", "text/html; charset=utf-8"
            yield "X-Content-Type-Options", "nosniff"
            yield "Strict-Transport-Security", "max-age=60"
            return
        yield "Content-Type", "application/vnd.mapbox-vector-tile"
        yield "Vary", "*" if "everything" in path else "Accept-Language, Cookie, Accept-Encoding"
        if self.headers.get("Cookie", "").find("sessionid=") >= 0 or "private" in path:
            yield "Cache-Control", "private, max-age=3600"
        elif "unmarked" in path:
            yield "Cache-Control", "max-age=3600"
        elif "v=" in query:
            yield "Cache-Control", "public, max-age=31536000, immutable"
        else:
            yield "Cache-Control", "public, no-cache"
            yield "ETag", '"now"'

    def log_message(self, *args: Any) -> None:
        pass


@dataclass(slots=True)
class Site:
    """nginx with the site's configuration, and the way to ask it."""

    folder: Path
    http_port: int
    https_port: int
    application: Application

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Reply:
        """Ask by TLS, trusting the site's own certificate only."""
        trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        connection = http.client.HTTPSConnection("localhost", self.https_port, timeout=20, context=trust)
        return self._ask(connection, method, path, headers)

    def get_plainly(self, path: str) -> Reply:
        """Ask without TLS."""
        return self._ask(http.client.HTTPConnection("localhost", self.http_port, timeout=20), "GET", path, None)

    @staticmethod
    def _ask(connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str] | None) -> Reply:
        try:
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            told: dict[str, list[str]] = {}
            for name, value in response.getheaders():
                told.setdefault(name.lower(), []).append(value)
            return Reply(response.status, told, response.read())
        finally:
            connection.close()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [taken.getsockname()[1] for taken in sockets]
    for taken in sockets:
        taken.close()
    return ports


@pytest.fixture(scope="session")
def application() -> Iterator[Application]:
    """The stand-in for the application, on a free port of this machine."""
    state = Application()
    handler = type("Handler", (_Handler,), {"application": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, application: Application) -> Iterator[Site]:
    """nginx with the template filled in; its files, logs and process live in one temporary folder."""
    if not Path(NGINX).exists():
        pytest.fail("nginx is not installed; script/test installs it")
    folder = tmp_path_factory.mktemp("nginx")
    http_port, https_port = _free_ports(2)
    _write_certificate(folder)
    _write_static(folder / "static")
    _write_configuration(folder, http_port, https_port, application.port)
    command = [NGINX, "-p", f"{folder}/", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
    check = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        _wait_for(https_port, process, folder)
        yield Site(folder, http_port, https_port, application)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _write_certificate(folder: Path) -> None:
    key = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", *key.split(), *names, *files], check=True, capture_output=True)


def _write_static(folder: Path) -> None:
    folder.mkdir()
    (folder / "map.mjs").write_text("export const map = 1;\n")
    (folder / "style.0123456789ab.css").write_text("body { margin: 0 }\n")


def _write_configuration(folder: Path, http_port: int, https_port: int, app_port: int) -> None:
    values = {
        "SERVER_NAME": "localhost",
        "HTTP_PORT": f"127.0.0.1:{http_port}",
        "HTTPS_PORT": f"127.0.0.1:{https_port}",
        "HTTPS_SUFFIX": f":{https_port}",
        "TLS_CERTIFICATE": f"{folder}/cert.pem",
        "TLS_KEY": f"{folder}/key.pem",
        "UPSTREAM": f"127.0.0.1:{app_port}",
        "STATIC_ROOT": f"{folder}/static",
        "CACHE_FOLDER": f"{folder}/cache",
    }
    (folder / "site.conf").write_text(filled_site(values), encoding="utf-8")
    # the folder is private, so a root's workers stay root; another user has no choice anyway
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    temporary = "\n".join(
        f"    {name}_temp_path {folder}/tmp-{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user}\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\n    include /etc/nginx/mime.types;\n    access_log {folder}/access.log;\n"
        f"{temporary}\n    include {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, (folder / "error.log").read_text()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")
