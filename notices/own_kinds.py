"""The one kind of message that belongs to no other app."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices import links
from notices.kinds import ASKED_FOR, Kind
from notices.tokens import CONFIRM_AGE, confirm_token
from notices.workflow import CONFIRM


def _letter_values(message: Any) -> Mapping[str, Any]:
    wish = message.data.get("wish", "")
    return {"confirm_url": links.confirm_link(message.contact, wish), "days": CONFIRM_AGE.days}


def _zns_values(message: Any) -> Mapping[str, Any]:
    """The button of the template holds the address up to the token: ZNS does not take whole addresses as values."""
    return {"token": confirm_token(message.contact, message.data.get("wish", "")), "days": CONFIRM_AGE.days}


CONFIRMATION = Kind(
    code=CONFIRM,
    title=_("Xác nhận địa chỉ nhận tin"),
    subject=_("Xác nhận địa chỉ nhận tin đất công Bà Rịa - Vũng Tàu"),
    template="notices/mail/confirm",
    lifetime=CONFIRM_AGE / 2,  # what arrives must still be good for some days
    may_go_to=ASKED_FOR,
    values=_letter_values,
    zns_values=_zns_values,
)
