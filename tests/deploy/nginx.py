"""A real nginx with the shipped template, as a plain process in a folder of its own."""

import base64
import hashlib
import http.client
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.deploy.files import filled_site

NGINX = "/usr/sbin/nginx"
SIZES = "sizes.log"  # a line per answer: bytes sent, headers included; status; address


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
class Nginx:
    """nginx with the site's configuration, and the way to ask it."""

    folder: Path
    http_port: int
    https_port: int

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Reply:
        """Ask by TLS, trusting the site's own certificate only."""
        trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        connection = http.client.HTTPSConnection("localhost", self.https_port, timeout=20, context=trust)
        return self._ask(connection, method, path, headers)

    def get_plainly(self, path: str) -> Reply:
        """Ask without TLS."""
        return self._ask(http.client.HTTPConnection("localhost", self.http_port, timeout=20), "GET", path, None)

    def key_print(self) -> str:
        """SHA-256 of the public key, in base64: how Chromium is told to trust this certificate like any good one."""
        command = ["openssl", "pkey", "-in", str(self.folder / "key.pem"), "-pubout", "-outform", "der"]
        key = subprocess.run(command, check=True, capture_output=True).stdout
        return base64.b64encode(hashlib.sha256(key).digest()).decode()

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


@contextmanager
def run(folder: Path, app_port: int, static: Path) -> Iterator[Nginx]:
    """nginx with the template filled in; its files, logs and process live in one folder, which goes at the end."""
    if not Path(NGINX).exists():
        pytest.fail("nginx is not installed; script/test installs it")
    http_port, https_port = _free_ports(2)
    _write_certificate(folder)
    _write_configuration(folder, http_port, https_port, app_port, static)
    command = [NGINX, "-p", f"{folder}/", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
    check = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        _wait_for(https_port, process, folder)
        yield Nginx(folder, http_port, https_port)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [taken.getsockname()[1] for taken in sockets]
    for taken in sockets:
        taken.close()
    return ports


def _write_certificate(folder: Path) -> None:
    key = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", *key.split(), *names, *files], check=True, capture_output=True)


def _write_configuration(folder: Path, http_port: int, https_port: int, app_port: int, static: Path) -> None:
    values = {
        "SERVER_NAME": "localhost",
        "HTTP_PORT": f"127.0.0.1:{http_port}",
        "HTTPS_PORT": f"127.0.0.1:{https_port}",
        "HTTPS_SUFFIX": f":{https_port}",
        "TLS_CERTIFICATE": f"{folder}/cert.pem",
        "TLS_KEY": f"{folder}/key.pem",
        "UPSTREAM": f"127.0.0.1:{app_port}",
        "STATIC_ROOT": str(static),
        "CACHE_FOLDER": f"{folder}/cache",
        "SCENES_ROOT": f"{folder}/scenes",
    }
    # what the site does not log is logged here too: SIZES tells of every answer
    told = f"access_log {folder}/{SIZES} sizes;"
    (folder / "site.conf").write_text(filled_site(values).replace("access_log off;", told), encoding="utf-8")
    # the folder is private, so a root's workers stay root; another user has no choice anyway
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    temporary = "\n".join(
        f"    {name}_temp_path {folder}/tmp-{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user}\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\n    include /etc/nginx/mime.types;\n"
        f"    log_format sizes '$bytes_sent $status $request_uri';\n    {told}\n"
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
