"""Brings the catalogues of the apps up to date with the texts of the code, without any gettext program."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.catalogues import languages, project_homes, renewed, standing
from portal.texts import texts


class Command(BaseCommand):
    help = (
        "Add new texts to the catalogues, empty, drop what the code no longer has, and move each text to the lowest "
        "app that says it. Translate, then compile."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell")

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = texts(project_homes())
        before = standing(settings.BASE_DIR)
        made = {path: new for language in languages(before) for path, new in renewed(before, language, wanted).items()}
        for path, catalogue in made.items():
            missing = [entry for entry in catalogue if not entry.translated()]
            name = path.relative_to(settings.BASE_DIR)
            self.stdout.write(f"{name}: {len(catalogue)} texts, {len(missing)} without translation")
            if not options["dry_run"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                catalogue.save(str(path))
        for path in before:
            if path not in made:
                self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: goes, nothing of it is said there")
                if not options["dry_run"]:
                    path.unlink()
