"""Loads plots from a file: reads, checks, reports, commits in one transaction."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import acting_user
from gis.commands import ProgressLine, day_argument, report_folder
from gis.http.problems import DomainError
from land.loading.importing import Options, import_plots
from land.loading.report import Report
from land.management import arguments

_STEPS = {"read": "Đọc", "check": "Kiểm tra", "write": "Ghi"}
_LISTED = 20


class Command(BaseCommand):
    help = (
        "Nhập khu đất từ tệp: GeoPackage, Shapefile (.zip), MapInfo, GeoJSON, GML, File Geodatabase, FlatGeobuf, DXF, "
        "DGN V7, CSV, XLSX. Một tệp là một giao dịch: hoặc vào hết các dòng được nhận, hoặc không vào dòng nào."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="tệp, thư mục .gdb hoặc tệp .zip")
        parser.add_argument("--layer", help='lớp hoặc trang tính; "*" là tất cả')
        parser.add_argument("--srid", help="hệ tọa độ thay cho hệ ghi trong tệp, ví dụ 9210")
        parser.add_argument("--swap-axes", action="store_true", help="trong tệp, tọa độ bắc đứng trước tọa độ đông")
        parser.add_argument("--encoding", help="bảng mã chữ: utf-8, tcvn3, vni, 1258")
        mapping = parser.add_mutually_exclusive_group()
        mapping.add_argument("--mapping", type=Path, help="hồ sơ ánh xạ cột (JSON)")
        arguments.add_saved_mapping(parser, mapping)
        parser.add_argument("--user", help="tên đăng nhập của người nhập; bỏ trống là hệ thống")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument(
            "--keep-faulty", action="store_true", help="giữ dòng có lỗi sửa được ở trạng thái cần rà soát"
        )
        parser.add_argument(
            "--report-dir",
            type=Path,
            help="thư mục ghi báo cáo và các dòng bị từ chối; mặc định DATA_DIR/reports/<tệp>-<giờ>",
        )
        parser.add_argument(
            "--decision",
            action="append",
            default=[],
            metavar="MÃ=accept|keep",
            help='duyệt hay giữ nguyên thay đổi của một khu đất; "*=accept" là duyệt tất cả',
        )
        parser.add_argument("--reason", default="", help="lý do ghi vào các phiên bản")
        since = parser.add_mutually_exclusive_group()
        since.add_argument(
            "--valid-from",
            type=day_argument,
            help="ngày các thay đổi được duyệt có hiệu lực, dd/mm/yyyy; mặc định hôm nay",
        )
        since.add_argument(
            "--correction",
            action="store_true",
            help="các thay đổi là đính chính sai sót của hồ sơ, không tính từ ngày nào",
        )
        parser.add_argument("--allow-refused", action="store_true", help="có dòng bị từ chối vẫn kết thúc bằng mã 0")
        parser.add_argument("--json", action="store_true", help="in báo cáo dạng JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = acting_user(options["user"])
        chosen = self._options(actor, options)
        try:
            report = import_plots(
                options["file"],
                actor=actor,
                options=chosen,
                today=timezone.localdate(),
                progress=ProgressLine(self.stderr, _STEPS) if options["verbosity"] else None,
            )
        except DomainError as error:
            raise CommandError(error.detail) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, default=str))
        else:
            self._summary(report, chosen)
        if report.blocked:
            raise CommandError("Chưa nhập gì: hãy xác nhận cách đọc tệp như nêu ở trên.", returncode=3)
        if report.refused and not options["allow_refused"]:
            raise CommandError(f"Có {report.refused} dòng bị từ chối.", returncode=2)

    def _options(self, actor: Any, options: dict[str, Any]) -> Options:
        profile = self._profile(actor, options)
        if options["swap_axes"]:
            profile["swap_axes"] = True
        return Options(
            layer=options["layer"],
            srid=options["srid"],
            encoding=options["encoding"],
            profile=profile,
            commit=not options["dry_run"],
            keep_faulty=options["keep_faulty"],
            decisions=dict(self._decision(text) for text in options["decision"]),
            report_dir=report_folder(options["file"], options["report_dir"]),
            reason=options["reason"],
            valid_from=self._valid_from(options),
        )

    def _profile(self, actor: Any, options: dict[str, Any]) -> dict[str, Any]:
        if options["profile"]:
            return dict(arguments.saved_mapping(actor, options["profile"], options["profile_owner"]))
        if not options["mapping"]:
            return {}
        try:
            read: dict[str, Any] = json.loads(options["mapping"].read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise CommandError(f"Không đọc được hồ sơ ánh xạ {options['mapping'].name}: {error}") from error
        return read

    def _valid_from(self, options: dict[str, Any]) -> date | None:
        today = timezone.localdate()
        since: date | None = None if options["correction"] else options["valid_from"] or today
        if since is not None and since > today:
            raise CommandError("Ngày có hiệu lực không được sau hôm nay.")
        return since

    def _decision(self, text: str) -> tuple[str, str]:
        code, _, choice = text.partition("=")
        if choice not in {"accept", "keep"}:
            raise CommandError(f"--decision “{text}”: viết MÃ=accept hoặc MÃ=keep.")
        return code.strip().upper(), choice

    def _summary(self, report: Report, options: Options) -> None:
        file = report.file
        self.stdout.write(f"{file['name']}: {file['format']}, {file['system'] or 'không có tọa độ'}")
        for finding in report.file_findings:
            self.stdout.write(f"- {finding.text()} {finding.mend()}".rstrip())
        for finding in report.findings[:_LISTED]:
            self.stdout.write(f"  dòng {finding.row}: {finding.text()} {finding.mend()}".rstrip())
        more = sum(report.by_code.values()) - _LISTED
        if more > 0:
            self.stdout.write(f"  ... và {more} nhận xét khác")
        counts = report.counts
        self.stdout.write(
            f"Đọc {counts['read']} dòng: {counts['new']} mới, {counts['changed']} thay đổi, "
            f"{counts['same']} không đổi, {counts['kept']} giữ để rà soát, {counts['refused']} từ chối."
        )
        if report.committed:
            self.stdout.write(f"Đã ghi {len(report.created)} khu đất mới, {len(report.revised)} thay đổi.")
        elif not options.commit:
            self.stdout.write("Chạy thử: chưa ghi gì.")
        if report.waiting:
            self.stdout.write(f"{len(report.waiting)} thay đổi chờ duyệt (--decision MÃ=accept).")
        for kind, path in report.files.items():
            self.stdout.write(f"{kind}: {path}")
