"""Makes the auctions of the sample register."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auctions.actions.sample import NoGround, NoSample, make_sample, order_sample


class Command(BaseCommand):
    help = "Sinh 60 cuộc đấu giá và 400 lô mẫu (bốn năm), bằng chính các bước nghiệp vụ; khoảng ba phút."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="không báo lỗi khi đã có lô đấu giá")
        parser.add_argument("--later", action="store_true", help="giao cho worker, không chờ")
        parser.add_argument("--sessions", type=int, help="chỉ làm chừng này cuộc đấu giá gần đây nhất")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["later"]:
                order_sample()
                self.stdout.write("Đã giao cho worker.")
                return
            count = make_sample(sessions_wanted=options["sessions"], told=self._told)
        except NoSample as error:
            if options["if_missing"]:
                return
            raise CommandError(str(error)) from error
        except NoGround as error:
            raise CommandError(f"Chưa tạo lô nào: đất mẫu không đủ ({error}).") from error
        self.stdout.write(self.style.SUCCESS(f"{count} lô đấu giá mẫu"))

    def _told(self, done: int, total: int) -> None:
        self.stdout.write(f"\r{done}/{total} cuộc đấu giá", ending="" if done < total else "\n")
        self.stdout.flush()
