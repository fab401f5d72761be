"""Has the pictures of the sample register made by the worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from imagery.actions.sample import NoSample, order_sample


class Command(BaseCommand):
    help = "Giao cho worker việc sinh chuỗi ảnh mẫu (ba khu vực, 64 cảnh, khoảng ba phút)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="không báo lỗi khi đã có ảnh")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            order_sample()
        except NoSample as error:
            if options["if_missing"]:
                return
            raise CommandError(str(error)) from error
        self.stdout.write("Đã giao cho worker. Tiến độ ở trang Ảnh vệ tinh.")
