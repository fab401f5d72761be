"""Writes docs/glossary.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.glossary import glossary


class Command(BaseCommand):
    help = "Tạo lại docs/glossary.md từ chú thích của mã nguồn."

    def handle(self, *_args: Any, **_options: Any) -> None:
        target = settings.BASE_DIR / "docs" / "glossary.md"
        target.write_text(glossary(), encoding="utf-8")
        self.stdout.write(f"{target.name}: {len(glossary().splitlines()) - 6}")
