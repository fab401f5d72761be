"""Loads real unit polygons."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from territory.actions import load_unit_polygons
from territory.loading.facts import read_polygons


class Command(BaseCommand):
    help = "Nạp ranh giới thật của đơn vị hành chính (GeoPackage, Shapefile, GeoJSON) theo khóa uid."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", default="uid", help="cột chứa khóa MÃ@NGÀY, ví dụ 26506@2025-07-01")
        parser.add_argument("--layer", help="lớp trong tệp, nếu tệp có nhiều lớp")
        parser.add_argument("--source", help="nguồn dữ liệu, mặc định là tên tệp")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.exists():
            raise CommandError(f"Không có tệp {path}.")
        try:
            polygons = read_polygons(path, options["key"], options["layer"])
        except (ValueError, RuntimeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đọc được {len(polygons)} ranh giới.")
        if options["dry_run"]:
            return
        unknown = load_unit_polygons(
            actor=None, polygons=polygons, source=options["source"] or path.name, illustrative=False
        )
        for uid in unknown:
            self.stderr.write(f"Không có đơn vị nào mang khóa {uid}; ranh giới này không được nạp.")
        self.stdout.write(f"Đã nạp {len(polygons) - len(unknown)} ranh giới.")
