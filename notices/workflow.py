"""States and codes of messages and of the addresses they go to: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The way a message goes. In Vietnamese: kênh gửi tin."""

    EMAIL = "email", _("Thư điện tử")
    ZALO = "zalo", _("Zalo")


class Language(models.TextChoices):
    """What a person reads. In Vietnamese: ngôn ngữ của tin."""

    VI = "vi", _("Tiếng Việt")
    EN = "en", _("Tiếng Anh")


class ContactState(models.TextChoices):
    """Whether messages may go to an address. In Vietnamese: tình trạng địa chỉ nhận tin."""

    PENDING = "pending", _("Chờ xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    STOPPED = "stopped", _("Đã dừng nhận tin")


CONTACT_AFTER = {
    # Stopped without having been confirmed: "this was not me".
    ContactState.PENDING: frozenset({ContactState.CONFIRMED, ContactState.STOPPED}),
    ContactState.CONFIRMED: frozenset({ContactState.STOPPED}),
    # A new opt-in begins from the start: an old confirmation does not count any more.
    ContactState.STOPPED: frozenset({ContactState.PENDING}),
}


class Priority(models.IntegerChoices):
    """Which message goes first. In Vietnamese: thứ tự ưu tiên của tin."""

    IMMEDIATE = 1, _("Gửi ngay")
    DIGEST = 5, _("Bản tin tổng hợp")


class MessageState(models.TextChoices):
    """Where a message stands. In Vietnamese: tình trạng tin gửi."""

    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    RETRYING = "retrying", _("Chờ gửi lại")
    SENT = "sent", _("Đã gửi")
    DELIVERED = "delivered", _("Đã đến người nhận")
    FAILED = "failed", _("Không gửi được")
    CANCELLED = "cancelled", _("Đã hủy")


MESSAGE_AFTER = {
    MessageState.QUEUED: frozenset({MessageState.SENDING, MessageState.CANCELLED}),
    # Back to QUEUED: taken by a worker that did not come to it, so no attempt was made.
    MessageState.SENDING: frozenset(
        {
            MessageState.QUEUED,
            MessageState.SENT,
            MessageState.RETRYING,
            MessageState.FAILED,
            MessageState.CANCELLED,
        }
    ),
    # Straight to SENT: a worker thought dead tells late that the provider took it; sending it again would be twice.
    MessageState.RETRYING: frozenset({MessageState.SENDING, MessageState.SENT, MessageState.CANCELLED}),
    # A mail server accepts first and may say hours later that the mailbox does not exist (a bounce).
    MessageState.SENT: frozenset({MessageState.DELIVERED, MessageState.FAILED}),
    # An operator has mended what was wrong.
    MessageState.FAILED: frozenset({MessageState.QUEUED}),
    MessageState.DELIVERED: frozenset[MessageState](),
    MessageState.CANCELLED: frozenset[MessageState](),
}
MESSAGE_WAITING = frozenset({MessageState.QUEUED, MessageState.RETRYING})
MESSAGE_OPEN = MESSAGE_WAITING | {MessageState.SENDING}
MESSAGE_ENDED = frozenset(MessageState) - MESSAGE_OPEN


class Ended(models.TextChoices):
    """How one attempt ended. In Vietnamese: kết quả một lần gửi."""

    ACCEPTED = "accepted", _("Máy chủ nhận")
    REFUSED = "refused", _("Bị từ chối")
    LATER = "later", _("Chưa được, sẽ gửi lại")
    UNKNOWN = "unknown", _("Không rõ đã nhận chưa, sẽ gửi lại")
    DELIVERED = "delivered", _("Đến người nhận")
    BOUNCED = "bounced", _("Bị trả lại")


CONFIRM = "confirm"  # the kind of message that asks whether an address wants messages at all

# Kinds of subject whose events are this app's.
LOGGED_SUBJECTS = ("contact", "message")
