"""What the links of messages carry: the id of a contact, signed for one purpose; never an address."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.utils.translation import gettext as _

from notices.errors import LinkRefused
from notices.workflow import ContactState

CONFIRM_AGE = timedelta(days=7)
MINE_AGE = timedelta(days=90)
# ":" between the parts ends a link in some readers of mail.
_confirming = TimestampSigner(salt="notices.confirm", sep=".")
_mine = TimestampSigner(salt="notices.mine", sep=".")
_stopping = Signer(salt="notices.stop", sep=".")


@dataclass(frozen=True)
class Confirming:
    """What a link to confirm says: which contact, at which of its opt-ins, and what else it confirms."""

    contact_id: UUID
    opt_in: int
    wish: str


def confirm_token(contact: Any, wish: str = "") -> str:
    """Good for CONFIRM_AGE, and only until the contact stops."""
    return _confirming.sign_object([contact.pk.hex, contact.opt_in, wish])


def stop_token(contact: Any) -> str:
    """Good for ever: a message of years ago must still be the way to stop."""
    return _stopping.sign_object(contact.pk.hex)


def mine_token(contact: Any) -> str:
    """Shows what the contact is subscribed to, for MINE_AGE: messages are forwarded."""
    return _mine.sign_object(contact.pk.hex)


def read_confirm(token: str) -> Confirming:
    """What a link to confirm says.

    Raises:
        LinkRefused.
    """
    contact, opt_in, wish = _read(_confirming, token, max_age=CONFIRM_AGE)
    return Confirming(UUID(contact), opt_in, wish)


def require_kept(contact: Any) -> None:
    """Refuse the link of a contact that is gone or forgotten.

    Raises:
        LinkRefused.
    """
    if contact is None or not contact.address:
        raise LinkRefused(_("Địa chỉ này không còn được lưu ở đây; sẽ không có tin nào được gửi nữa."))


def require_current(said: Confirming, contact: Any) -> None:
    """Refuse a link to confirm from before the last stop.

    Raises:
        LinkRefused.
    """
    if said.opt_in != contact.opt_in or contact.state == ContactState.STOPPED:
        raise LinkRefused(_("Địa chỉ này đã dừng nhận tin sau khi liên kết được gửi. Hãy đăng ký lại nếu muốn."))


def read_stop(token: str) -> UUID:
    """The contact that a link to stop is for.

    Raises:
        LinkRefused.
    """
    return UUID(_read(_stopping, token))


def read_mine(token: str) -> UUID:
    """The contact whose subscriptions a link shows.

    Raises:
        LinkRefused.
    """
    return UUID(_read(_mine, token, max_age=MINE_AGE))


def _read(signer: Any, token: str, **limits: Any) -> Any:
    try:
        return signer.unsign_object(token, **limits)
    except SignatureExpired:
        raise LinkRefused(_("Liên kết này đã quá hạn. Hãy đăng ký lại hoặc dùng liên kết trong tin mới hơn.")) from None
    except BadSignature:
        raise LinkRefused(_("Liên kết này không đúng. Hãy chép lại đầy đủ từ tin đã nhận.")) from None
