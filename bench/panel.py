"""What a plot's satellite panel asks for, on the sample's series: each address once, nothing kept from before."""

import html
import re
import shutil
from collections import defaultdict
from random import Random
from urllib.parse import quote

from bench.processes import Client, application
from bench.registers import Register
from bench.report import Report, median, percentile

_PLOTS = 60
_WANTED = "300 ms"
_SIDE = re.compile(r'<img src="([^"]+)"\s+width="960"')
_SMALL = re.compile(r'<img src="([^"]+)"\s+width="240"')
_SERIES = "SELECT count(*) FROM imagery_scene WHERE sample AND withdrawn_at IS NULL"
# Plots that people can see, on the ground that the series shows at least twelve times.
_SEEN = """
SELECT code FROM land_plot
WHERE publish_level = 'public'
    AND id IN (SELECT plot_id FROM imagery_observation GROUP BY plot_id HAVING count(*) >= 12)
ORDER BY code
"""


def measure(register: Register, report: Report) -> None:
    """The series where it is missing; then the panels of some plots."""
    ensure_series(register, report)
    codes = [code for (code,) in register.query(_SEEN)]
    took: dict[str, list[float]] = defaultdict(list)
    with application(register) as client:
        for code in Random(3).sample(codes, _PLOTS):
            for name, milliseconds in _opened(client, code):
                took[name].append(milliseconds)
    for name, times in took.items():
        wanted = "" if name.startswith("sheet") else _WANTED
        note = f"p50 {median(times):.0f} ms, {len(times)} answers on {_PLOTS} plots"
        report.add(register.count, f"{name}, p95", percentile(times, 0.95), "ms", wanted, note)


def ensure_series(register: Register, report: Report) -> None:
    """Make the sample's scenes where they are missing."""
    ((scenes,),) = register.query(_SERIES)
    if not scenes:
        _make_series(register, report)


def _make_series(register: Register, report: Report) -> None:
    """The sample's scenes, as the worker makes them after a first start, and their observations."""
    register.query("TRUNCATE imagery_scene, imagery_samplerun CASCADE")
    shutil.rmtree(register.folder / "scenes", ignore_errors=True)
    register.manage("sample_imagery")
    took, peak_mb = register.measured("procrastinate", "worker", "--queues", "imagery", "--one-shot")
    ((scenes,),) = register.query(_SERIES)
    ((measured,),) = register.query("SELECT count(*) FROM imagery_observation")
    size = sum(file.stat().st_size for file in (register.folder / "scenes").rglob("*") if file.is_file())
    note = f"{scenes} scenes, {size / 1e6:.0f} MB, {measured:,} observations; {peak_mb:.0f} MB in memory"
    report.add(register.count, "sample series, drawn, loaded and measured", took, "s", "240 s", note)


def _opened(client: Client, code: str) -> list[tuple[str, float]]:
    """Somebody opens the panel and uses all of it: name and milliseconds of each answer."""
    address = f"/plots/{quote(code)}/imagery/"
    took, status, body = client.get(f"{address}?f=part", Accept_Encoding="identity")
    if status != 200:
        raise RuntimeError(f"{address} answered {status}")
    part = body.decode()
    sides, small = (
        [html.unescape(found) for found in pattern.findall(part)][:most] for pattern, most in ((_SIDE, 2), (_SMALL, 8))
    )
    scene = re.search(r"imagery/([0-9a-f-]{36})\.webp", sides[-1])
    if len(sides) < 2 or len(small) < 8 or scene is None:
        raise RuntimeError(f"{address} shows too few pictures")
    asked = [
        *(("one side of the swipe, 960 x 720", path) for path in sides),
        *(("one picture of the strip", path) for path in small),
        ("values as JSON", f"{address}?f=json"),
        ("values as CSV", f"{address}?f=csv"),
        ("GeoTIFF crop", f"{address}{scene[1]}.tif"),
        ("film of the clear scenes", f"{address}film.webp?look=true"),
        ("sheet with its page of pictures, PDF", f"/plots/{quote(code)}/?f=pdf"),
    ]
    return [("panel of a plot", took), *((name, client.timed(path)[0]) for name, path in asked)]
