"""A plot with leases of a person and of an organisation, and ways to ask for pages as somebody."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from land.actions import Instalment, LeaseDraft, draft_lease, sign_lease
from land.models import Lease, Plot
from land.workflow import LeaseKind, LesseeKind

NAME = "Nguyễn Văn Bí Mật"
COMPANY = "Công ty Bãi Xe"


def client_of(user: Any) -> Client:
    """A browser of this person."""
    client = Client()
    if not isinstance(user, AnonymousUser):
        client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """The page in one line."""
    return " ".join(response.content.decode().split())


def day(text: date) -> str:
    return f"{text:%d/%m/%Y}"


def lease(plot: Plot, number: str = "01/HĐ", *, days_left: int = 200, signed: bool = True, **values: Any) -> Lease:
    """A lease of a person, begun half a year ago, unless told otherwise."""
    today = timezone.localdate()
    rent = values.pop("rent", [])
    own: dict[str, Any] = {
        "kind": LeaseKind.SHORT,
        "lessee_kind": LesseeKind.PERSON,
        "lessee": NAME,
        "contract_number": number,
        "contract_on": today - timedelta(180),
        "purpose": "Bãi giữ xe",
        "start": today - timedelta(180),
        "last_day": today + timedelta(days_left),
    }
    made = draft_lease(actor=None, plot=plot, draft=LeaseDraft(**own | values), rent=rent)
    return sign_lease(actor=None, lease=made, today=today) if signed else made


def instalments(*days: int, amount: int = 5_000_000) -> list[Instalment]:
    """Rent due so many days from today."""
    return [Instalment(timezone.localdate() + timedelta(ahead), amount) for ahead in days]


def address(made: Lease, act: str = "") -> str:
    return f"/desk/leases/{made.pk}/{act}"


def contract(plot: Plot | None = None, **values: Any) -> dict[str, Any]:
    """What the form of a new lease sends."""
    today = timezone.localdate()
    own = {
        "plot": plot.code if plot else "",
        "kind": "short",
        "lessee_kind": "person",
        "lessee": NAME,
        "contract_number": "09/HĐ",
        "contract_on": day(today),
        "purpose": "Bãi giữ xe",
        "start": day(today),
        "last_day": day(today + timedelta(364)),
        "extent": "whole",
        "area_m2": "",
    }
    return own | values
