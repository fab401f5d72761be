"""Servers to measure, as children on loopback that end with the measurement."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.registers import Register


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def child(command: list[str], port: int, environment: dict[str, str] | None, log: Path) -> Iterator[int]:
    """A process that listens on a port; its output goes to a file."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
    try:
        _wait(process, port, log)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(ProcessLookupError):  # workers that outlived it: granian's do when it is killed
            os.killpg(process.pid, signal.SIGKILL)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"it ended at once: {log.read_text()[-2000:]}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}: {log.read_text()[-2000:]}")


def granian(port: int, workers: int = 2) -> list[str]:
    """The command of the application as script/server starts it."""
    options = "--interface wsgi --blocking-threads 4 --host 127.0.0.1 --no-ws --log-level warning".split()
    options += ["--workers-kill-timeout", "5"]  # a kept connection would hold its end up
    counted = ["--workers", str(workers), "--port", str(port)]
    return [sys.executable, "-m", "granian", *options, *counted, "gis.wsgi:application"]


@contextmanager
def application(register: Register, *, workers: int = 2, cold: bool = True, keeping: bool = True) -> Iterator["Client"]:
    """The application as script/server starts it.

    Args:
        cold: forget every kept tile first.
        keeping: keep the tiles that it draws; without, every request draws its own.
    """
    if cold:
        shutil.rmtree(register.folder / "tiles", ignore_errors=True)
    port = free_port()
    environment = register.environment(**({} if keeping else {"TILE_STORE_MB": "0"}))
    with child(granian(port, workers), port, environment, register.folder / "application.log"):
        yield Client(port)


class Client:
    """Asks one server over one kept connection and times it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str, **headers: str) -> tuple[float, int, bytes]:
        """Milliseconds until the last byte, status, body as sent."""
        given = {"Accept-Encoding": "gzip", **{name.replace("_", "-"): value for name, value in headers.items()}}
        began = time.perf_counter()
        self._connection.request("GET", path, headers=given)
        response = self._connection.getresponse()
        body = response.read()
        return (time.perf_counter() - began) * 1000, response.status, body

    def timed(self, path: str, **headers: str) -> tuple[float, int]:
        """Milliseconds and size of an answer that must be good."""
        took, status, body = self.get(path, **headers)
        if status not in (200, 204):
            raise RuntimeError(f"{path} answered {status}: {body[:300]!r}")
        return took, len(body)
