"""The desk's morning list: leases near their end and rent overdue."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gis.commands import undone
from gis.text.money import dong
from land.actions import advance_leases, announce_turning
from land.reading_leases import BUCKETS, expiring_leases, overdue_rent


class Command(BaseCommand):
    help = "Liệt kê hợp đồng thuê sắp hết hạn (90, 30, 0 ngày) và tiền thuê quá hạn; không nêu tên cá nhân."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--within", type=int, default=BUCKETS[-1], help="số ngày trước khi hết hạn (mặc định 90)")
        parser.add_argument("--today", help="ngày làm mốc, dạng 2026-11-22; mặc định hôm nay")
        parser.add_argument(
            "--advance",
            action="store_true",
            help="trước đó ghi việc của ngày: hợp đồng bắt đầu, hết hạn; quy hoạch có hiệu lực, hết hiệu lực",
        )
        parser.add_argument("--dry-run", action="store_true", help="cùng --advance: chỉ cho biết sẽ ghi gì, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        today = self._day(options["today"])
        if options["advance"]:
            with undone(options["dry_run"]):
                done = advance_leases(actor=None, today=today)
                layers = announce_turning(today=today)
            if options["dry_run"]:
                self.stdout.write("Chạy thử, chưa ghi gì:")
            self.stdout.write(
                f"{len(done.started)} hợp đồng bắt đầu, {len(done.expired)} hợp đồng hết hạn; "
                f"lớp bản đồ đổi hiệu lực: {', '.join(layers) or 'không'}"
            )
        found = expiring_leases(None, today, options["within"])
        self.stdout.write(f"Hợp đồng thuê còn từ {options['within']} ngày trở xuống: {len(found)}")
        for item in found:
            lease = item.lease
            when = f"còn {item.days_left} ngày" if item.days_left > 0 else f"quá {-item.days_left} ngày"
            manager = lease.plot.managing_agency or "chưa có đơn vị quản lý"
            self.stdout.write(
                f"  [{item.bucket:>2}] {item.last_day:%d/%m/%Y} ({when}) {lease.plot.code} "
                f"hợp đồng {lease.contract_number}; {lease.plot.unit}; {manager}"
            )
        owed = overdue_rent(None, today)
        total = dong(sum(debt.balance for debt in owed))
        self.stdout.write(f"Tiền thuê quá hạn: {len(owed)} kỳ, {total}")
        for debt in owed:
            rent = debt.rent
            self.stdout.write(
                f"  hạn {rent.due_on:%d/%m/%Y} {rent.lease.plot.code} hợp đồng {rent.lease.contract_number}: "
                f"{dong(debt.balance)}"
            )

    def _day(self, text: str | None) -> date:
        if not text:
            return timezone.localdate()
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"Ngày “{text}” không đúng, ví dụ 2026-11-22.") from error
