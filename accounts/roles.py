"""The roles of CONTRACT's rights table, and what each may read: data only."""

from django.db import models


class Role(models.TextChoices):
    """Role. In Vietnamese: vai trò."""

    ADMIN = "admin", "Quản trị hệ thống"
    OFFICER = "officer", "Cán bộ địa chính"
    LAND_FUND_OFFICER = "land_fund_officer", "Viên chức phát triển quỹ đất"
    LAND_MANAGER = "land_manager", "Chuyên viên quản lý đất đai (sở)"
    PLANNER = "planner", "Chuyên viên quy hoạch"
    REGISTRATION_OFFICE = "registration_office", "Văn phòng đăng ký đất đai"
    CLERK = "clerk", "Cán bộ một cửa"
    LEADER = "leader", "Lãnh đạo"
    AUCTIONEER = "auctioneer", "Đấu giá viên"
    INSPECTOR = "inspector", "Thanh tra"
    CITIZEN = "citizen", "Người dân"
    HELPER = "helper", "Tổ công nghệ số cộng đồng"
    INVESTOR = "investor", "Nhà đầu tư"


# Where each role reads internal data: in the whole territory, in its units, or where its agency is the manager.
INTERNAL_EVERYWHERE = frozenset({Role.LAND_MANAGER, Role.PLANNER, Role.INSPECTOR})
INTERNAL_IN_UNITS = frozenset({Role.OFFICER, Role.REGISTRATION_OFFICE, Role.CLERK, Role.LEADER})
INTERNAL_OF_AGENCY = frozenset({Role.LAND_FUND_OFFICER})
RESTRICTED = frozenset({Role.LAND_MANAGER, Role.INSPECTOR})
