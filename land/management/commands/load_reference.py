"""Loads a version of a reference layer from a file, or withdraws one."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import acting_user
from gis.commands import ProgressLine, day_argument, report_folder
from gis.http.problems import DomainError
from land.actions import SetDraft, foresee_reference, load_reference, withdraw_reference
from land.actions.reference import Loaded
from land.loading.register_places import places_of_register
from land.loading_reference.mappings import applied
from land.loading_reference.reading import Options, ReferenceFile, read_reference
from land.loading_reference.refused import write_refused
from land.loading_reference.rows import Setting
from land.loading_reference.told import Unclear
from land.management import arguments
from land.models import ReferenceSet
from land.workflow import ReferenceKind

_SHOWN = 20
_STEPS = {"read": "Đọc"}
_NEEDED = {
    "kind": "loại lớp",
    "file": "tệp",
    "title": "--title",
    "decision": "--decision",
    "decision_on": "--decision-on",
    "issuer": "--issuer",
}


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign:
        raise ArgumentTypeError("dạng TRƯỜNG=TÊN_CỘT, ví dụ code=MaQH")
    return field.strip(), column.strip()


class Command(BaseCommand):
    help = (
        "Nạp một phiên bản của lớp tham chiếu: thửa đất, quy hoạch, kế hoạch, lộ giới, bảng giá đất; hoặc thu hồi một "
        "bộ nạp nhầm (--withdraw)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", nargs="?", choices=ReferenceKind.values)
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--title", help="tên bộ dữ liệu")
        parser.add_argument("--decision", help="số quyết định")
        parser.add_argument("--decision-on", type=day_argument, help="ngày quyết định, dd/mm/yyyy")
        parser.add_argument("--issuer", help="cơ quan ban hành")
        parser.add_argument("--start", type=day_argument, help="ngày có hiệu lực; mặc định là ngày quyết định")
        parser.add_argument("--end", type=day_argument, help="ngày đầu tiên hết hiệu lực")
        parser.add_argument("--scale", type=int, help="mẫu số tỷ lệ, ví dụ 2000")
        parser.add_argument("--unit", help="đơn vị: khóa, mã hoặc tên")
        parser.add_argument("--series", default="", help="chuỗi phiên bản; mặc định theo loại và đơn vị")
        parser.add_argument("--source", help="nguồn; mặc định là tên tệp")
        parser.add_argument("--layer", help="lớp trong tệp có nhiều lớp")
        parser.add_argument("--srid", help="hệ tọa độ khi tệp không ghi hoặc ghi sai, ví dụ 5899")
        parser.add_argument("--swap-axes", action="store_true", help="trong tệp, tọa độ bắc đứng trước")
        parser.add_argument("--encoding", help="bảng mã của chữ: utf-8, tcvn3, vni, 1258")
        arguments.add_saved_mapping(parser, parser)
        parser.add_argument("--column", action="append", type=_pair, default=[], metavar="TRƯỜNG=CỘT")
        parser.add_argument("--price-unit", type=int, default=1, help="bảng giá tính bằng bao nhiêu đồng, ví dụ 1000")
        parser.add_argument(
            "--report-dir",
            type=Path,
            help="thư mục ghi các dòng bị từ chối; mặc định DATA_DIR/reports/<tệp>-<giờ>",
        )
        parser.add_argument("--skip-refused", action="store_true", help="nạp các dòng còn lại khi có dòng bị từ chối")
        parser.add_argument("--user", help="tên đăng nhập của người nạp hoặc thu hồi; bỏ trống là hệ thống")
        parser.add_argument("--reason", default="", help="lý do ghi vào nhật ký; bắt buộc khi thu hồi")
        parser.add_argument("--withdraw", metavar="MÃ", help="thu hồi bộ dữ liệu mang mã này, ví dụ TC-000012")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = acting_user(options["user"])
        try:
            if options["withdraw"]:
                self._withdraw(actor, options)
            else:
                self._load(actor, options)
        except Unclear as error:
            raise CommandError(f"{error.detail} {error.hint}".strip()) from error
        except DomainError as error:
            raise CommandError(error.detail) from error

    def _withdraw(self, actor: Any, options: dict[str, Any]) -> None:
        if options["kind"] or options["file"]:
            raise CommandError("Thu hồi thì không nạp: hãy bỏ loại lớp và tệp.")
        found = ReferenceSet.objects.filter(code=options["withdraw"].strip().upper()).first()
        if found is None:
            raise CommandError(f"Không có bộ dữ liệu {options['withdraw']}.")
        self.stdout.write(f"{found.code} “{found.title}”, {found.row_count} đối tượng, nạp bởi {found.loaded_by}")
        if options["dry_run"]:
            self.stdout.write("Chạy thử: chưa thu hồi.")
            return
        withdraw_reference(actor=actor, reference=found, reason=options["reason"])
        self.stdout.write(self.style.SUCCESS(f"Đã thu hồi {found.code}."))

    def _load(self, actor: Any, options: dict[str, Any]) -> None:
        if missing := [words for name, words in _NEEDED.items() if not options[name]]:
            raise CommandError(f"Còn thiếu: {', '.join(missing)}.")
        places = places_of_register(timezone.localdate())
        setting = Setting(
            kind=ReferenceKind(options["kind"]),
            places=places,
            unit_id=arguments.unit(places, options["unit"]) if options["unit"] else None,
            factor=options["price_unit"],
        )
        how = self._how(actor, options)
        progress = ProgressLine(self.stderr, _STEPS) if options["verbosity"] else None
        found = read_reference(options["file"], setting, how, progress)
        self._tell(found)
        folder = report_folder(options["file"], options["report_dir"])
        for report in write_refused(folder, found, options["file"].stem).values():
            self.stdout.write(f"Các dòng bị từ chối: {report}")
        if found.refused and not options["skip_refused"]:
            raise CommandError(
                f"{len(found.refused)} dòng bị từ chối, chưa nạp gì. Hãy sửa tệp, hoặc thêm --skip-refused để nạp các "
                "dòng còn lại."
            )
        draft = self._draft(options, setting, found)
        if options["dry_run"]:
            self._result(foresee_reference(actor=actor, draft=draft, rows=found.rows), "Chạy thử, chưa ghi gì: sẽ nạp")
        else:
            loaded = load_reference(actor=actor, draft=draft, rows=found.rows, reason=options["reason"])
            self._result(loaded, "Đã nạp")

    def _how(self, actor: Any, options: dict[str, Any]) -> Options:
        given = {name: options[name] for name in ("layer", "srid", "encoding", "swap_axes")}
        given["columns"] = dict(options["column"])
        if options["profile"]:
            saved = arguments.saved_mapping(actor, options["profile"], options["profile_owner"], options["kind"])
            given = applied(given, saved)
        return Options(**given)

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

    def _tell(self, found: ReferenceFile) -> None:
        for finding in found.findings:
            self.stdout.write(f"{finding.text()} {finding.mend()}".strip())
        if found.ignored:
            self.stdout.write(f"Các cột không đọc: {', '.join(found.ignored)}")
        if found.mended:
            self.stdout.write(f"{len(found.mended)} hình có lỗi nhỏ đã được sửa khi đọc.")
        for row in found.refused[:_SHOWN]:
            self.stderr.write(f"Dòng {row.row}: {row.why.vi}")
        if len(found.refused) > _SHOWN:
            self.stderr.write(f"... và {len(found.refused) - _SHOWN} dòng khác.")
        self.stdout.write(f"Đọc được {len(found.rows)} đối tượng.")

    def _result(self, loaded: Loaded, done: str) -> None:
        made = loaded.set
        if not loaded.created:
            self.stdout.write(f"Tệp này đã được nạp ({made.code}); không có gì thay đổi.")
            return
        where = f" vào {made.code}" if made.code else ""
        self.stdout.write(self.style.SUCCESS(f"{done} {made.row_count} đối tượng{where}."))
        if loaded.ended:
            self.stdout.write(f"Hết hiệu lực từ {made.period.lower:%d/%m/%Y}: {', '.join(loaded.ended)}")
