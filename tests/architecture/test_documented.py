"""What the outside sees is documented: error codes, settings, commands."""

import csv
import json
import re

from gis.http.problems import DomainError
from portal.glossary import glossary
from tests.architecture.tracked import ROOT, tracked


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


def test_every_facts_file_tells_its_columns_and_source():
    folder = ROOT / "data/facts"
    sections = re.split(r"^## ", (folder / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    told = {section.split(":")[0]: section for section in sections}
    files = {path.name: path for path in folder.iterdir() if path.suffix != ".md"}
    assert set(told) == set(files)
    for name, path in files.items():
        text = path.read_text(encoding="utf-8")
        names = list(json.loads(text)) if path.suffix == ".json" else next(csv.reader(text.splitlines()))
        assert [one for one in names if f"`{one}`" not in told[name]] == [], name
        assert "Source" in told[name] or "Computed for this project" in told[name], name


def test_words_of_the_facts_are_explained():
    with (ROOT / "data/facts/admin_units.csv").open(encoding="utf-8", newline="") as file:
        words = {row["geometry_source"] for row in csv.DictReader(file)}
    text = (ROOT / "data/facts/README.md").read_text(encoding="utf-8")
    assert sorted(word for word in words if f"`{word}`" not in text) == []


def test_no_registry_host_and_no_machine_path():
    """Lock files without addresses; nothing of the machine that made them."""
    banned = re.compile(rb"https?://[a-z.]*(?:registry|pypi|npmjs|pythonhosted)\.|/(?:work|farm)/")
    assert [str(path.relative_to(ROOT)) for path in tracked() if banned.search(path.read_bytes())] == []


def test_glossary_is_current():
    """Run `manage.py make_glossary` after a change of a term."""
    assert (ROOT / "docs/glossary.md").read_text(encoding="utf-8") == glossary()
