"""A project of three apps and a room: where its texts stand, and that no translation is lost on the way there."""

from pathlib import Path

import pytest
from django.core.management import call_command

from portal.catalogues import homes, standing

APPS = ["portal", "imagery.apps.ImageryConfig", "land", "gis.db", "django.contrib.auth"]
HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
OLD = 'msgid "Đất"\nmsgstr "Land"\n\nmsgid "Ảnh"\nmsgstr "Picture"\n\nmsgid "Tìm"\nmsgstr "Search"\n'


@pytest.fixture
def project(tmp_path, settings, monkeypatch):
    """All in one catalogue, as before the apps had their own; `imagery` is on no list yet."""
    for name in ("gis", "gis/db", "imagery", "land", "land/pages", "portal"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    write(tmp_path / "land/words.py", '_("Đất")\n')
    write(tmp_path / "land/pages/views.py", '_("Đất")\n_("Tìm")\n')
    write(tmp_path / "imagery/words.py", '_("Ảnh")\nngettext("ảnh", "các ảnh", 2)\n')
    write(tmp_path / "portal/templates/a.html", '{% load i18n %}{% translate "Ảnh" %}{% translate "Tìm" %}')
    write(tmp_path / "locale/en/LC_MESSAGES/django.po", HEADER + OLD)
    settings.BASE_DIR = tmp_path
    list_apps(monkeypatch, tmp_path, [app for app in APPS if "imagery" not in app])
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def list_apps(monkeypatch, root, apps):
    """In place of the settings' own list, which Django would load."""
    found = homes(root, apps, [root / "gis/locale", root / "land/pages/locale"])
    for command in ("make_messages", "compile_messages"):
        monkeypatch.setattr(f"portal.management.commands.{command}.project_homes", lambda: found)


def written(root):
    """What the catalogue of each folder says below its header."""
    return {
        path.parents[3].relative_to(root).as_posix(): path.read_text(encoding="utf-8").split("\n\n", 1)[1].strip()
        for path in standing(root)
    }


def test_homes__from_the_bottom_up(tmp_path):
    for name in ("gis", "land", "imagery", "portal"):
        write(tmp_path / name / "__init__.py", "")
    found = homes(tmp_path, APPS, [tmp_path / "gis/locale", tmp_path / "land/pages/locale"])
    assert [path.relative_to(tmp_path) for path in found] == [
        Path(name) for name in ("gis", "land", "land/pages", "imagery", "portal")
    ]


def test_make_messages__a_text_stands_with_the_lowest_that_says_it(project):
    call_command("make_messages")
    assert written(project) == {
        "land": 'msgid "Đất"\nmsgstr "Land"',
        "land/pages": 'msgid "Tìm"\nmsgstr "Search"',
        "portal": 'msgid "Ảnh"\nmsgstr "Picture"',
    }


def test_make_messages__an_app_on_the_list_gets_a_catalogue(project, monkeypatch):
    call_command("make_messages")
    list_apps(monkeypatch, project, APPS)
    call_command("make_messages")
    assert written(project) == {
        "imagery": 'msgid "Ảnh"\nmsgstr "Picture"\n\nmsgid "ảnh"\nmsgid_plural "các ảnh"\nmsgstr[0] ""\nmsgstr[1] ""',
        "land": 'msgid "Đất"\nmsgstr "Land"',
        "land/pages": 'msgid "Tìm"\nmsgstr "Search"',
    }
    assert (project / "imagery/locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8").startswith("#\n" + HEADER)


def test_make_messages__twice_is_as_once(project):
    call_command("make_messages")
    once = written(project)
    call_command("make_messages")
    assert written(project) == once


def test_make_messages__one_that_a_person_doubts_stays_so(project):
    write(project / "locale/en/LC_MESSAGES/django.po", HEADER + '#, fuzzy, python-format\nmsgid "Đất"\nmsgstr "Soil"\n')
    call_command("make_messages")
    assert written(project)["land"] == '#, fuzzy\nmsgid "Đất"\nmsgstr "Soil"'


def test_make_messages__dry_run_writes_nothing(project):
    call_command("make_messages", dry_run=True)
    assert list(written(project)) == ["."]


def test_compile_messages__what_no_catalogue_stands_for_goes(project):
    call_command("make_messages")
    call_command("compile_messages")
    compiled = project / "portal/locale/en/LC_MESSAGES/django.mo"
    assert compiled.exists()
    compiled.with_suffix(".po").unlink()
    call_command("compile_messages")
    assert not compiled.exists()
    assert (project / "land/locale/en/LC_MESSAGES/django.mo").exists()
