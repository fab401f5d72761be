"""The one search box: codes, numbers, words with and without marks, old names, slips of the finger."""

from urllib.parse import quote

from bench.processes import application
from bench.registers import Register
from bench.report import Report, median, percentile

_WANTED = {7_500: "30 ms", 1_000_000: "50 ms"}
_FIXED = [
    "Phường 10 Vũng Tàu",
    "phuong rach dua",
    "xa long son",
    "Côn Đảo",
    "P. Thắng Tam",
    "vung tau",
    "ba ria",
    "nha van hoa",
    "cong vien",
    "truong hoc xuyen moc",
    "tram y te",
    "cho",
    "10.3460, 107.0843",
    "1146000 430000",
    "duong le loi",
    "khu dat trong",
    "trung tam phat trien quy dat",
    "lon dien",
    "nha van hao khu pho",
    "khong co gi nhu the nay",
]


def questions(register: Register) -> list[str]:
    """What people type, taken from plots that are there."""
    rows = register.query(
        "SELECT code, name, address, sheet_number, parcel_number, search_text FROM land_plot "
        "WHERE status = 'active' AND publish_level = 'public' AND sheet_number <> '' ORDER BY md5(code) LIMIT 25"
    )
    found = list(_FIXED)
    for code, name, address, sheet, parcel, folded in rows:
        found += [code, f"tờ {sheet} thửa {parcel}", f"{sheet}/{parcel}"]
        found += [text for text in (name, address, " ".join(folded.split()[1:4])) if text]
    return found


def measure(register: Register, report: Report) -> None:
    """Each question twice; the first round warms nothing but the connection."""
    with application(register) as client:
        client.timed("/search?f=json&q=warm")
        slowest: list[tuple[float, str]] = []
        for text in questions(register) * 2:
            took, _ = client.timed(f"/search?f=json&q={quote(text)}")
            slowest.append((took, text))
        times = [took for took, _ in slowest]
        worst = max(slowest)
        report.add(
            register.count,
            "search p95",
            percentile(times, 0.95),
            "ms",
            _WANTED.get(register.count, ""),
            f"p50 {median(times):.1f} ms, {len(times)} questions, slowest {worst[0]:.0f} ms: {worst[1][:40]}",
        )
