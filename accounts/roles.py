"""The roles of CONTRACT's rights table, and what each may read: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Role. In Vietnamese: vai trò."""

    ADMIN = "admin", _("Quản trị hệ thống")
    OFFICER = "officer", _("Cán bộ địa chính")
    LAND_FUND_OFFICER = "land_fund_officer", _("Viên chức phát triển quỹ đất")
    LAND_MANAGER = "land_manager", _("Chuyên viên quản lý đất đai (sở)")
    PLANNER = "planner", _("Chuyên viên quy hoạch")
    REGISTRATION_OFFICE = "registration_office", _("Văn phòng đăng ký đất đai")
    CLERK = "clerk", _("Cán bộ một cửa")
    LEADER = "leader", _("Lãnh đạo")
    AUCTIONEER = "auctioneer", _("Đấu giá viên")
    INSPECTOR = "inspector", _("Thanh tra")
    CITIZEN = "citizen", _("Người dân")
    HELPER = "helper", _("Tổ công nghệ số cộng đồng")
    INVESTOR = "investor", _("Nhà đầu tư")


# Where each role reads internal data: in the whole territory, in its units, or where its agency is the manager.
INTERNAL_EVERYWHERE = frozenset({Role.LAND_MANAGER, Role.PLANNER, Role.INSPECTOR})
INTERNAL_IN_UNITS = frozenset({Role.OFFICER, Role.REGISTRATION_OFFICE, Role.CLERK, Role.LEADER})
INTERNAL_OF_AGENCY = frozenset({Role.LAND_FUND_OFFICER})
# Roles given for agencies; an auctioneer's organisation manages no land, so the role opens no plots.
FOR_AGENCIES = INTERNAL_OF_AGENCY | {Role.AUCTIONEER}
RESTRICTED = frozenset({Role.LAND_MANAGER, Role.INSPECTOR})
# Who may open the admin; what it offers is decided by policies.
AT_A_DESK = frozenset({Role.ADMIN, Role.LAND_MANAGER, Role.LAND_FUND_OFFICER, Role.REGISTRATION_OFFICE})
