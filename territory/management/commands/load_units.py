"""Loads real unit polygons."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gis.commands import ProgressLine, day_argument, report_folder, write_table
from territory.actions import load_unit_polygons
from territory.ground import ground_on
from territory.loading.facts import PolygonFile, read_polygons
from territory.loading.matching import Matched, match_polygons
from territory.models import AdminUnit

_SHOWN = 20
_STEPS = {"check": "Kiểm tra ranh giới"}
REPORT_NAME = "bao-cao.csv"


class Command(BaseCommand):
    help = (
        "Nạp ranh giới thật của đơn vị hành chính (GeoPackage, Shapefile, GeoJSON) theo khóa của hệ thống, hoặc theo "
        "mã, tên trong một ngày (--on)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", default="uid", help="cột chứa khóa MÃ@NGÀY, ví dụ 26506@2025-07-01; mã hoặc tên")
        parser.add_argument(
            "--on", type=day_argument, help="ngày mà mã hoặc tên trong tệp có nghĩa, ví dụ 01/07/2025: mã được dùng lại"
        )
        parser.add_argument("--layer", help="lớp trong tệp, nếu tệp có nhiều lớp")
        parser.add_argument("--srid", default="", help="hệ tọa độ thay cho hệ ghi trong tệp, ví dụ 9210")
        parser.add_argument("--swap-axes", action="store_true", help="trong tệp, tọa độ bắc đứng trước tọa độ đông")
        parser.add_argument("--source", help="nguồn dữ liệu, mặc định là tên tệp")
        parser.add_argument(
            "--report-dir", type=Path, help="thư mục ghi báo cáo; mặc định DATA_DIR/reports/<tệp>-<giờ>"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.exists():
            raise CommandError(f"Không có tệp {path}.")
        file = PolygonFile(path, options["key"], options["layer"], options["srid"], options["swap_axes"])
        ground = ground_on(timezone.localdate(), whole=True)
        try:
            named = AdminUnit.objects.values_list("uid", "code", "name")
            keys = {key for names in named for key in names} if options["on"] else {uid for uid, *_ in named}
            polygons, reading = read_polygons(file, ground=ground, uids=keys)
        except (ValueError, RuntimeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Hệ tọa độ: {reading.title}.")
        for remark in reading.remarks:
            self.stderr.write(f"{remark.text()} {remark.mend()}".strip())
        self.stdout.write(f"Đọc được {len(polygons)} ranh giới.")
        progress = ProgressLine(self.stderr, _STEPS) if options["verbosity"] else None
        found = match_polygons(polygons, list(AdminUnit.objects.all()), options["on"], progress)
        self._report(found, report_folder(path, options["report_dir"]))
        if not found.polygons:
            raise CommandError("Không có ranh giới nào nạp được.")
        if options["dry_run"]:
            self.stdout.write(f"Chạy thử, chưa ghi gì: sẽ nạp {len(found.polygons)} ranh giới.")
            return
        load_unit_polygons(
            actor=None, polygons=found.polygons, source=options["source"] or path.name, illustrative=False
        )
        self.stdout.write(f"Đã nạp {len(found.polygons)} ranh giới.")

    def _report(self, found: Matched, folder: Path) -> None:
        """Refused boundaries and remarks on the others: the first ones here, all of them in the file."""
        for title, lines in (("từ chối", found.refused), ("nhận xét", found.remarks)):
            for line in lines[:_SHOWN]:
                self.stderr.write(f"{line.key} ({title}): {line.text}")
            if len(lines) > _SHOWN:
                self.stderr.write(f"... và {len(lines) - _SHOWN} {title} khác.")
        rows = [("từ chối", *line) for line in found.refused] + [("nhận xét", *line) for line in found.remarks]
        if rows:
            written = write_table(folder / REPORT_NAME, ["Loại", "Khóa", "Nội dung"], rows)
            self.stdout.write(f"{len(found.refused)} từ chối, {len(found.remarks)} nhận xét: {written}")
