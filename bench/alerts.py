"""Alerts of news published at once, matched with every saved search while people go on asking."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.places import LOTS, boxes, tiles_of
from bench.processes import application
from bench.registers import Register
from bench.report import Report, median, percentile

_NEWS, _WANTED = 500, "30 s"
_ROUNDS = 3
# Alerts of one moment: the process is there already, as a worker is.
_MATCH = """
import sys, time
from auctions.actions.watching import match_news
from gis.db.clock import clock
match_news(now=clock())
print("ready", flush=True)
for _line in sys.stdin:
    began = time.perf_counter()
    queued = match_news(now=clock())
    print(time.perf_counter() - began, queued, flush=True)
"""
_PUBLISH = f"""
INSERT INTO auctions_lotnews (lot_id, kind, at, lot_version, reason)
SELECT id, CASE stage WHEN 'open' THEN 'posted' ELSE 'planned' END, now(), version, ''
FROM auctions_lot WHERE publish_level = 'public' AND stage IN ('open', 'upcoming') ORDER BY md5(code) LIMIT {_NEWS}
"""


def measure(register: Register, report: Report) -> None:
    """Rounds: the news matched while somebody asks; then the same questions with nothing beside."""
    questions = _questions(register)
    alone: list[float] = []
    beside: list[float] = []
    matched: list[float] = []
    queued = 0
    with application(register, keeping=False) as client, _matcher(register) as match, ThreadPoolExecutor(1) as other:
        for question in questions:
            client.timed(question)
        for _round in range(_ROUNDS):
            register.query("DELETE FROM notices_message WHERE kind = 'auctions.alert'")
            register.query(_PUBLISH)
            during: list[float] = []
            matching = other.submit(match)
            while not matching.done():
                during.append(client.timed(questions[len(during) % len(questions)])[0])
            took, queued = matching.result()
            matched.append(took)
            beside += during
            alone += [client.timed(questions[n % len(questions)])[0] for n in range(len(during))]
    note = f"{queued:,} alerts queued, {_NEWS} pieces of news, {_watches(register):,} searches, {_ROUNDS} rounds"
    report.add(register.count, "news matched and alerts queued, slowest", max(matched), "s", _WANTED, note)
    _compare(register, report, alone, beside)


def _compare(register: Register, report: Report, alone: list[float], beside: list[float]) -> None:
    apart, together = percentile(alone, 0.95), percentile(beside, 0.95)
    middle = f"p50 {median(beside):.0f} and {median(alone):.0f} ms"
    note = f"p95 {together:.0f} and {apart:.0f} ms, {middle}, {len(beside)} requests each"
    report.add(register.count, "requests beside the matching / alone, p95", together / apart, "x", "", note)


def _questions(register: Register) -> list[str]:
    """What people ask meanwhile, mixed: pages, lists, counts, tiles."""
    codes = register.query("SELECT code FROM auctions_lot WHERE publish_level = 'public' ORDER BY md5(code) LIMIT 20")
    every = [
        [f"/lots/{code}/" for (code,) in codes],
        [f"/ogc/collections/lots/facets?f=json&bbox={box}" for box in boxes(register, 5_000, 20, table=LOTS)],
        [
            f"/ogc/collections/lots/tiles/WebMercatorQuad/{t.z}/{t.y}/{t.x}"
            for t in tiles_of(register, 14, 20, table=LOTS)
        ],
        [f"/lots/?stage=open&area_m2={low}.." for low in range(100, 2_100, 100)],
    ]
    return [question for group in zip(*every, strict=False) for question in group]


def _watches(register: Register) -> int:
    return int(register.query("SELECT count(*) FROM auctions_watch")[0][0])


@contextmanager
def _matcher(register: Register) -> Iterator[Callable[[], tuple[float, int]]]:
    """A process that matches the news that wait: seconds it took, and how many alerts it queued."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", _MATCH]
    process = subprocess.Popen(
        command, env=register.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    asked, told = process.stdin, process.stdout
    told.readline()

    def match() -> tuple[float, int]:
        asked.write("now\n")
        asked.flush()
        seconds, queued = told.readline().split()
        return float(seconds), int(queued)

    try:
        yield match
    finally:
        asked.close()
        process.wait(timeout=60)
