"""Tells which plots are flagged otherwise than their lots say, and mends them when asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from auctions import plot_flags
from auctions.actions import plot_marks


class Command(BaseCommand):
    help = "So tình trạng “dự kiến đấu giá”, “đang đấu giá” của khu đất với các lô; lỗi khi có khác biệt chưa sửa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="ghi lại theo các lô")

    def handle(self, *_args: Any, **options: Any) -> None:
        mend = options["mend"]
        found = (
            plot_marks.mend_flags(actor=None, today=timezone.localdate()) if mend else list(plot_flags.differences())
        )
        for one in found:
            self.stdout.write(f"{one.plot.code}: {_words(one.has)} → {_words(one.should)}")
        if found and not mend:
            raise CommandError(f"{len(found)} khu đất khác với các lô của nó; sửa bằng --mend")
        self.stdout.write(f"{len(found)} khu đất đã ghi lại" if mend else "khớp")


def _words(kinds: frozenset[Any]) -> str:
    return ", ".join(sorted(str(kind.label) for kind in kinds)) or "không"
