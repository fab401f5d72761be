"""Gives a role on the server itself: how a new installation comes by its first administrator."""

import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions import create_account, grant_role
from accounts.models import Agency, User
from accounts.roles import FOR_AGENCIES, INTERNAL_IN_UNITS, Role
from territory.models import AdminUnit


class Command(BaseCommand):
    help = (
        "Giao một vai trò cho một người, hoặc mở rộng phạm vi của vai trò đang giữ; chạy lại không đổi gì. "
        "Người quản trị đầu tiên: grant_role TÊN admin --create"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        roles = ", ".join(f"{role.value} ({role.label})" for role in Role)
        parser.add_argument("user", help="tên đăng nhập")
        parser.add_argument("role", choices=Role.values, metavar="role", help=roles)
        parser.add_argument(
            "--unit", action="extend", nargs="+", default=[], metavar="UID", help="địa bàn, ví dụ 26506@2025-07-01"
        )
        parser.add_argument(
            "--agency", action="extend", nargs="+", default=[], metavar="CODE", help="mã cơ quan, đơn vị"
        )
        parser.add_argument("--create", action="store_true", help="tạo tài khoản mới; hỏi mật khẩu trên màn hình")
        parser.add_argument(
            "--password-file", type=Path, metavar="FILE", help="đọc mật khẩu từ dòng đầu của tệp thay vì hỏi"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *_args: Any, **options: Any) -> None:
        name, role, today = options["user"], Role(options["role"]), timezone.localdate()
        units = AdminUnit.objects.light().on_day(today).filter(uid__in=options["unit"])
        agencies = Agency.objects.filter(code__in=options["agency"])
        _refuse_unknown("đơn vị hành chính nào hiện nay mang khóa", options["unit"], [unit.uid for unit in units])
        _refuse_unknown("cơ quan, đơn vị nào mang mã", options["agency"], [agency.code for agency in agencies])
        person = User.objects.filter(username=name).first()
        if options["create"] and person:
            raise CommandError(f"Đã có tài khoản {name}; bỏ --create để giao thêm vai trò.")
        if not options["create"] and not person:
            raise CommandError(f"Không có tài khoản {name}; thêm --create để tạo tài khoản.")
        if options["dry_run"]:
            self.stdout.write("Có thể giao vai trò này.")
            return
        if person is None:
            person = _create(name, _password(options["password_file"]))
        changed = grant_role(actor=None, person=person, role=role, units=units, agencies=agencies, today=today)
        self.stdout.write(f"{name}: {'đã giao' if changed else 'đã có sẵn'} vai trò {role.label} ({role.value}).")
        self._warn(person, role)

    def _warn(self, person: User, role: Role) -> None:
        held = person.assignments.held_on(timezone.localdate()).filter(role=role)
        if role in INTERNAL_IN_UNITS and not held.filter(units__isnull=False).exists():
            self.stderr.write("Vai trò này chỉ có hiệu lực trong địa bàn được giao: hãy thêm --unit UID.")
        if role in FOR_AGENCIES and not held.filter(agencies__isnull=False).exists():
            self.stderr.write("Vai trò này chỉ có hiệu lực với đất của cơ quan được giao: hãy thêm --agency CODE.")
        if not person.is_active:
            self.stderr.write("Tài khoản này đang ngừng hoạt động, chưa đăng nhập được.")


def _refuse_unknown(what: str, wanted: Sequence[str], found: Sequence[str]) -> None:
    if unknown := sorted(set(wanted) - set(found)):
        raise CommandError(f"Không có {what}: {', '.join(unknown)}.")


def _create(name: str, password: str) -> User:
    try:
        return create_account(actor=None, username=name, password=password)
    except ValidationError as error:
        raise CommandError("\n".join(error.messages)) from error


def _password(file: Path | None) -> str:
    """Never from the arguments: every user of the machine may list those."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Không đọc được tệp mật khẩu {file}: {error}") from error
    if not sys.stdin.isatty():
        raise CommandError("Không có màn hình để hỏi mật khẩu; hãy dùng --password-file FILE.")
    first = getpass("Mật khẩu: ")
    if first != getpass("Nhập lại mật khẩu: "):
        raise CommandError("Hai lần nhập không giống nhau; chưa tạo tài khoản.")
    return first
