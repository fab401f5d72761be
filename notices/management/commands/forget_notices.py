"""Forgets addresses and texts whose time is over, as the worker does every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gis.db.clock import clock
from notices.actions import forgetting


class Command(BaseCommand):
    help = "Xóa nội dung tin và địa chỉ đã hết thời hạn lưu (notices/retention.py), như việc hằng đêm của worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xóa")

    def handle(self, *_args: Any, **options: Any) -> None:
        done = forgetting.due(clock()) if options["dry_run"] else forgetting.forget(now=clock())
        self.stdout.write(f"{done.contacts} địa chỉ, nội dung của {done.said} tin, {done.messages} tin đã cũ.")
