"""Pictures of the documentation: made by the script, shown somewhere, light enough for a clone."""

import re
from pathlib import Path

from screenshots.pictures import PICTURES
from screenshots.webp import LIMIT, LIMIT_ALL

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/images"
PAGES = [ROOT / "README.md", ROOT / "README.vi.md", *(ROOT / "docs").rglob("*.md")]


def shown() -> set[Path]:
    """Every picture that a page names."""
    found = set()
    for page in PAGES:
        for name in re.findall(r'[("]([\w./-]*images/[\w.-]+)[)"]', page.read_text(encoding="utf-8")):
            found.add((page.parent / name).resolve())
    return found


def test_the_script_makes_every_picture_and_no_other():
    assert {path.name for path in FOLDER.iterdir()} == {f"{picture.name}.webp" for picture in PICTURES}


def test_every_picture_is_shown_and_every_one_shown_exists():
    assert shown() == set(FOLDER.iterdir())


def test_pictures_are_light():
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}
    assert sum(sizes.values()) <= LIMIT_ALL
    for path in FOLDER.iterdir():
        head = path.read_bytes()[:12]
        assert head[:4] + head[8:] == b"RIFFWEBP", path.name
