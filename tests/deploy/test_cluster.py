"""The private cluster of a clone: up while somebody needs it, down with the last who leaves. A cluster of its own."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.deploy.files import ROOT

Db = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Db]:
    """Runs script/db on a cluster beside that of the tests; afterwards its files are deleted."""
    outer = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PUBLIC_DATABASE_URL"}}
    environment = outer | {"DATA_DIR": str(tmp_path / "data")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "script/db"), *words]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )

    yield run
    assert run("remove", "--yes").returncode == 0


@pytest.fixture
def somebody() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts processes that could need the cluster."""
    with ExitStack() as stack:

        def start() -> subprocess.Popen[bytes]:
            process = subprocess.Popen(["sleep", "600"])
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield start


def state(db: Db) -> str:
    told = db("status")
    assert told.returncode in {0, 3}, told.stderr
    return "running" if told.returncode == 0 else "stopped"


def test_the_last_who_leaves_stops_it(db: Db, somebody: Callable[[], subprocess.Popen[bytes]]) -> None:
    first, second, third = somebody(), somebody(), somebody()
    for process in (first, second):
        held = db("hold", str(process.pid))
        assert held.returncode == 0, held.stderr
    assert db("release", str(first.pid)).returncode == 0
    assert state(db) == "running", "the second still needs it"
    second.kill()
    second.wait()
    db("hold", str(third.pid))
    db("release", str(third.pid))
    assert state(db) == "stopped", "who died without a word needs nothing"


def test_what_was_started_by_hand_stays_until_it_is_stopped_by_hand(
    db: Db, somebody: Callable[[], subprocess.Popen[bytes]]
) -> None:
    assert db("start").returncode == 0
    user = somebody()
    db("hold", str(user.pid))
    db("release", str(user.pid))
    assert state(db) == "running"
    assert db("stop").returncode == 0
    assert state(db) == "stopped"
