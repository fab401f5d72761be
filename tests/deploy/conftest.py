"""A real nginx in front of a small stand-in for the application."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.deploy import nginx

# What the application says of a scene that nginx is to send (imagery/stac/files.py).
HANDED_ON = {
    "X-Accel-Redirect": "/scenes-store/a%20b/data.tif",
    "Content-Type": "image/tiff; application=geotiff; profile=cloud-optimized",
    "Content-Disposition": 'attachment; filename="A.tif"',
    "Cache-Control": "private, no-cache",
    "ETag": '"tag-of-the-application"',
    "Last-Modified": "Mon, 05 Jan 2026 00:00:00 GMT",
    "Vary": "Cookie",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
SCENE = bytes(range(256)) * 100


@dataclass(slots=True)
class Application:
    """The stand-in: every answer is counted, and its headers are told by the address."""

    port: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    down: bool = False
    withdrawn: set[str] = field(default_factory=set)
    may_send: bool = True
    methods: list[tuple[str, str]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    application: Application

    def do_GET(self) -> None:
        self.application.methods.append((self.command, self.path))
        if self.application.down:
            self.close_connection = True
            return
        address = urlsplit(self.path)
        if "held" in address.query:
            self.application.go_on.wait(30)
        self.application.hits[self.path] += 1
        self.application.seen[self.path] = {name.lower(): value for name, value in self.headers.items()}
        self.send_response(self._status_of(address.path))
        for name, value in self._headers_for(address.path, address.query):
            self.send_header(name, value)
        body = self._body_of(address.path)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the base class asks for these names

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def _status_of(self, path: str) -> int:
        if path in self.application.withdrawn:
            return 404
        if path.startswith("/uploads/"):
            return 200 if self.application.may_send else 403
        return 304 if "If-None-Match" in self.headers else 200

    def _body_of(self, path: str) -> bytes:
        if self._status_of(path) == 304:
            return b""
        if path == "/page/":
            return b"a page " * 1000
        who = self.headers.get("Authorization") or self.headers.get("Cookie") or "anyone"
        return f"{path} {self.application.hits[self.path]} {who} ".encode()

    def _headers_for(self, path: str, query: str) -> Iterator[tuple[str, str]]:
        if path.endswith("/data.tif"):
            yield from HANDED_ON.items()
            return
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
        elif "v=" in query and "outdated" not in path:
            yield "Cache-Control", "public, max-age=31536000, immutable"
        else:
            yield "Cache-Control", "public, no-cache"
        yield "ETag", 'W/"tag"'

    def log_message(self, *args: Any) -> None:
        pass


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


@dataclass(slots=True)
class Site(nginx.Nginx):
    """nginx and the application behind it."""

    application: Application


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, application: Application) -> Iterator[Site]:
    """nginx with the template filled in; its files, logs and process live in one temporary folder."""
    folder = tmp_path_factory.mktemp("nginx")
    _write_static(folder / "static")
    (folder / "scenes" / "a b").mkdir(parents=True)
    (folder / "scenes" / "a b" / "data.tif").write_bytes(SCENE)
    with nginx.run(folder, application.port, folder / "static") as running:
        yield Site(running.folder, running.http_port, running.https_port, application)


def _write_static(folder: Path) -> None:
    folder.mkdir()
    (folder / "map.mjs").write_text("export const map = 1;\n")
    (folder / "style.0123456789ab.css").write_text("body { margin: 0 }\n")
    for name in ("both.0123456789ab.js", "picture.webp", "only.js"):
        (folder / name).write_text("plain")
    (folder / "both.0123456789ab.js.br").write_bytes(b"as brotli")
    (folder / "both.0123456789ab.js.gz").write_bytes(b"as gzip")
    (folder / "picture.webp.br").write_bytes(b"never asked for")
