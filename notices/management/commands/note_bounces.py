"""Reads letters that came back, from a mail server's pipe or a maildir."""

import mailbox
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gis.db.clock import clock
from notices.actions import note_bounce
from notices.bounces import MOST_BYTES, read_bounce


class Command(BaseCommand):
    help = (
        "Ghi nhận thư bị trả lại (DSN, RFC 3464): một thư từ đầu vào chuẩn, hoặc mọi thư mới của một maildir; thư đã "
        "đọc được chuyển sang cur. Thư khác thì bỏ qua."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--maildir", type=Path, metavar="FOLDER", help="bỏ trống thì đọc một thư từ đầu vào chuẩn")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["maildir"] is None:
            read = [self._note(sys.stdin.buffer.read(MOST_BYTES), options["dry_run"])]
        else:
            read = self._of_maildir(options["maildir"], options["dry_run"])
        self.stdout.write(f"{len(read)} thư, {sum(read)} tin bị trả lại.")

    def _of_maildir(self, folder: Path, dry_run: bool) -> list[bool]:
        if not (folder / "new").is_dir():
            raise CommandError(f"{folder} không phải là maildir.")
        box = mailbox.Maildir(folder, create=False)
        found = []
        for key in list(box.keys()):
            mail = box.get_message(key)
            if mail.get_subdir() != "new":
                continue
            found.append(self._note(box.get_bytes(key), dry_run))
            if not dry_run:
                mail.set_subdir("cur")
                mail.add_flag("S")
                box[key] = mail
        return found

    def _note(self, raw: bytes, dry_run: bool) -> bool:
        bounce = read_bounce(raw)
        if bounce is None or dry_run:
            return bounce is not None
        return note_bounce(message_id=bounce.message_id, status=bounce.status, now=clock())
