"""Links notices of the national portal with sessions and tells where they differ."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auctions.actions.notices import link_notice
from auctions.loading.national_notice import Fault, Notice, differences, match, read_notices
from auctions.models import Auction
from gis.commands import report_folder, undone, write_table
from gis.text.cells import defused

_DIFFERENCES = ("STT", "Cuộc đấu giá", "Mã thông báo", "Trường", "Của ta", "Của Cổng", "Đề xuất")
_REFUSED = ("STT", "Trường", "Lý do", "Cách sửa")


class Command(BaseCommand):
    help = (
        "Đọc thông báo của Cổng đấu giá tài sản quốc gia (JSON, một hoặc danh sách), ghi mã và địa chỉ thông báo vào "
        "cuộc đấu giá khớp, báo các trường khác nhau. Không sửa điều đã niêm yết."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="chỉ báo cáo, không ghi")
        parser.add_argument("--report", type=Path, help="thư mục báo cáo")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Không đọc được {options['file']}: {error}") from error
        notices, faults = read_notices(text)
        told: list[tuple[Any, ...]] = []
        linked = 0
        with undone(options["dry_run"]):
            for notice in notices:
                auction = match(notice)
                if auction is None:
                    mend = "Ghi mã thông báo vào cuộc đấu giá, hoặc sửa tên tổ chức và thời điểm cho khớp."
                    faults.append(Fault(notice.place, "noticeCode", "Không có cuộc đấu giá nào khớp.", mend))
                    continue
                told += _told(auction, notice)
                linked += link_notice(actor=None, auction=auction, code=notice.code, url=notice.url)
        self._report(options, told, faults)
        verb = "sẽ ghi" if options["dry_run"] else "đã ghi"
        self.stdout.write(f"{len(notices)} thông báo, {verb} {linked}, {len(told)} khác biệt, {len(faults)} bị từ chối")

    def _report(self, options: dict[str, Any], told: list[tuple[Any, ...]], faults: list[Fault]) -> None:
        folder = report_folder(options["file"], options["report"])
        if told:
            self.stdout.write(str(write_table(folder / "differences.csv", _DIFFERENCES, told)))
        if faults:
            rows = [(one.place, one.field, defused(one.detail), defused(one.mend)) for one in faults]
            self.stdout.write(str(write_table(folder / "refused.csv", _REFUSED, rows)))


def _told(auction: Auction, notice: Notice) -> list[tuple[Any, ...]]:
    return [
        (
            notice.place,
            auction.code,
            defused(notice.code),
            one.field,
            defused(one.ours),
            defused(one.theirs),
            "đề xuất" if one.proposed else "",
        )
        for one in differences(auction, notice)
    ]
