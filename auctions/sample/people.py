"""Who acts in the sample: the demo accounts, and two auction organisations."""

from dataclasses import dataclass

from accounts.models import Agency, User
from accounts.roles import Role
from auctions.models import AuctionOrganisation

OWNER = "ttptqd"
# Account numbers are made up; the bank code is one of the public list.
ORGANISATIONS = (
    (
        "ttdvdg-mau",
        {
            "address": "Số 01 đường Mẫu, phường Bà Rịa, Thành phố Hồ Chí Minh",
            "phone": "0254 000 001",
            "email": "daugia1@example.vn",
            "hours": "7:30–11:30, 13:00–17:00, thứ hai đến thứ sáu",
            "bank_bin": "970436",
            "account_number": "0000001234567",
            "account_holder": "TRUNG TAM DICH VU DAU GIA MAU",
            "licence": "01/TP-ĐKHĐ-ĐGTS",
        },
    ),
    (
        "ctdghd-mau",
        {
            "address": "Số 02 đường Mẫu, phường Vũng Tàu, Thành phố Hồ Chí Minh",
            "phone": "0254 000 002",
            "email": "daugia2@example.vn",
            "hours": "8:00–11:30, 13:30–17:00, thứ hai đến thứ sáu",
            "bank_bin": "970415",
            "account_number": "0000007654321",
            "account_holder": "CONG TY DAU GIA HOP DANH MAU",
            "licence": "02/TP-ĐKHĐ-ĐGTS",
        },
    ),
)


@dataclass(frozen=True)
class Cast:
    """Accounts and agencies of the sample."""

    owner: Agency
    organisations: list[AuctionOrganisation]
    fund: User
    manager: User
    auctioneers: tuple[User, User]


def cast() -> Cast:
    """Find the demo accounts, make the organisations.

    Raises:
        User.DoesNotExist, Agency.DoesNotExist: the register is not the sample.
    """
    names = (Role.LAND_FUND_OFFICER.value, Role.LAND_MANAGER.value, Role.AUCTIONEER.value, f"{Role.AUCTIONEER.value}_2")
    fund, manager, first, second = (User.objects.get(username=name) for name in names)
    organisations = [
        AuctionOrganisation.objects.get_or_create(agency=Agency.objects.get(code=code), defaults=values)[0]
        for code, values in ORGANISATIONS
    ]
    return Cast(Agency.objects.get(code=OWNER), organisations, fund, manager, (first, second))
