"""Ways to ask for the pages of the desk of auctions as somebody, and what its forms take."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from auctions.models import Lot
from tests.factories import auctions, land
from tests.factories.auctions import People

PDF = b"%PDF-1.7\nquyet dinh\n%%EOF\n"
DECISION = {
    "decision_number": "12/QĐ-UBND",
    "decision_on": "03/11/2026",
    "decision_issuer": "UBND Thành phố",
    "signer": "Lê Văn Ký",
    "level": "internal",
}
REASON = {"reason": "Theo văn bản của cơ quan có thẩm quyền"}


def client_of(user: User | None) -> Client:
    """A browser of this person; None is a stranger."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """The page in one line."""
    return " ".join(response.content.decode().split())


def address(lot: Lot, act: str = "") -> str:
    """Of a lot on the desk, or of an act on it."""
    return f"/auctions/desk/lots/{lot.code}/" + (f"{act.replace('_', '-')}/" if act else "")


def do(user: User, lot: Lot, act: str, **data: Any) -> Any:
    """Send the form of an act as it was read now."""
    lot.refresh_from_db()
    return client_of(user).post(address(lot, act), {"seen_version": lot.version, **data})


def pdf(name: str = "quyet-dinh.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file to send."""
    return SimpleUploadedFile(name, io.BytesIO(content).read(), "application/pdf")


def everybody(who: People) -> dict[str, User | None]:
    """Every kind of person that comes to the desk, and those who should not."""
    other = land.agency("khac", "Trung tâm khác")
    rival = auctions.organisation("dgkhac", "Công ty đấu giá khác")
    return {
        "anonymous": None,
        "citizen": auctions.person("dan", Role.CITIZEN),
        "planner": auctions.person("quyhoach", Role.PLANNER),
        "other_fund": auctions.person("quydat2", Role.LAND_FUND_OFFICER, other),
        "other_auctioneer": auctions.person("daugia3", Role.AUCTIONEER, rival.agency),
        "inspector": auctions.person("thanhtra", Role.INSPECTOR),
        "fund": who.fund,
        "manager": who.manager,
        "auctioneer": who.auctioneer,
        "registry": who.registry,
    }
