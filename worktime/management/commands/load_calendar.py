"""Loads days off, office hours and terms of the law."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from gis.commands import day_argument, report_folder, undone, write_table
from gis.http.problems import DomainError
from worktime.actions import issue_notice, load_calendar_facts, load_hours_facts, load_rule_facts
from worktime.drafts import DayDraft, NoticeDraft
from worktime.loading.facts import read_days, read_hours, read_notices, read_rules
from worktime.loading.notice_file import read_notice_file
from worktime.told import TermMoved
from worktime.workflow import Mark

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Nạp lịch nghỉ lễ, tết của một thông báo từ tệp CSV có các cột như data/facts/working_calendar.csv, và tính "
        "lại mọi thời hạn đang chạy. Không nêu tệp: nạp lịch nghỉ, giờ làm việc và thời hạn từ data/facts; chạy lại "
        "không đổi gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--number", default="", help="số, ký hiệu của thông báo")
        parser.add_argument("--issued-on", type=day_argument, help="ngày ban hành")
        parser.add_argument("--issuer", default="", help="cơ quan ban hành")
        parser.add_argument("--title", default="", help="trích yếu; cần khi nạp từ tệp")
        parser.add_argument("--source", default="", help="nguồn; mặc định là tên tệp")
        parser.add_argument("--provisional", action="store_true", help="tạm tính, chưa có thông báo chính thức")
        parser.add_argument("--signer", default="", help="người ký")
        parser.add_argument("--source-url", default="", help="địa chỉ nguồn")
        parser.add_argument("--report", type=Path, help="thư mục ghi các dòng bị từ chối")
        parser.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ nạp gì, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with undone(options["dry_run"]):
                if options["file"]:
                    self._load_file(options)
                else:
                    self._load_facts(settings.BASE_DIR / "data" / "facts")
        except DomainError as error:
            raise CommandError(error.detail) from error
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if options["dry_run"]:
            self.stdout.write("Chạy thử: chưa ghi gì.")

    def _load_facts(self, folder: Path) -> None:
        days = read_days(folder / "working_calendar.csv")
        notices = read_notices(folder / "calendar_notices.csv")
        hours = load_hours_facts(actor=None, hours=read_hours(folder / "office_hours.csv"))
        entered = load_calendar_facts(actor=None, notices=notices, days=days)
        rules = load_rule_facts(actor=None, rules=read_rules(folder / "term_rules.csv"))
        self.stdout.write(f"{entered} ngày của lịch làm việc, {hours} dòng giờ làm việc, {rules} thời hạn mới hoặc đổi")

    def _load_file(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if not options["title"]:
            raise CommandError("Hãy nêu trích yếu của thông báo bằng --title.")
        notice = NoticeDraft(
            title=options["title"],
            source=options["source"] or path.name,
            mark=Mark.UNKNOWN if options["provisional"] else Mark.READ,
            number=options["number"],
            issued_on=options["issued_on"],
            issuer=options["issuer"],
            provisional=options["provisional"],
            signer=options["signer"],
            source_url=options["source_url"],
        )
        days = self._read(path, options["report"])
        _notice, moved = issue_notice(actor=None, notice=notice, days=days)
        self.stdout.write(f"{len(days)} ngày đã nạp, {len(moved)} thời hạn đang chạy đổi ngày hết hạn")
        for one in moved[:_SHOWN]:
            self.stdout.write(self._line(one))
        if len(moved) > _SHOWN:
            self.stdout.write(f"... và {len(moved) - _SHOWN} thời hạn khác")

    def _read(self, path: Path, chosen: Path | None) -> list[DayDraft]:
        """A notice is entered whole or not at all; every row that keeps it back is named, here and in a file."""
        found = read_notice_file(path.read_bytes())
        if not found.rejected:
            return found.days
        for one in found.rejected[:_SHOWN]:
            self.stderr.write(str(one))
        report = report_folder(path, chosen) / "rejected.csv"
        rows = [(one.line, one.column, one.value, one.reason) for one in found.rejected]
        write_table(report, ("dòng", "cột", "giá trị", "lý do"), rows)
        raise CommandError(
            f"{len(found.rejected)} dòng không đọc được nên chưa nạp gì, dòng đầu: {found.rejected[0]}. "
            f"Đủ các dòng ở {report}"
        )

    @staticmethod
    def _line(one: TermMoved) -> str:
        before, after = localtime(one.before), localtime(one.after)
        return f"{one.term}: {before:%d/%m/%Y %H:%M} -> {after:%d/%m/%Y %H:%M}"
