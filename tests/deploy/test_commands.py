"""The commands in script/: what they say of themselves, and a whole life of script/server."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import yaml
from psycopg.conninfo import make_conninfo

from bench.registers import drop_database
from tests.deploy.files import ROOT

COMMANDS = ["bootstrap", "server", "test", "db", "requirements", "screenshots"]


def run(command: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "script" / command), *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_its_use(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"script/{command}")


@pytest.mark.parametrize("command", ["bootstrap", "server", "db", "screenshots"])
def test_unknown_option_is_refused(command: str) -> None:
    assert run(command, "--no-such-option").returncode != 0


def test_continuous_integration_runs_the_same_tests() -> None:
    assert "exec script/test\n" in (ROOT / ".ci/run").read_text()


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("server", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"The port {port} is taken. Choose another one: script/server --port" in done.stderr


def test_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("db", "status", DATA_DIR=str(tmp_path / "file"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-test.txt", "requirements-uv.txt", "requirements-node.txt"]
)
def test_python_packages_are_hashed_and_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9].*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert packages
    assert all("--hash=sha256:" in package for package in packages)


def test_front_end_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def _patiently(program: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What `patiently` of script/lib.sh does with a program of ours, which finds how often it was called in $COUNT."""
    fetch = tmp_path / "fetch"
    fetch.write_text(f'#!/bin/bash\necho x >>"$COUNT"\n{program}\n')
    fetch.chmod(0o755)
    return subprocess.run(
        ["bash", "-c", 'source script/lib.sh; exec 3>&1; patiently 1 "$1"', "-", str(fetch)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"COUNT": str(tmp_path / "count")},
        timeout=30,
    )


def test_a_download_that_went_silent_is_tried_again(tmp_path: Path) -> None:
    done = _patiently('(($(wc -l <"$COUNT") > 1)) || exec sleep 60', tmp_path)
    assert done.returncode == 0
    assert "no answer within 1 s" in done.stdout
    assert (tmp_path / "count").read_text() == "x\nx\n"


def test_a_download_that_fails_three_times_fails(tmp_path: Path) -> None:
    done = _patiently("exit 7", tmp_path)
    assert done.returncode == 7
    assert (tmp_path / "count").read_text() == "x\nx\nx\n"


@pytest.fixture
def empty_database() -> Iterator[dict[str, str]]:
    """The addresses of an empty database, for the two roles; it stands for a server of somebody's own."""
    own = run("db", "url").stdout.strip().replace("postgis://", "postgresql://")
    name = f"scratch_{secrets.token_hex(6)}"
    with psycopg.connect(own, autocommit=True) as db:
        db.execute(f'CREATE DATABASE "{name}"')
    public = os.environ.get("PUBLIC_DATABASE_URL") or _public_address()
    yield {
        "DATABASE_URL": _url_with(own, name),
        "PUBLIC_DATABASE_URL": _url_with(public, name),
    }
    with psycopg.connect(make_conninfo(own, dbname="datcong"), autocommit=True) as db:
        drop_database(db, name)


def _public_address() -> str:
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var")
    found = re.search(r"^PUBLIC_DATABASE_URL=(.*)$", (data / "db.env").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def _url_with(address: str, database: str) -> str:
    return re.sub(r"^([a-z]+://[^/]*/)[^?]*", rf"\g<1>{database}", address)


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


def _members(group: int) -> list[str]:
    """Command lines of the processes whose session or parent is `group`."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if fields[0] != "Z" and str(group) in fields[1:4]:
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def test_server_serves_and_leaves_nothing_behind(empty_database: dict[str, str], tmp_path: Path) -> None:
    environment = os.environ | empty_database | {"DATA_DIR": str(tmp_path / "data")}
    told = _served_until_interrupted(environment, tmp_path / "first.log")
    assert "135 đơn vị hành chính" in told, "the first start loads the facts"
    again = _served_until_interrupted(environment, tmp_path / "second.log")
    for title in ("Python packages", "Front-end packages", "Tables", "Facts", "Sample register", "Static files"):
        assert re.search(rf"^==> \d+/\d+ {title} \.\.\. done in \d+ s$", again, re.MULTILINE), again
    assert "đơn vị hành chính" not in again, "the second start finds all of it done"
    assert not (tmp_path / "data/cluster").exists(), "a cluster was made beside the database that was named"


def _served_until_interrupted(environment: dict[str, str], log: Path) -> str:
    """Start, ask, end by Ctrl-C; what it told. Nothing of it may be left."""
    port = _free_port()
    with log.open("w") as output:
        server = subprocess.Popen(
            [str(ROOT / "script/server"), "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
            # A shell cannot catch what was ignored when it began, as under nohup or behind an "&".
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            _wait_until_ready(server, log)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as answer:
                assert answer.status == 200
            assert _watched(environment) == 0
            assert _watched(environment | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}) != 0
            children = [int(line) for line in _children(server.pid)]
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=60) == 0, log.read_text()
        finally:
            server.kill()
            server.wait()
    assert children
    assert [_members(number) for number in (server.pid, *children)] == [[]] * (1 + len(children))
    return log.read_text()


def _watched(environment: dict[str, str]) -> int:
    """The exit code of what the shipped composition asks about its worker."""
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    _kind, python, *words = composed["services"]["worker"]["healthcheck"]["test"]
    assert python == "python"
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=False).returncode


def _children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def _wait_until_ready(server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):  # a first start in a new folder, on a machine that may have other work
        if "ready after" in log.read_text():
            return
        try:
            server.wait(timeout=1)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(log.read_text())
    raise AssertionError(log.read_text())
