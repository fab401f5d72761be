"""English is equal in content: every text of the code is in one catalogue, translated, with the same places to fill."""

import ast
import re
from collections import Counter
from configparser import ConfigParser
from functools import cache
from pathlib import Path

import pytest
from django.db.models import TextChoices
from django.utils import translation as language
from django.utils.functional import Promise

from land import errors
from portal.catalogues import opened, project_homes, renewed, standing
from portal.texts import Text, as_code, of_code, texts

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = {path.relative_to(ROOT).as_posix(): opened(path) for path in standing(ROOT)}
ENTRIES = [entry for catalogue in CATALOGUES.values() for entry in catalogue]
LIMIT = 150_000  # bytes; no file of the project may have more than 200 KB
# Places to fill in, and marks of HTML; "%%" is a percent sign where the text is filled in.
PLACES = re.compile(r"%\([a-z_0-9]+\)[a-z]|\{[a-z_0-9]*\}|</?[a-z][^>]*>")


@cache
def wanted():
    return texts(project_homes())


def test_every_text_of_the_code_is_in_the_catalogues():
    """Otherwise: `manage.py make_messages`, then translate what is empty."""
    said = {(text.singular, text.plural, text.context) for home in wanted().values() for text in home}
    known = {(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "") for entry in ENTRIES if not entry.obsolete}
    assert len(said) > 1000
    assert said - known == set()
    assert known - said == set()


def test_every_text_is_translated():
    assert [entry.msgid for entry in ENTRIES if entry.fuzzy or not entry.translated()] == []


def test_no_text_stands_in_two_catalogues():
    """Otherwise `manage.py make_messages`: which of two translations is read would hang on the order of the apps."""
    found = Counter((entry.msgid, entry.msgctxt) for entry in ENTRIES)
    assert [key for key, times in found.items() if times > 1] == []


def test_make_messages_finds_nothing_to_do():
    """Otherwise run it; a difference that no text made would be in everybody's way."""
    before = {name: (ROOT / name).read_text(encoding="utf-8") for name in CATALOGUES}
    after = {
        path.relative_to(ROOT).as_posix(): str(catalogue)
        for path, catalogue in renewed(standing(ROOT), "en", wanted()).items()
    }
    assert list(after) != []
    assert after == before


def test_no_catalogue_is_too_large():
    """Otherwise give a room of the app (as land/pages) a place in LOCALE_PATHS, and run `manage.py make_messages`."""
    sizes = {name: (ROOT / name).stat().st_size for name in CATALOGUES}
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}


def test_script_bootstrap_sees_every_catalogue():
    """It looks for what has changed one and two folders deep."""
    found = {path for depth in ("*", "*/*") for path in ROOT.glob(f"{depth}/locale/*/LC_MESSAGES/django.po")}
    assert found == {ROOT / name for name in CATALOGUES}


def test_homes_stand_in_the_order_of_the_ladder():
    """INSTALLED_APPS gives the order, `.importlinter` the law: a text stands with the lowest that says it."""
    told = ConfigParser()
    told.read(ROOT / ".importlinter", encoding="utf-8")
    layers = told["importlinter:contract:ladder"]["layers"].strip().splitlines()
    rank = {name.strip().split(".")[0]: -place for place, layer in enumerate(layers) for name in layer.split("|")}
    packages = [home.relative_to(ROOT).parts[0] for home in project_homes()]
    assert packages[0] == "gis"
    assert [rank[name] for name in packages] == sorted(rank[name] for name in packages)


def test_django_reads_every_catalogue():
    """Each where it stands, and before what other people's apps say of the same words."""
    with language.override("en"):
        found = {(entry.msgid, entry.msgctxt): _as_read(entry) for entry in ENTRIES}
    told = {(entry.msgid, entry.msgctxt): list(entry.msgstr_plural.values()) or [entry.msgstr] for entry in ENTRIES}
    assert {key: (text, told[key]) for key, text in found.items() if text != told[key]} == {}


def _as_read(entry):
    many = entry.msgid_plural
    if entry.msgctxt:
        one, forms = language.pgettext, language.npgettext
        places = (entry.msgctxt,)
    else:
        one, forms, places = language.gettext, language.ngettext, ()
    return [forms(*places, entry.msgid, many, n) for n in (1, 2)] if many else [one(*places, entry.msgid)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.msgid[:40])
def test_places_to_fill_are_the_same(entry):
    wanted = Counter(PLACES.findall(entry.msgid))
    for translation in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
        found = Counter(PLACES.findall(translation))
        assert found == wanted or (entry.msgid_plural and found == Counter(PLACES.findall(entry.msgid_plural)))
        assert translation.startswith("\n") == entry.msgid.startswith("\n")
        assert translation[:1].isspace() == entry.msgid[:1].isspace()
        assert translation[-1:].isspace() == entry.msgid[-1:].isspace()


def test_every_label_of_a_choice_is_lazy():
    """A plain text would be Vietnamese for every reader, whatever the catalogue holds."""
    packages = {home.name for home in project_homes()}
    kinds = [kind for kind in TextChoices.__subclasses__() if kind.__module__.split(".")[0] in packages]
    assert len(kinds) > 10
    labels = {f"{kind.__name__}.{member.name}": member.label for kind in kinds for member in kind}
    assert [name for name, label in labels.items() if not isinstance(label, Promise)] == []


def test_texts_are_read_from_code_and_templates(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate "Một" %}{% blocktranslate count n=n %}{{ n }} khu{% plural %}{{ n }} khu đất'
        '{% endblocktranslate %}<a title="{% translate "Hai (2)" %}">{{ _("Ba") }}</a>'
    )
    assert set(of_code(as_code(page))) >= {Text("Một"), Text("%(n)s khu", "%(n)s khu đất"), Text("Hai (2)")}
    code = 'a = _("x" "y")\nb = ngettext("m", "n", 2)\nc = pgettext("nơi", "t")\nd = _(name)\n'
    assert list(of_code(code)) == [Text("xy"), Text("m", "n"), Text("t", context="nơi")]


def _plain_refusals(path):
    """Sentences that a refusal is given as they stand, so that every reader gets them in Vietnamese."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func)).removesuffix(".at") in REFUSALS:
            for sentence in node.args[: 1 if name in ERRORS else 2]:
                words = [part for part in ast.walk(sentence) if isinstance(part, ast.Constant)]
                plain = isinstance(sentence, ast.Constant | ast.JoinedStr)
                if plain and any(" " in str(part.value) for part in words):
                    yield f"{path.name}:{node.lineno}"


ERRORS = frozenset(name for name, thing in vars(errors).items() if isinstance(thing, type)) | {"NotAllowed", "NotFound"}
REFUSALS = ERRORS | {"require"}


def test_refusals_of_actions_are_translated():
    files = [*(ROOT / "land/actions").glob("*.py"), *(ROOT / "land/pages").glob("*.py"), *(ROOT / "land").glob("*.py")]
    found = [place for path in files for place in _plain_refusals(path)]
    # A name of a file and a mend, both translated before they are put together.
    assert [place for place in found if not place.startswith("uploads.py")] == []
