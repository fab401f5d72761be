"""Renumbers the parcels of a commune by a table old number -> new number."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import acting_user
from gis.commands import day_argument
from gis.http.problems import DomainError
from land.actions import NewNumbers, RenumberingResult, renumber_parcels
from land.loading.number_table import TITLES, WHY, read_numbers
from land.loading.register_places import places_of_register
from land.management import arguments

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Đánh số lại tờ bản đồ, thửa đất của một phường, xã theo tệp CSV: số tờ cũ, số thửa cũ, số tờ mới, số thửa "
        "mới. Số cũ kết thúc và số mới bắt đầu từ một ngày; hai thửa đổi số cho nhau được. Một tệp là một giao dịch."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp CSV có dòng tiêu đề")
        parser.add_argument("--unit", required=True, help="đơn vị của số cũ: khóa, mã hoặc tên")
        parser.add_argument("--new-unit", help="đơn vị của số mới; mặc định là đơn vị của số cũ")
        parser.add_argument("--from", dest="since", required=True, type=day_argument, help="ngày số mới có hiệu lực")
        parser.add_argument("--reason", required=True, help="số quyết định hoặc lý do, ghi vào các phiên bản")
        parser.add_argument("--user", help="tên đăng nhập của người thực hiện; bỏ trống là hệ thống")
        parser.add_argument("--report", type=Path, help="tệp CSV ghi các dòng không thực hiện được")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["since"] > timezone.localdate():
            raise CommandError("Ngày số mới có hiệu lực không được sau hôm nay.")
        places = places_of_register(timezone.localdate())
        unit = arguments.unit(places, options["unit"])
        new_unit = arguments.unit(places, options["new_unit"]) if options["new_unit"] else unit
        try:
            table = NewNumbers(unit, new_unit, options["since"], read_numbers(options["file"]))
            result = renumber_parcels(
                actor=acting_user(options["user"]),
                table=table,
                reason=options["reason"],
                dry_run=options["dry_run"],
            )
        except DomainError as error:
            raise CommandError(error.detail) from error
        self._tell(result, len(table.rows), options)

    def _tell(self, result: RenumberingResult, read: int, options: dict[str, Any]) -> None:
        for row, why in result.left[:_SHOWN]:
            self.stdout.write(f"  dòng {row.line}: tờ {row.old_sheet}, thửa {row.old_parcel}: {WHY[why]}")
        if len(result.left) > _SHOWN:
            self.stdout.write(f"  ... và {len(result.left) - _SHOWN} dòng khác")
        self.stdout.write(
            f"Đọc {read} dòng: đổi số {result.done} thửa của {len(result.codes)} khu đất, "
            f"{len(result.left)} dòng không thực hiện."
        )
        if options["dry_run"]:
            self.stdout.write("Chạy thử: chưa ghi gì.")
        if options["report"] is not None:
            with options["report"].open("w", encoding="utf-8-sig", newline="") as file:
                rows = [
                    (row.line, row.old_sheet, row.old_parcel, row.new_sheet, row.new_parcel, WHY[why])
                    for row, why in result.left
                ]
                csv.writer(file).writerows([("Dòng", *TITLES, "Lý do"), *rows])
