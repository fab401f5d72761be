"""Brings locale/*/LC_MESSAGES/django.po up to date with the texts of the code, without any gettext program."""

import argparse
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from portal.texts import Text, texts


class Command(BaseCommand):
    help = "Add new texts to the catalogues, empty, and drop what the code no longer has. Translate, then compile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell")

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = texts(settings.BASE_DIR)
        for source in sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.po")):
            catalogue = polib.pofile(str(source), encoding="utf-8", wrapwidth=120)
            renewed = _renewed(catalogue, wanted)
            missing = [entry for entry in renewed if not entry.translated()]
            name = source.relative_to(settings.BASE_DIR)
            self.stdout.write(f"{name}: {len(renewed)} texts, {len(missing)} without translation")
            if not options["dry_run"]:
                renewed.save(str(source))


def _renewed(catalogue: polib.POFile, wanted: list[Text]) -> polib.POFile:
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue if not entry.obsolete}
    renewed = polib.POFile(encoding="utf-8", wrapwidth=120)
    renewed.header, renewed.metadata = catalogue.header, catalogue.metadata
    for text in wanted:
        entry = known.get((text.singular, text.context))
        if entry is None or bool(entry.msgid_plural) != bool(text.plural):
            many = {0: "", 1: ""} if text.plural else {}
            entry = polib.POEntry(
                msgid=text.singular, msgid_plural=text.plural, msgctxt=text.context or None, msgstr_plural=many
            )
        entry.flags = []  # nothing here reads them; gettext's programs would
        renewed.append(entry)
    return renewed
