"""Where translations stand: each app has those of its own texts beside its code, and no text stands twice."""

from collections.abc import Sequence
from pathlib import Path

import polib
from django.conf import settings

from portal.texts import Text

_NAME = "LC_MESSAGES/django.po"


def homes(root: Path, apps: Sequence[str], locale_paths: Sequence[Path]) -> list[Path]:
    """The folders that have a catalogue of their own, from the bottom of the ladder up.

    Args:
        root: folder of the project; apps that are not in it are other people's.
        apps: INSTALLED_APPS, the top of the ladder first.
        locale_paths: LOCALE_PATHS; in it are also the rooms of an app whose texts would be too many for one file.
    """
    packages = dict.fromkeys(root / app.partition(".")[0] for app in reversed(apps))
    own = [package for package in packages if (package / "__init__.py").is_file()]
    rooms = [path.parent for path in locale_paths]
    return [home for package in own for home in (package, *(room for room in rooms if package in room.parents))]


def project_homes() -> list[Path]:
    """The homes of this project's catalogues."""
    return homes(settings.BASE_DIR, settings.INSTALLED_APPS, [Path(path) for path in settings.LOCALE_PATHS])


def standing(root: Path) -> list[Path]:
    """Every catalogue in the project, also where no app reads it any more: of an app that went, or before a move."""
    packages = [root / "locale", *sorted(init.parent for init in root.glob("*/__init__.py"))]
    found = (path for package in packages for path in sorted(package.rglob(f"*/{_NAME}")))
    return [path for path in found if path.parents[2].name == "locale"]


def languages(catalogues: Sequence[Path]) -> list[str]:
    """The languages that there is a catalogue of."""
    return sorted({path.parents[1].name for path in catalogues})


def opened(path: Path) -> polib.POFile:
    """A catalogue as it is read and written here."""
    return polib.pofile(str(path), encoding="utf-8", wrapwidth=120)


def renewed(catalogues: Sequence[Path], language: str, wanted: dict[Path, list[Text]]) -> dict[Path, polib.POFile]:
    """One language's catalogues as they are to be: new texts empty, and known translations wherever they stood before.

    Args:
        catalogues: all that stand now, in any language.
        language: the one to be renewed; one of its catalogues stands already and has its rule for plurals.
        wanted: the texts of each home; a home without any gets no catalogue.
    """
    old = {path: opened(path) for path in catalogues if path.parents[1].name == language}
    model = next(iter(old.values()))
    elsewhere = _translated([entry for catalogue in old.values() for entry in catalogue])
    made = {}
    for home, texts in wanted.items():
        if texts:
            target = home / "locale" / language / _NAME
            here = old.get(target, model)
            made[target] = _filled(here, {**elsewhere, **_translated(list(here))}, texts)
    return made


def _translated(entries: list[polib.POEntry]) -> dict[tuple[str, str], polib.POEntry]:
    known: dict[tuple[str, str], polib.POEntry] = {}
    for entry in entries:
        if not entry.obsolete and (entry.translated() or entry.fuzzy):
            known.setdefault((entry.msgid, entry.msgctxt or ""), entry)
    return known


def _filled(old: polib.POFile, known: dict[tuple[str, str], polib.POEntry], texts: list[Text]) -> polib.POFile:
    catalogue = polib.POFile(encoding="utf-8", wrapwidth=120)
    catalogue.header, catalogue.metadata = old.header, old.metadata
    for text in texts:
        entry = known.get((text.singular, text.context))
        if entry is None or entry.msgid_plural != text.plural:
            many = {0: "", 1: ""} if text.plural else {}
            entry = polib.POEntry(
                msgid=text.singular, msgid_plural=text.plural, msgctxt=text.context or None, msgstr_plural=many
            )
        # Nothing here reads the others; gettext's programs would.
        entry.flags = [flag for flag in entry.flags if flag == "fuzzy"]
        catalogue.append(entry)
    return catalogue
