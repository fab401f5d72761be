"""What the outside sees is documented: error codes, settings, commands."""

import re
from pathlib import Path

from gis.http.problems import DomainError
from portal.glossary import glossary

ROOT = Path(__file__).resolve().parents[2]


def subclasses(kind):
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_error_code_is_documented():
    documented = (ROOT / "docs/api/errors.md").read_text(encoding="utf-8")
    codes = {kind.code for kind in (DomainError, *subclasses(DomainError)) if kind.__module__.split(".")[0] != "tests"}
    assert not sorted(code for code in codes if f"`{code}`" not in documented)


def test_every_variable_is_documented():
    documented = (ROOT / "docs/operations/settings.md").read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "gis/settings").glob("*.py"))
    names = set(re.findall(r'(?:flag|words|value|environ\.get)\("([A-Z_]+)"', source))
    assert names
    assert not sorted(name for name in names if f"`{name}`" not in documented)


def test_no_registry_host_and_no_machine_path():
    """Lock files without addresses; nothing of the machine that made them."""
    banned = re.compile(r"https?://[a-z.]*(?:registry|pypi|npmjs|pythonhosted)\.|/(?:work|farm)/")
    tracked = [*ROOT.glob("*.*"), *(ROOT / "script").iterdir(), *(ROOT / "docs").rglob("*.md")]
    found = [path.name for path in tracked if path.is_file() and banned.search(path.read_text(errors="ignore"))]
    assert not found


def test_glossary_is_current():
    """Run `manage.py make_glossary` after a change of a term."""
    assert (ROOT / "docs/glossary.md").read_text(encoding="utf-8") == glossary()
