"""Demo accounts for the sample register: one per role, random passwords in a file that only the owner reads."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from accounts.models import Agency, RoleAssignment, User
from accounts.roles import AT_A_DESK, Role
from territory.models import AdminUnit

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper


@dataclass(frozen=True)
class Demo:
    """One account: role, full name, the commune or the agencies (codes with commas) of its scope."""

    role: Role
    name: str
    unit: str = ""
    agency: str = ""
    second: bool = False  # where two people of one role are needed: results are seen by four eyes

    @property
    def username(self) -> str:
        """The role's name, with a number for the second."""
        return f"{self.role.value}_2" if self.second else self.role.value


DEMOS = (
    Demo(Role.ADMIN, "Quản trị (mẫu)"),
    Demo(Role.OFFICER, "Cán bộ địa chính (mẫu)", unit="26506@2025-07-01"),
    Demo(Role.LAND_FUND_OFFICER, "Viên chức quỹ đất (mẫu)", agency="ttptqd"),
    Demo(Role.LAND_MANAGER, "Chuyên viên sở (mẫu)"),
    Demo(Role.PLANNER, "Chuyên viên quy hoạch (mẫu)"),
    Demo(Role.REGISTRATION_OFFICE, "Văn phòng đăng ký (mẫu)", unit="26506@2025-07-01"),
    Demo(Role.CLERK, "Cán bộ một cửa (mẫu)", unit="26506@2025-07-01"),
    Demo(Role.LEADER, "Lãnh đạo phường (mẫu)", unit="26506@2025-07-01"),
    Demo(Role.AUCTIONEER, "Đấu giá viên (mẫu)", agency="ttdvdg-mau,ctdghd-mau"),
    Demo(Role.AUCTIONEER, "Đấu giá viên thứ hai (mẫu)", agency="ttdvdg-mau,ctdghd-mau", second=True),
    Demo(Role.INSPECTOR, "Thanh tra (mẫu)"),
    Demo(Role.CITIZEN, "Người dân (mẫu)"),
    Demo(Role.HELPER, "Tổ công nghệ số (mẫu)"),
    Demo(Role.INVESTOR, "Nhà đầu tư (mẫu)"),
)


@transaction.atomic
def make_demo_accounts(target: Path) -> int:
    """Create or renew the demo accounts and write their passwords to `target` (mode 0600). Returns how many."""
    lines = ["Tài khoản mẫu, chỉ dùng với dữ liệu mẫu. / Demo accounts, for the sample data only.", ""]
    for demo in DEMOS:
        password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        _make(demo, password)
        lines.append(f"{demo.username:22} {password}")
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return len(DEMOS)


def _make(demo: Demo, password: str) -> None:
    user, _ = User.objects.get_or_create(username=demo.username)
    user.first_name, user.last_name = demo.name, ""
    user.is_active, user.is_superuser = True, False
    user.is_staff = demo.role in AT_A_DESK
    user.set_password(password)
    user.save()
    assignment, _ = RoleAssignment.objects.get_or_create(user=user, role=demo.role)
    if demo.unit:
        assignment.units.set(AdminUnit.objects.filter(uid=demo.unit))
    if demo.agency:
        assignment.agencies.set(Agency.objects.filter(code__in=demo.agency.split(",")))
