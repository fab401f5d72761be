"""Which channels are in use here, and where each one's work is ordered."""

from django.conf import settings

from notices.workflow import Channel

# One queue each: a provider that hangs keeps nobody waiting but its own.
QUEUES = {Channel.EMAIL: "notices_email", Channel.ZALO: "notices_zalo"}
TASKS = {Channel.EMAIL: "notices.send_email", Channel.ZALO: "notices.send_zalo"}


def in_use() -> list[Channel]:
    """The channels that a person may choose: e-mail always, Zalo where the account is configured."""
    return [Channel.EMAIL, Channel.ZALO] if settings.ZNS["app_id"] else [Channel.EMAIL]


def writes_files() -> bool:
    """Whether letters become files in DATA_DIR/mail because no mail server is configured."""
    return not settings.EMAIL_HOST
