"""Compiles locale/*/LC_MESSAGES/*.po with polib, so that no gettext program is needed."""

from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the translations (.po to .mo); files that are up to date are left alone."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for source in sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            catalogue = polib.pofile(str(source), encoding="utf-8")
            catalogue.save_as_mofile(str(target))
            self.stdout.write(f"{target.relative_to(settings.BASE_DIR)}: {catalogue.percent_translated()}%")
