"""Loads real unit polygons."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from territory.actions import load_unit_polygons
from territory.ground import ground_on
from territory.loading.facts import PolygonFile, read_polygons
from territory.models import AdminUnit


class Command(BaseCommand):
    help = "Nạp ranh giới thật của đơn vị hành chính (GeoPackage, Shapefile, GeoJSON) theo khóa uid."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", default="uid", help="cột chứa khóa MÃ@NGÀY, ví dụ 26506@2025-07-01")
        parser.add_argument("--layer", help="lớp trong tệp, nếu tệp có nhiều lớp")
        parser.add_argument("--srid", default="", help="hệ tọa độ thay cho hệ ghi trong tệp, ví dụ 9210")
        parser.add_argument("--swap-axes", action="store_true", help="trong tệp, tọa độ bắc đứng trước tọa độ đông")
        parser.add_argument("--source", help="nguồn dữ liệu, mặc định là tên tệp")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.exists():
            raise CommandError(f"Không có tệp {path}.")
        file = PolygonFile(path, options["key"], options["layer"], options["srid"], options["swap_axes"])
        ground = ground_on(timezone.localdate(), whole=True)
        try:
            polygons, reading = read_polygons(
                file, ground=ground, uids=set(AdminUnit.objects.values_list("uid", flat=True))
            )
        except (ValueError, RuntimeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Hệ tọa độ: {reading.title}.")
        for remark in reading.remarks:
            self.stderr.write(f"{remark.text()} {remark.mend()}".strip())
        self.stdout.write(f"Đọc được {len(polygons)} ranh giới.")
        if options["dry_run"]:
            return
        unknown = load_unit_polygons(
            actor=None, polygons=polygons, source=options["source"] or path.name, illustrative=False
        )
        for uid in unknown:
            self.stderr.write(f"Không có đơn vị nào mang khóa {uid}; ranh giới này không được nạp.")
        self.stdout.write(f"Đã nạp {len(polygons) - len(unknown)} ranh giới.")
