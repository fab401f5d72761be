"""English is equal in content: every text of the code is in the catalogue, translated, with the same places to fill."""

import ast
import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.db.models import TextChoices
from django.utils.functional import Promise

from land import errors
from portal.texts import PACKAGES, Text, as_code, of_code, texts

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po"), encoding="utf-8")
# Places to fill in, and marks of HTML; "%%" is a percent sign where the text is filled in.
PLACES = re.compile(r"%\([a-z_0-9]+\)[a-z]|\{[a-z_0-9]*\}|</?[a-z][^>]*>")


def test_every_text_of_the_code_is_in_the_catalogue():
    """Otherwise: `manage.py make_messages`, then translate what is empty."""
    wanted = {(text.singular, text.plural, text.context) for text in texts(ROOT)}
    known = {(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "") for entry in CATALOGUE if not entry.obsolete}
    assert len(wanted) > 1000
    assert wanted - known == set()
    assert known - wanted == set()


def test_every_text_is_translated():
    assert [entry.msgid for entry in CATALOGUE.untranslated_entries()] == []
    assert [entry.msgid for entry in CATALOGUE.fuzzy_entries()] == []


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.msgid[:40])
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
    kinds = [kind for kind in TextChoices.__subclasses__() if kind.__module__.split(".")[0] in PACKAGES]
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
