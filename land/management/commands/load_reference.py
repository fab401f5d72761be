"""Loads a version of a reference layer from a file."""

import csv
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gis.http.problems import DomainError
from land.actions import SetDraft, load_reference
from land.loading.register_places import places_of_register
from land.loading_reference.reading import Options, ReferenceFile, read_reference
from land.loading_reference.rows import Setting
from land.management import arguments
from land.models import ReferenceSet
from land.workflow import ReferenceKind

_SHOWN = 20


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign:
        raise ArgumentTypeError("dạng TRƯỜNG=TÊN_CỘT, ví dụ code=MaQH")
    return field.strip(), column.strip()


class Command(BaseCommand):
    help = "Nạp một phiên bản của lớp tham chiếu: thửa đất, quy hoạch, kế hoạch, lộ giới, bảng giá đất."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=ReferenceKind.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", required=True, help="tên bộ dữ liệu")
        parser.add_argument("--decision", required=True, help="số quyết định")
        parser.add_argument("--decision-on", required=True, type=arguments.day, help="ngày quyết định, dd/mm/yyyy")
        parser.add_argument("--issuer", required=True, help="cơ quan ban hành")
        parser.add_argument("--start", type=arguments.day, help="ngày có hiệu lực; mặc định là ngày quyết định")
        parser.add_argument("--end", type=arguments.day, help="ngày đầu tiên hết hiệu lực")
        parser.add_argument("--scale", type=int, help="mẫu số tỷ lệ, ví dụ 2000")
        parser.add_argument("--unit", help="đơn vị: khóa, mã hoặc tên")
        parser.add_argument("--series", default="", help="chuỗi phiên bản; mặc định theo loại và đơn vị")
        parser.add_argument("--source", help="nguồn; mặc định là tên tệp")
        parser.add_argument("--layer", help="lớp trong tệp có nhiều lớp")
        parser.add_argument("--srid", help="hệ tọa độ khi tệp không ghi hoặc ghi sai, ví dụ 5899")
        parser.add_argument("--swap-axes", action="store_true", help="trong tệp, tọa độ bắc đứng trước")
        parser.add_argument("--encoding", help="bảng mã của chữ: utf-8, tcvn3, vni, 1258")
        parser.add_argument("--column", action="append", type=_pair, default=[], metavar="TRƯỜNG=CỘT")
        parser.add_argument("--price-unit", type=int, default=1, help="bảng giá tính bằng bao nhiêu đồng, ví dụ 1000")
        parser.add_argument("--report", type=Path, help="tệp CSV ghi các dòng bị từ chối")
        parser.add_argument("--skip-refused", action="store_true", help="nạp các dòng còn lại khi có dòng bị từ chối")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._load(options)
        except DomainError as error:
            raise CommandError(error.detail) from error

    def _load(self, options: dict[str, Any]) -> None:
        places = places_of_register(timezone.localdate())
        setting = Setting(
            kind=ReferenceKind(options["kind"]),
            places=places,
            unit_id=arguments.unit(places, options["unit"]) if options["unit"] else None,
            factor=options["price_unit"],
        )
        how = Options(
            layer=options["layer"],
            srid=options["srid"],
            encoding=options["encoding"],
            columns=dict(options["column"]),
            swap_axes=options["swap_axes"],
        )
        found = read_reference(options["file"], setting, how)
        self._tell(found, options["report"])
        if found.refused and not options["skip_refused"]:
            raise CommandError(
                f"{len(found.refused)} dòng bị từ chối, chưa nạp gì. Hãy sửa tệp, hoặc thêm --skip-refused để nạp các "
                "dòng còn lại."
            )
        if options["dry_run"]:
            self.stdout.write("Chỉ kiểm tra, không ghi.")
            return
        draft = self._draft(options, setting, found)
        loaded = load_reference(actor=None, draft=draft, rows=found.rows)
        self._result(loaded.set, loaded.created, loaded.ended)

    def _draft(self, options: dict[str, Any], setting: Setting, found: ReferenceFile) -> SetDraft:
        return SetDraft(
            kind=setting.kind,
            title=options["title"],
            decision_number=options["decision"],
            decision_on=options["decision_on"],
            issuer=options["issuer"],
            start=options["start"] or options["decision_on"],
            end=options["end"],
            scale=options["scale"],
            unit_id=setting.unit_id,
            series=options["series"],
            source=options["source"] or options["file"].name,
            file_sha256=found.sha256,
        )

    def _tell(self, found: ReferenceFile, report: Path | None) -> None:
        for note in found.notes:
            self.stdout.write(note)
        if found.ignored:
            self.stdout.write(f"Các cột không đọc: {', '.join(found.ignored)}")
        if found.mended:
            self.stdout.write(f"{len(found.mended)} hình có lỗi nhỏ đã được sửa khi đọc.")
        for number, why in found.refused[:_SHOWN]:
            self.stderr.write(f"Dòng {number}: {why}")
        if len(found.refused) > _SHOWN:
            self.stderr.write(f"... và {len(found.refused) - _SHOWN} dòng khác.")
        if report is not None:
            with report.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([("Dòng", "Lý do"), *found.refused])
        self.stdout.write(f"Đọc được {len(found.rows)} đối tượng.")

    def _result(self, made: ReferenceSet, created: bool, ended: tuple[str, ...]) -> None:
        if not created:
            self.stdout.write(f"Tệp này đã được nạp ({made.code}); không có gì thay đổi.")
            return
        self.stdout.write(self.style.SUCCESS(f"Đã nạp {made.row_count} đối tượng vào {made.code}."))
        if ended:
            self.stdout.write(f"Hết hiệu lực từ {made.period.lower:%d/%m/%Y}: {', '.join(ended)}")
