"""Compiles the catalogues of the apps with polib, so that no gettext program is needed."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from portal.catalogues import project_homes


class Command(BaseCommand):
    help = "Compile the translations (.po to .mo); files that are up to date are left alone."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for home in project_homes():
            for source in sorted(home.glob("locale/*/LC_MESSAGES/*.po")):
                self._compile(source)
            for target in home.glob("locale/*/LC_MESSAGES/*.mo"):
                if not target.with_suffix(".po").exists():
                    target.unlink()  # Django would go on reading it

    def _compile(self, source: Path) -> None:
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            return
        catalogue = polib.pofile(str(source), encoding="utf-8")
        catalogue.save_as_mofile(str(target))
        self.stdout.write(f"{target.relative_to(settings.BASE_DIR)}: {catalogue.percent_translated()}%")
